import {createHash} from 'node:crypto';
import {execFileSync} from 'node:child_process';
import {open, readFile, rm, truncate, writeFile} from 'node:fs/promises';
import {gunzipSync, gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {manifestName} from '../../src/bundle/manifest.ts';
import {openBundle} from '../../src/bundle/open-bundle.ts';
import {verifyBundle} from '../../src/bundle/verify-bundle.ts';
import {type ErrorCode, SingleKubeError} from '../../src/errors.ts';
import {fakeArchive, fakeBundle, fakeHead, layer, sharedLayer, temporaryFolder} from '../helpers/fake-bundle.ts';

const signal = AbortSignal.timeout(30_000);

/** @returns what opening and verifying say of a file */
async function check(file: string, sha256?: string): Promise<SingleKubeError | 'fine'> {
	try {
		await verifyBundle(await openBundle(file, sha256), () => undefined, signal);
		return 'fine';
	} catch (error) {
		if (error instanceof SingleKubeError) {
			return error;
		}

		throw error;
	}
}

async function refused(t: ExecutionContext, file: string, code: ErrorCode, seen: RegExp, sha256?: string): Promise<void> {
	const error = await check(file, sha256);
	t.true(error instanceof SingleKubeError, 'it is refused');
	t.is((error as SingleKubeError).code, code);
	t.regex((error as SingleKubeError).seen.join('\n'), seen);
	t.truthy((error as SingleKubeError).hint);
}

async function flip(file: string, at: number): Promise<void> {
	const handle = await open(file, 'r+');
	const byte = Buffer.alloc(1);
	await handle.read(byte, 0, 1, at);
	await handle.write(Buffer.from([byte[0]! ^ 1]), 0, 1, at);
	await handle.close();
}

/** Without the checksum beside it: what the bundle finds by itself. */
async function alone(t: ExecutionContext, name?: string): Promise<{file: string; size: number; sha256: string; content: Buffer}> {
	const written = await fakeBundle(t, name);
	await rm(`${written.file}.sha256`);
	return {...written, content: await readFile(written.file)};
}

test('what was written is found again, and is fine', async t => {
	const {file, size, sha256} = await fakeBundle(t);
	const bundle = await openBundle(file);
	t.is(bundle.size, size);
	t.like(bundle.manifest, fakeHead);
	t.deepEqual(bundle.manifest.members.map(member => [member.name, member.size]), [[layer, 300_000], [`${'c'.repeat(64)}.json`, 70], ['manifest.json', 412]]);
	t.is(await check(file), 'fine');
	t.is(await check(file, sha256), 'fine');
	t.is(execFileSync('sha256sum', ['-c', `${file}.sha256`], {cwd: file.replace(/\/[^/]*$/, ''), encoding: 'utf8'}), 'bundle.tar: OK\n');
});

test('tar takes it, links and all', async t => {
	const {file} = await fakeBundle(t);
	const listed = execFileSync('tar', ['tvf', file], {encoding: 'utf8'});
	t.regex(listed, new RegExp(`300000 1970-01-01 .* ${layer}`));
	t.true(listed.includes(`${sharedLayer} -> ../${layer}`));
	t.is(execFileSync('tar', ['xOf', file, manifestName], {encoding: 'utf8'}).length > 100, true);
});

test('the same images make the same bytes', async t => {
	t.is((await fakeBundle(t)).sha256, (await fakeBundle(t)).sha256);
});

test('a name that ends in .gz makes it compressed', async t => {
	const {file, size, content} = await alone(t, 'bundle.tar.gz');
	t.true(size < 10_000);
	t.deepEqual(gunzipSync(content), (await alone(t)).content);
	t.is(await check(file), 'fine');
});

test('a compressed bundle is known by its content, whatever its name', async t => {
	const {file} = await alone(t);
	await writeFile(file, gzipSync(await readFile(file)));
	t.is(await check(file), 'fine');
});

const changedByte = test.macro({
	async exec(t: ExecutionContext, where: (content: Buffer) => number, code: ErrorCode, seen: RegExp) {
		const {file, content} = await alone(t);
		await flip(file, where(content));
		await refused(t, file, code, seen);
	},
	title: given => `one changed byte is found: ${given}`,
});

/** The last place where the manifest's name stands alone is its own header. */
const manifestAt = (content: Buffer): number => content.lastIndexOf(`${manifestName}\0`);

test('in a layer', changedByte, content => content.indexOf('layer layer') + 1000, 'BUNDLE_DAMAGED', new RegExp(`^${layer}: expected sha256 [0-9a-f]{64}, seen [0-9a-f]{64}$`));
test('in the archive\'s own manifest', changedByte, content => content.indexOf('RepoTags'), 'BUNDLE_DAMAGED', /^manifest\.json: expected/);
test('in a member\'s header', changedByte, content => content.indexOf(layer) + 110, 'BUNDLE_DAMAGED', /its header, at byte \d+, has changed/);
test('in what fills a member\'s last block', changedByte, content => content.indexOf('xxx') + 80, 'BUNDLE_DAMAGED', /between its members/);
test('in the manifest', changedByte, content => content.indexOf('"1.20.2"', manifestAt(content)) + 1, 'BUNDLE_DAMAGED', /^single-kube\.json: expected sha256/);
test('in the manifest\'s checksum', changedByte, content => manifestAt(content) < 0 ? -1 : content.lastIndexOf(manifestName) - 10, 'BUNDLE_DAMAGED', /^single-kube\.json: expected sha256/);
test('in what fills the manifest\'s last block', changedByte, content => content.lastIndexOf('}\n\0') + 2, 'BUNDLE_DAMAGED', /what comes after single-kube\.json/);
test('in the very last byte', changedByte, content => content.length - 1, 'BUNDLE_DAMAGED', /what comes after single-kube\.json/);
test('in the first header', changedByte, () => 3, 'BUNDLE_INVALID', /it is no tar/);

test('what is changed around the tar is found by the file\'s checksum, be it that of the file beside it or the one that was given', async t => {
	const {file, sha256} = await fakeBundle(t, 'bundle.tar.gz');
	// The time in gzip's own header, which changes nothing of what is in there.
	await flip(file, 4);
	await refused(t, file, 'BUNDLE_DAMAGED', /^the whole file: expected sha256 \w{64} \(.*bundle\.tar\.gz\.sha256\)/);
	await rm(`${file}.sha256`);
	await refused(t, file, 'BUNDLE_DAMAGED', /\(--bundle-sha256\), seen/, sha256);
});

test('a bundle that was made anew with another manifest passes alone, and not with the checksum that was given', async t => {
	const {file} = await fakeBundle(t, 'bundle.tar', {...fakeHead, kubernetesVersion: '1.20.3'});
	const {sha256} = await fakeBundle(t);
	t.is(await check(file), 'fine');
	await refused(t, file, 'BUNDLE_DAMAGED', /every member is as its manifest says/, sha256);
});

test('a checksum given wins over the file beside', async t => {
	const {file, sha256} = await fakeBundle(t);
	await writeFile(`${file}.sha256`, `${'0'.repeat(64)}  bundle.tar\n`);
	await refused(t, file, 'BUNDLE_DAMAGED', /the whole file/);
	t.is(await check(file, sha256), 'fine');
	await writeFile(`${file}.sha256`, 'nothing\n');
	await refused(t, file, 'BUNDLE_DAMAGED', /it has no sha256/);
});

for (const name of ['bundle.tar', 'bundle.tar.gz']) {
	test(`a file that is cut off anywhere is refused: ${name}`, async t => {
		const {file, size} = await alone(t, name);
		for (const left of [size - 1, size - 1025, size - 2000, size - 2100, Math.floor(size / 2), 700].filter(bytes => bytes > 0)) {
			await truncate(file, left);
			await refused(t, file, 'BUNDLE_INVALID', /it is cut off/);
		}

		await truncate(file, 0);
		await refused(t, file, 'BUNDLE_INVALID', /it is no tar/);
	});
}

test('a changed byte of compressed data is found', async t => {
	const {file, size} = await alone(t, 'bundle.tar.gz');
	await flip(file, Math.floor(size / 2));
	const error = await check(file);
	t.true(error instanceof SingleKubeError && (error.code === 'BUNDLE_DAMAGED' || error.code === 'BUNDLE_INVALID'));
});

test('what is no bundle is refused: no file, a folder, text, an archive of docker save', async t => {
	const folder = await temporaryFolder(t);
	await refused(t, `${folder}/none.tar`, 'BUNDLE_INVALID', /ENOENT/);
	await refused(t, folder, 'BUNDLE_INVALID', /it is no file/);
	await writeFile(`${folder}/text`, 'hello'.repeat(500));
	await refused(t, `${folder}/text`, 'BUNDLE_INVALID', /it is no tar/);
	await writeFile(`${folder}/saved.tar`, fakeArchive());
	await refused(t, `${folder}/saved.tar`, 'BUNDLE_INVALID', /a tar without single-kube\.json/);
});

test('a newer format is refused, with what to do', async t => {
	const {file} = await fakeBundle(t, 'bundle.tar', {...fakeHead, format: 2 as 1});
	await refused(t, file, 'BUNDLE_INVALID', /it has format 2; this version of single-kube reads format 1: use the newer one/);
});

test('a manifest that lacks something is refused', async t => {
	const {file} = await fakeBundle(t, 'bundle.tar', {...fakeHead, architecture: undefined as never});
	await refused(t, file, 'BUNDLE_INVALID', /not as single-kube writes it: .*architecture/);
});

test('its sha256 is that of the file', async t => {
	const {file, sha256} = await fakeBundle(t);
	t.is(createHash('sha256').update(await readFile(file)).digest('hex'), sha256);
});
