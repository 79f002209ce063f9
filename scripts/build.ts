/** Build what the published package has instead of the sources: dist/, with the agent's program as one file. */
import {rm, writeFile} from 'node:fs/promises';
import {execa} from 'execa';
import {bundle} from '../src/images/agent-bundle.ts';

await rm('dist', {recursive: true, force: true});
await execa('tsc', ['--project', 'tsconfig.build.json'], {preferLocal: true, stdio: 'inherit'});
await writeFile('dist/agent.cjs', await bundle());
