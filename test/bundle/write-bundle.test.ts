import {readdir, readFile, writeFile} from 'node:fs/promises';
import {Readable} from 'node:stream';
import test from 'ava';
import {checkWritable, writeBundle} from '../../src/bundle/write-bundle.ts';
import {SingleKubeError} from '../../src/errors.ts';
import {fakeArchive, fakeBundle, fakeHead, temporaryFolder} from '../helpers/fake-bundle.ts';

const none = (): void => undefined;
const signal = AbortSignal.timeout(30_000);

test('a file that was there is replaced, with its checksum', async t => {
	const {file, sha256} = await fakeBundle(t);
	await writeFile(file, 'old');
	await writeFile(`${file}.sha256`, 'old');
	t.is((await writeBundle(file, fakeArchive(), fakeHead, none, signal)).sha256, sha256);
	t.is(await readFile(`${file}.sha256`, 'utf8'), `${sha256}  bundle.tar\n`);
});

test('an archive that breaks off leaves nothing, and what was there stays', async t => {
	const folder = await temporaryFolder(t);
	await writeFile(`${folder}/a.tar`, 'old');
	const whole = Buffer.concat(await fakeArchive().toArray() as Buffer[]);
	const error = await t.throwsAsync(writeBundle(`${folder}/a.tar`, Readable.from([whole.subarray(0, 100_000)]), fakeHead, none, signal), {instanceOf: SingleKubeError});
	t.is(error.code, 'ENGINE_CALL_FAILED');
	t.deepEqual(await readdir(folder), ['a.tar']);
	t.is(await readFile(`${folder}/a.tar`, 'utf8'), 'old');
});

test('an interruption leaves nothing', async t => {
	const folder = await temporaryFolder(t);
	const interruption = new AbortController();
	const endless = new Readable({read: none});
	endless.push(Buffer.concat(await fakeArchive().toArray() as Buffer[]).subarray(0, 100_000));
	const writing = writeBundle(`${folder}/a.tar`, endless, fakeHead, () => {
		interruption.abort(new Error('Ctrl-C'));
	}, interruption.signal);
	await t.throwsAsync(writing, {message: 'Ctrl-C'});
	t.deepEqual(await readdir(folder), []);
});

test('an archive without one of the images is refused', async t => {
	const folder = await temporaryFolder(t);
	const error = await t.throwsAsync(writeBundle(`${folder}/a.tar`, fakeArchive(['single-kube/etcd:1']), fakeHead, none, signal), {instanceOf: SingleKubeError});
	t.is(error.code, 'ENGINE_CALL_FAILED');
	t.deepEqual(error.seen, ['single-kube/pause:1']);
	t.deepEqual(await readdir(folder), []);
});

test('where nothing can be written is said before anything is done', async t => {
	const folder = await temporaryFolder(t);
	for (const file of [folder, `${folder}/missing/a.tar`]) {
		const error = await t.throwsAsync(checkWritable(file), {instanceOf: SingleKubeError}, file);
		t.is(error.code, 'BUNDLE_NOT_WRITABLE');
	}
});

test('what a killed process left is removed, and what a living one writes is not', async t => {
	const folder = await temporaryFolder(t);
	// The kernel gives no process a number as high as that.
	for (const name of ['a.tar.4194305.part', `a.tar.${process.pid}.part`, 'b.tar.4194305.part']) {
		await writeFile(`${folder}/${name}`, '');
	}

	await checkWritable(`${folder}/a.tar`);
	t.deepEqual((await readdir(folder)).sort(), [`a.tar.${process.pid}.part`, 'b.tar.4194305.part'].sort());
});
