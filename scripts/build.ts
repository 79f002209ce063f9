/** Build what the published package has instead of the sources: dist/, with each of our programs as one file. */
import {rm, writeFile} from 'node:fs/promises';
import {execa} from 'execa';
import {bundle} from '../src/images/bundles.ts';
import {recipes} from '../src/images/catalogue.ts';
import {bundlePackages} from './bundle-packages.ts';
import {keepReachable} from './declarations.ts';

await rm('dist', {recursive: true, force: true});
await execa('tsc', ['--project', 'tsconfig.build.json'], {preferLocal: true, stdio: 'inherit'});
await keepReachable('dist');
await bundlePackages('dist');
for (const recipe of recipes) {
	if (recipe.bundle !== undefined) {
		await writeFile(`dist/${recipe.name}.cjs`, await bundle(recipe.bundle));
	}
}
