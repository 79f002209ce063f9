import {mkdir, readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {cachedPrograms, programsHash, storePrograms} from '../../src/images/programs.ts';
import {makeDirectory} from '../engine/fake-engine.ts';

const hash = 'a'.repeat(64);
const folder = `programs-${hash.slice(0, 16)}`;
const files = new Map([['kubelet', Buffer.from('\u007FELF kubelet')], ['kubectl', Buffer.from('\u007FELF kubectl')], ['version', Buffer.from('1.20.2\n')]]);

test('what was stored is found under its hash alone, with its version and bytes', async t => {
	const directory = await makeDirectory(t);
	await storePrograms(hash, files, directory);
	const programs = await cachedPrograms(hash, directory);
	t.is(programs?.version, '1.20.2');
	t.deepEqual(await programs!.read('kubelet'), files.get('kubelet'));
	t.is(await cachedPrograms('b'.repeat(64), directory), undefined);
});

test('nothing is there before anything was stored', async t => {
	t.is(await cachedPrograms(hash, await makeDirectory(t)), undefined);
});

for (const [what, damage] of Object.entries({
	'a program whose bytes changed': async (place: string) => writeFile(path.join(place, 'kubelet'), '\u007FELF kubeleT'),
	'a program cut short': async (place: string) => writeFile(path.join(place, 'kubectl'), ''),
	'a manifest that is no JSON': async (place: string) => writeFile(path.join(place, 'manifest.json'), '{"version": '),
})) {
	test(`${what} makes the whole cache void, and storing again repairs it`, async t => {
		const directory = await makeDirectory(t);
		await storePrograms(hash, files, directory);
		await damage(path.join(directory, folder));
		t.is(await cachedPrograms(hash, directory), undefined);
		await storePrograms(hash, files, directory);
		t.is((await cachedPrograms(hash, directory))?.version, '1.20.2');
	});
}

test('a store that fails half-way leaves neither a part nor its working folder', async t => {
	const directory = await makeDirectory(t);
	await t.throwsAsync(storePrograms(hash, new Map([['kubelet', Buffer.from('x')]]), directory), undefined, 'there is no version');
	t.deepEqual(await readdir(directory), []);
});

test('a store that fails leaves what was there before', async t => {
	const directory = await makeDirectory(t);
	await storePrograms(hash, files, directory);
	await t.throwsAsync(storePrograms(hash, new Map([['kubelet', Buffer.from('x')]]), directory));
	t.is((await cachedPrograms(hash, directory))?.version, '1.20.2');
	t.deepEqual(await readdir(directory), [folder]);
});

test('what an earlier process left half-written is neither used nor in the way', async t => {
	const directory = await makeDirectory(t);
	await mkdir(path.join(directory, `${folder}.${process.pid}`));
	await writeFile(path.join(directory, `${folder}.${process.pid}`, 'kubelet'), 'half');
	t.is(await cachedPrograms(hash, directory), undefined);
	await storePrograms(hash, files, directory);
	t.deepEqual(await readdir(directory), [folder]);
});

test('programs of another base or another architecture are other programs', async t => {
	const all = await Promise.all([programsHash(['bookworm'], 'amd64'), programsHash(['trixie'], 'amd64'), programsHash(['bookworm'], 'arm64')]);
	t.is(new Set(all).size, 3);
	t.is(await programsHash(['bookworm'], 'amd64'), all[0]);
});
