import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {createReadStream} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createGunzip} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {untar} from '../../src/engine/untar.ts';
import {fileName, listable} from '../../src/export-logs/kubernetes-pieces.ts';
import {isArchive, packDirectory} from '../../src/export-logs/pack.ts';
import {podLogPath} from '../../src/export-logs/pod-pieces.ts';
import {savePieces} from '../../src/export-logs/save-pieces.ts';

const never = new AbortController().signal;

async function folder(t: ExecutionContext): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'sk-pieces-'));
	t.teardown(async () => rm(directory, {recursive: true}));
	return directory;
}

test('what cannot be had is noted with the reason, and the rest is written', async t => {
	const directory = await folder(t);
	const saved = await savePieces(directory, [
		{path: 'a/', limit: 5000, list: async () => [
			{path: 'a/one.txt', read: async () => 'one'}, {path: 'a/empty.txt', read: async () => undefined},
			{path: 'a/two.txt', read: () => Promise.reject(new Error('gone'))},
		]},
		{path: 'b/', limit: 5000, list: () => Promise.reject(new Error('no apiserver'))},
	], never);
	t.deepEqual(saved, {files: ['a/one.txt'], bytes: 3, missing: [{path: 'a/two.txt', message: 'gone'}, {path: 'b/', message: 'no apiserver'}]});
	t.is(await readFile(path.join(directory, 'a/one.txt'), 'utf8'), 'one');
});

test('a source that hangs is given up after its limit, and holds up no other', async t => {
	const saved = await savePieces(await folder(t), [
		{path: 'hangs/', limit: 50, list: async () => new Promise(() => undefined)},
		{path: 'a/', limit: 5000, list: async () => [{path: 'a/one.txt', read: async () => 'one'}]},
	], never);
	t.deepEqual(saved.files, ['a/one.txt']);
	t.deepEqual(saved.missing.map(({path}) => path), ['hangs/']);
	t.regex(saved.missing[0]!.message, /timeout/i);
});

test('an interruption ends it, and a place that cannot be written is an error', async t => {
	const pieces = [{path: 'a/', limit: 5000, list: async () => [{path: 'a/one.txt', read: async () => 'one'}]}];
	await t.throwsAsync(savePieces(await folder(t), pieces, AbortSignal.abort(new Error('Ctrl-C'))), {message: 'Ctrl-C'});
	await t.throwsAsync(savePieces('/etc/hostname/no-directory', pieces, never), {code: 'LOGS_NOT_WRITABLE'});
});

test('an archive has the files below a folder of its own name', async t => {
	const directory = await folder(t);
	const {files} = await savePieces(directory, [{path: 'a/', limit: 5000, list: async () => [{path: 'a/one.txt', read: async () => 'one'}]}], never);
	const archive = path.join(directory, 'trouble.tar.gz');
	await packDirectory(directory, files, archive, never);
	// The helper leaves the first folder away.
	t.deepEqual([...await untar(createReadStream(archive).pipe(createGunzip()))].map(([name, content]) => [name, content.toString()]), [['a/one.txt', 'one']]);
	t.deepEqual(['x.tar.gz', 'x.tgz', 'x', 'x.tar.gz/'].map(name => isArchive(name)), [true, true, false, false]);
	await t.throwsAsync(packDirectory(directory, files, '/etc/hostname/x.tgz', never), {code: 'LOGS_NOT_WRITABLE'});
});

test('a container\'s log stands where the kubelet would have it; a sandbox has none', t => {
	t.is(podLogPath('k8s_nginx_web-1_default_6e0c_2'), 'pods/default_web-1_6e0c/nginx/2.log');
	t.is(podLogPath('k8s_POD_web-1_default_6e0c_2'), undefined);
	t.is(podLogPath('something-else'), undefined);
});

test('every kind with a list has a file, subresources and copies have none', t => {
	const kinds = (groupVersion: string, resources: Parameters<typeof listable>[1]): string[] => listable(groupVersion, resources).map(({name}) => fileName(groupVersion, name));
	t.deepEqual(kinds('v1', [
		{name: 'pods', kind: 'Pod', verbs: ['list']}, {name: 'pods/log', kind: 'Pod', verbs: ['get']}, {name: 'bindings', kind: 'Binding', verbs: ['create']},
		{name: 'componentstatuses', kind: 'ComponentStatus', verbs: ['list']}, {name: 'events', kind: 'Event', verbs: ['list']},
	]), ['pods.yaml', 'events.yaml']);
	t.deepEqual(kinds('events.k8s.io/v1', [{name: 'events', kind: 'Event', verbs: ['list']}]), []);
	t.deepEqual(kinds('apps/v1', [{name: 'deployments', kind: 'Deployment', verbs: ['list']}]), ['deployments.apps.yaml']);
});
