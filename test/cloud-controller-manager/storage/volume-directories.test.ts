import {mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {volumeDirectories} from '../../../src/cloud-controller-manager/storage/volume-directories.ts';

const name = (digit: number): string => `pvc-00000000-0000-0000-0000-00000000000${digit}`;

async function makeRoot(t: ExecutionContext): Promise<string> {
	const root = await mkdtemp(path.join(tmpdir(), 'sk-volumes-'));
	t.teardown(async () => rm(root, {recursive: true}));
	return root;
}

test('a volume\'s directory is one that everybody may write to, and making it again keeps what is in it', async t => {
	const root = await makeRoot(t);
	const {make} = volumeDirectories(root);
	await make(name(1));
	t.is((await stat(path.join(root, name(1)))).mode & 0o777, 0o777);
	await writeFile(path.join(root, name(1), 'word'), 'kept');
	await make(name(1));
	t.is(await readFile(path.join(root, name(1), 'word'), 'utf8'), 'kept');
});

test('removing takes all that is in it, and is no failure when it is gone', async t => {
	const root = await makeRoot(t);
	const {make, remove} = volumeDirectories(root);
	await make(name(1));
	await mkdir(path.join(root, name(1), 'a/b'), {recursive: true});
	await writeFile(path.join(root, name(1), 'a/b/word'), '');
	await remove(name(1));
	await remove(name(1));
	t.deepEqual(await readdir(root), []);
});

test('no name leads out of the volumes', async t => {
	const root = await makeRoot(t);
	for (const bad of ['..', '../other', 'pvc-1', '', 'data']) {
		await t.throwsAsync(volumeDirectories(root).remove(bad), {instanceOf: RangeError});
	}
});

test('a sweep finishes removals and takes empty directories of nobody; data and what is not ours stay', async t => {
	const root = await makeRoot(t);
	const {make, sweep} = volumeDirectories(root);
	await Promise.all([1, 2, 3].map(async digit => make(name(digit))));
	await writeFile(path.join(root, name(2), 'word'), 'of a retained volume');
	await mkdir(path.join(root, `.deleted-${name(4)}`));
	await writeFile(path.join(root, `.deleted-${name(4)}`, 'word'), 'half gone');
	await mkdir(path.join(root, 'mine'));
	await sweep(known => known === name(3));
	t.deepEqual((await readdir(root)).sort(), ['mine', name(2), name(3)]);
});
