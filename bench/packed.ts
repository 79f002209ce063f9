/** The program as npm would install it: what people run is measured, and not a checkout, which strips types while it runs. */
import {existsSync} from 'node:fs';
import {mkdtemp, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';

const root = fileURLToPath(new URL('..', import.meta.url));

export type Packed = {/** For Node. */ readonly program: string; readonly remove: () => Promise<void>};

/** Its dependencies are those of the checkout. */
export async function packProgram(): Promise<Packed> {
	const dist = path.join(root, 'dist');
	const hadDist = existsSync(dist);
	const folder = await mkdtemp(path.join(tmpdir(), 'sk-bench-'));
	const {stdout} = await execa('npm', ['pack', '--json', '--pack-destination', folder], {cwd: root});
	const [{filename}] = JSON.parse(stdout.slice(stdout.search(/^\[$/m))) as [{filename: string}];
	await execa('tar', ['-xzf', path.join(folder, filename), '-C', folder]);
	await symlink(path.join(root, 'node_modules'), path.join(folder, 'package/node_modules'));
	if (!hadDist) {
		await rm(dist, {recursive: true, force: true});
	}

	return {program: path.join(folder, 'package/bin/single-kube.js'), remove: async () => rm(folder, {recursive: true, force: true})};
}
