/** Write what is made of the commands' definitions: docs/config.schema.json. */
import {writeFile} from 'node:fs/promises';
import {configSchema} from '../src/cli/config-schema.ts';

await writeFile(new URL('../docs/config.schema.json', import.meta.url), `${JSON.stringify(configSchema(), undefined, '\t')}\n`);
