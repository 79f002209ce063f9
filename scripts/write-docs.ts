/** Write what is made of the commands' definitions: docs/cli.md, docs/config.schema.json, docs/scenario.schema.json, and the marked parts of the READMEs. */
import {readFile, writeFile} from 'node:fs/promises';
import {configSchema} from '../src/cli/config-schema.ts';
import {withGenerated} from '../src/cli/generated.ts';
import {scenarioSchema} from '../src/scenarios/schema.ts';
import {cliReference, english} from '../src/cli/reference.ts';
import {chinese} from './chinese.ts';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);

await writeFile(at('docs/config.schema.json'), `${JSON.stringify(configSchema(), undefined, '\t')}\n`);
await writeFile(at('docs/scenario.schema.json'), `${JSON.stringify(scenarioSchema(), undefined, '\t')}\n`);
await writeFile(at('docs/cli.md'), cliReference());
for (const [page, words] of [['README.md', english], ['README.zh.md', chinese]] as const) {
	await writeFile(at(page), withGenerated(await readFile(at(page), 'utf8'), words));
}
