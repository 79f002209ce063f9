/** What the published package brings of other packages in a file of its own: ink and dockerode, without what is never used of them. */
import path from 'node:path';
import {build} from 'esbuild';
import {leftOut} from '../src/images/bundles.ts';

/** Each imports its package for all others; test/package/imports.test.ts sees to that. */
export const places = ['dashboard/view/ink', 'engine/dockerode'];

/** Ink asks for it where somebody develops React components. */
const unused = [...leftOut, 'react-devtools-core'];

/** Put the packages into these files of a folder with compiled sources. */
export async function bundlePackages(folder: string): Promise<void> {
	for (const place of places) {
		const file = path.resolve(folder, `${place}.js`);
		await build({
			entryPoints: [file], outfile: file, allowOverwrite: true, bundle: true, platform: 'node', target: 'node22', format: 'esm', minify: true, legalComments: 'linked',
			// React's and ink's checks of a program under development.
			define: {'process.env.NODE_ENV': '"production"'},
			alias: Object.fromEntries(unused.map(name => [name, path.resolve('images/agent/unused.cjs')])), external: ['cpu-features'],
			// CommonJS packages ask for Node's own modules by it.
			banner: {js: 'import {createRequire as __createRequire} from \'node:module\'; const require = __createRequire(import.meta.url);'},
			logLevel: 'warning',
		});
	}
}
