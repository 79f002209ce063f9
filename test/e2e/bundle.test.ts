/** A bundle made on the tests' engine, and a second, empty engine for a machine that has nothing else: no network is asked, no package is there. */
import {createReadStream} from 'node:fs';
import {mkdir, mkdtemp, open, readdir, rename, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {openBundle} from '../../src/bundle/open-bundle.ts';
import {removeEmbeddedEngine} from '../../src/embedded-engine/remove.ts';
import {embeddedPaths} from '../../src/embedded-engine/paths.ts';
import {startEmbeddedEngine} from '../../src/embedded-engine/start.ts';
import {listOwnImages, removeImage} from '../../src/engine/images.ts';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {ignoreEvents, type MadeBundle, makeBundle, type TimedEvent} from '../../src/index.ts';
import {root} from '../docs/pages.ts';

const name = 'e2e-bundle';
const signal = AbortSignal.timeout(600_000);
let folder: string;
let file: string;
let made: MadeBundle;
let bare: NodeJS.ProcessEnv;

/** The command line where there is nothing: a PATH without a program, an empty cache, an engine without an image. */
async function onBareMachine(...words: readonly string[]) {
	const command = [path.join(root, 'bin/single-kube.js'), ...words, '--engine', 'embedded', '--name', name, '--progress', 'json', '--output', 'json'];
	return execa(process.execPath, command, {env: bare, extendEnv: false, reject: false, timeout: 300_000});
}

const bareEngine = () => unixEngine(embeddedPaths(bare).socket, 'the test');

/** What was reported and, as the last line, what went wrong. */
const linesOf = (text: string): Array<Partial<TimedEvent> & {error?: {code: string; seen: string[]; fix: string}}> =>
	text.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line) as Partial<TimedEvent>);

const errorOf = (text: string) => linesOf(text).at(-1)?.error;

test.before(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'sk-bundle-'));
	file = path.join(folder, 'kube.tar');
	bare = {PATH: path.join(folder, 'no-programs'), HOME: folder, SINGLE_KUBE_ENGINE_DIR: path.join(folder, 'engine'), SINGLE_KUBE_CACHE: path.join(folder, 'cache')};
	await mkdir(path.join(folder, 'cache'));
	made = await makeBundle({name, source: 'debian', addons: 'dns', file});
	await startEmbeddedEngine({install: false, env: bare}, ignoreEvents, signal);
});

test.after.always(async () => {
	await onBareMachine('delete');
	await removeEmbeddedEngine({env: bare}, ignoreEvents, signal);
	await rm(folder, {recursive: true, force: true});
});

test.serial('a bundle is one file, with its checksum beside it', async t => {
	t.deepEqual((await readdir(folder)).filter(entry => entry.startsWith('kube')), ['kube.tar', 'kube.tar.sha256']);
	t.true(made.size > 300e6);
	const {manifest} = await openBundle(file);
	t.deepEqual(manifest.addons, ['dns']);
	t.deepEqual(Object.keys(manifest.images).sort(), Object.keys(made.images).sort());
	t.true(manifest.images.nginx!.names.includes('single-kube/nginx:latest'));
	await execa('sha256sum', ['--check', 'kube.tar.sha256'], {cwd: folder});
});

test.serial('a changed byte is refused and nothing is loaded', async t => {
	const layer = (await openBundle(file)).manifest.members.toSorted((a, b) => b.size - a.size)[0]!;
	const handle = await open(file, 'r+');
	const at = Math.floor(made.size / 3);
	const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, at);
	try {
		await handle.write(Buffer.from([buffer[0]! ^ 1]), 0, 1, at);
		await rename(`${file}.sha256`, `${file}.aside`);
		const {exitCode, stderr} = await onBareMachine('start', '--no-install', '--bundle', file);
		t.is(exitCode, 1);
		t.is(errorOf(stderr)?.code, 'BUNDLE_DAMAGED');
		t.regex(errorOf(stderr)!.seen.join('\n'), /^[\da-f]{64}\/layer\.tar: expected sha256 [\da-f]{64}, seen [\da-f]{64}$|^blobs\/sha256\/[\da-f]{64}: expected/);
		t.true(layer.size > 0);
		t.deepEqual(await listOwnImages(bareEngine()), []);
	} finally {
		await handle.write(buffer, 0, 1, at);
		await handle.close();
		await rename(`${file}.aside`, `${file}.sha256`);
	}
});

test.serial('a file that is cut off is refused, and one that is not the one that was promised', async t => {
	const part = path.join(folder, 'part.tar');
	await writeFile(part, createReadStream(file, {end: 50_000_000}));
	const cut = await onBareMachine('start', '--no-install', '--bundle', part);
	t.is(cut.exitCode, 2);
	t.is(errorOf(cut.stderr)?.code, 'BUNDLE_INVALID');
	t.regex(errorOf(cut.stderr)!.seen.join('\n'), /it is cut off/);
	await rm(part);
	const other = await onBareMachine('start', '--no-install', '--bundle', file, '--bundle-sha256', '0'.repeat(64));
	t.is(errorOf(other.stderr)?.code, 'BUNDLE_DAMAGED');
	t.deepEqual(await listOwnImages(bareEngine()), []);
});

test.serial('a cluster starts from the bundle alone, with the add-ons it was made for, and passes the smoke test', async t => {
	const {exitCode, stdout, stderr} = await onBareMachine('start', '--no-install', '--bundle', file, '--bundle-sha256', made.sha256);
	t.is(exitCode, 0, stderr.split('\n').slice(-3).join('\n'));
	t.deepEqual((JSON.parse(stdout) as {images: object}).images, made.images);
	const types = linesOf(stderr).map(({type}) => type);
	t.true(types.includes('transfer-finished'));
	t.false(types.some(type => type?.startsWith('image-build') || type?.startsWith('image-pull') || type?.startsWith('download')));
	const smoke = await onBareMachine('test');
	t.is(smoke.exitCode, 0, smoke.stdout);
	t.true(smoke.stdout.includes('name resolved from inside'));
	t.true((await listOwnImages(bareEngine())).some(({references}) => references.includes('single-kube/nginx:latest')));
});

test.serial('with all images there nothing is loaded', async t => {
	const {exitCode, stderr} = await onBareMachine('start', '--bundle', file);
	t.is(exitCode, 0);
	t.deepEqual(linesOf(stderr).filter(({type}) => type === 'operation-started'), []);
	t.false(linesOf(stderr).some(({type}) => type === 'transfer-finished'));
});

test.serial('the cluster stops and starts without the file', async t => {
	await rename(file, `${file}.away`);
	try {
		t.is((await onBareMachine('stop')).exitCode, 0);
		const {exitCode, stderr} = await onBareMachine('start', '--no-install');
		t.is(exitCode, 0, stderr.split('\n').slice(-3).join('\n'));
		t.false(linesOf(stderr).some(({type}) => type?.startsWith('image-build')));
	} finally {
		await rename(`${file}.away`, file);
	}
});

test.serial('what the bundle does not have is not built: an add-on, an image, the registry', async t => {
	for (const words of [['start', '--addons', '+ingress'], ['images', 'build', 'redis'], ['registry', 'start']]) {
		const {exitCode, stderr} = await onBareMachine(...words, '--no-install');
		t.is(exitCode, 1, words.join(' '));
		t.is(errorOf(stderr)?.code, 'IMAGE_MISSING', words.join(' '));
		t.regex(errorOf(stderr)!.fix, /single-kube bundle/);
	}
});

test.serial('an image that is gone is asked for by the name of the file, and comes back with it', async t => {
	for (const reference of [made.images['nginx']!, 'single-kube/nginx:latest']) {
		await removeImage(bareEngine(), reference);
	}

	const without = await onBareMachine('start', '--no-install');
	t.is(errorOf(without.stderr)?.code, 'IMAGE_MISSING');
	t.true(errorOf(without.stderr)!.fix.includes(`--bundle ${file}`));
	const {exitCode, stderr} = await onBareMachine('start', '--no-install', '--bundle', file);
	t.is(exitCode, 0, stderr.split('\n').slice(-3).join('\n'));
	t.true((await listOwnImages(bareEngine())).some(({references}) => references.includes('single-kube/nginx:latest')));
});
