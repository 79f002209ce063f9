import {execFile} from 'node:child_process';
import {chmod, chown, lstat, mkdir, readdir, readFile, rm, stat, symlink} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import test from 'ava';
import {load} from 'js-yaml';
import {type SingleKubeError} from '../../src/errors.ts';
import {mergeKubeconfig} from '../../src/kubeconfig/merge.ts';
import {renderKubeconfig} from '../../src/kubeconfig/render.ts';
import {foreignKubeconfig, makeEntry, makeHome, put} from './sandbox.ts';

const run = promisify(execFile);
const mergeChild = path.join(import.meta.dirname, 'merge-child.ts');
const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

type Kubeconfig = {clusters: Array<{name: string}>; users: unknown[]; contexts: unknown[]; 'current-context'?: string};
const read = async (file: string): Promise<Kubeconfig> => load(await readFile(file, 'utf8')) as Kubeconfig;

test('a first cluster makes ~/.kube 0700 and a config 0600 that says what a rendered one says', async t => {
	const {home, config} = await makeHome(t);
	t.deepEqual(await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true}), [config]);
	t.deepEqual(await read(config), load(renderKubeconfig(makeEntry('demo'))));
	t.is(await modeOf(config), 0o600);
	t.is(await modeOf(path.dirname(config)), 0o700);
	t.deepEqual(await readdir(path.dirname(config)), ['config'], 'neither lock nor temporary file is left');
});

test('comments, unknown fields, other entries, their order and their spelling stay', async t => {
	const {home, config} = await makeHome(t);
	await put(config, foreignKubeconfig);
	await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: false});
	const lines = (await readFile(config, 'utf8')).split('\n');
	const added = lines.filter(line => !foreignKubeconfig.split('\n').includes(line));
	t.deepEqual(lines.filter(line => !added.includes(line)), foreignKubeconfig.split('\n').filter(line => line !== '').concat(''));
	t.is((await read(config))['current-context'], 'office');
	t.is((await read(config)).clusters.map(({name}) => name).join(' '), 'office single-kube-demo');
});

test('what is there already is not written again', async t => {
	const {home, config} = await makeHome(t);
	const options = {env: {}, home, setCurrentContext: true};
	await mergeKubeconfig(makeEntry('demo'), options);
	const before = await stat(config, {bigint: true});
	t.deepEqual(await mergeKubeconfig(makeEntry('demo'), options), []);
	const after = await stat(config, {bigint: true});
	t.deepEqual([after.ino, after.mtimeNs], [before.ino, before.mtimeNs]);
});

test('a cluster that was made anew replaces its credentials, keeps a chosen namespace, and drops what contradicts', async t => {
	const {home, config} = await makeHome(t);
	await put(config, `apiVersion: v1
clusters:
- {name: single-kube-demo, cluster: {server: "https://old", insecure-skip-tls-verify: true, proxy-url: "http://p"}}
users:
- {name: single-kube-demo-admin, user: {token: old}}
contexts:
- {name: single-kube-demo, context: {cluster: x, user: y, namespace: shop}}
`);
	await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: false});
	const {clusters, users, contexts} = await read(config);
	t.deepEqual(clusters as unknown, [{name: 'single-kube-demo', cluster: {
		server: 'https://127.0.0.1:6443', 'proxy-url': 'http://p', 'certificate-authority-data': btoa('authority of demo'),
	}}]);
	t.deepEqual(users, [{name: 'single-kube-demo-admin', user: {
		'client-certificate-data': btoa('certificate of demo'), 'client-key-data': btoa('key of demo'),
	}}]);
	t.deepEqual(contexts, [{name: 'single-kube-demo', context: {cluster: 'single-kube-demo', user: 'single-kube-demo-admin', namespace: 'shop'}}]);
});

test('in a list of files a stanza is changed where it stands, and a new one goes into the first file that exists', async t => {
	const {home} = await makeHome(t);
	const [missing, first, second] = ['missing/config', 'first', 'second'].map(name => path.join(home, name)) as [string, string, string];
	await put(first, foreignKubeconfig);
	await put(second, 'clusters:\n- {name: single-kube-demo, cluster: {server: old}}\ncurrent-context: other\n');
	const env = {KUBECONFIG: [missing, first, second].join(path.delimiter)};
	t.deepEqual((await mergeKubeconfig(makeEntry('demo'), {env, home, setCurrentContext: true})).toSorted(), [first, second]);
	t.deepEqual((await read(first)).clusters.map(({name}) => name), ['office']);
	t.is((await read(first)).contexts.length, 2);
	t.is((await read(first))['current-context'], 'single-kube-demo');
	t.like((await read(second)).clusters[0], {cluster: {server: 'https://127.0.0.1:6443'}});
	t.is((await read(second))['current-context'], 'other');
	await t.throwsAsync(stat(path.dirname(missing)), {code: 'ENOENT'}, 'no directory was made for a file that nobody needs');
});

test('where no file of the list exists, the last one is made', async t => {
	const {home} = await makeHome(t);
	const [first, last] = [path.join(home, 'first'), path.join(home, 'deep/down/last')];
	t.deepEqual(await mergeKubeconfig(makeEntry('demo'), {env: {KUBECONFIG: `${first}${path.delimiter}${last}`}, home, setCurrentContext: true}), [last]);
	await t.throwsAsync(stat(first), {code: 'ENOENT'});
});

test('a JSON kubeconfig and one whose lists are null are extended too', async t => {
	for (const text of ['{"apiVersion":"v1","kind":"Config","clusters":[],"users":null,"contexts":null}', 'clusters: null\nusers:\ncontexts: ~\n', '', '# nothing yet\n']) {
		const {home, config} = await makeHome(t);
		await put(config, text);
		await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true});
		const {clusters, users, contexts, 'current-context': current} = await read(config);
		t.deepEqual([clusters.length, users.length, contexts.length, current], [1, 1, 1, 'single-kube-demo'], text);
	}
});

test('a namespace that Go\'s YAML would take for a number is quoted in an existing file too', async t => {
	const {home, config} = await makeHome(t);
	await put(config, foreignKubeconfig);
	await mergeKubeconfig(makeEntry('demo', {namespace: '0123'}), {env: {}, home, setCurrentContext: true});
	t.regex(await readFile(config, 'utf8'), /namespace: "0123"/);
	await mergeKubeconfig(makeEntry('demo', {namespace: 'yes'}), {env: {}, home, setCurrentContext: true});
	t.regex(await readFile(config, 'utf8'), /namespace: "yes"/);
});

test('a symbolic link stays a link, and the file it leads to is changed', async t => {
	const {home, config} = await makeHome(t);
	const real = path.join(home, 'dotfiles', 'kubeconfig');
	await put(real, foreignKubeconfig);
	await mkdir(path.dirname(config));
	await symlink(real, config);
	await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true});
	t.true((await lstat(config)).isSymbolicLink());
	t.is((await read(real)).clusters.length, 2);
});

test('a symbolic link to a file that does not exist yet stays a link too', async t => {
	const {home, config} = await makeHome(t);
	await mkdir(path.dirname(config));
	await symlink('../kubeconfig', config);
	await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true});
	t.true((await lstat(config)).isSymbolicLink());
	t.is((await read(path.join(home, 'kubeconfig'))).clusters.length, 1);
});

test('an open file is closed to others, and a stricter mode stays', async t => {
	for (const [before, after] of [[0o644, 0o600], [0o640, 0o600], [0o400, 0o400]] as const) {
		const {home, config} = await makeHome(t);
		await put(config, foreignKubeconfig, before);
		await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true});
		t.is(await modeOf(config), after);
	}
});

const broken = [
	{title: 'no YAML', text: 'clusters: [\n', seen: /line 2, column 1|line 1/},
	{title: 'two documents', text: 'a: 1\n---\nb: 2\n', seen: /multiple documents/},
	{title: 'a list', text: '- a\n', seen: /mapping/},
	{title: 'clusters that are no list', text: 'clusters: {a: b}\n', seen: /clusters: expected a list/},
	{title: 'users that are words', text: 'users: [me]\n', seen: /users: expected a list/},
] as const;

for (const {title, text, seen} of broken) {
	test(`a kubeconfig with ${title} is left untouched, and the error names file and cause`, async t => {
		const {home, config} = await makeHome(t);
		await put(config, text);
		const error = await t.throwsAsync<SingleKubeError>(mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true}), {code: 'KUBECONFIG_INVALID'});
		t.true(error.message.includes(config));
		t.regex(error.seen.join('\n'), seen);
		t.is(await readFile(config, 'utf8'), text);
		t.deepEqual(await readdir(path.dirname(config)), ['config']);
	});
}

test('a held lock is waited for, and after the limit the error names it', async t => {
	const {home, config} = await makeHome(t);
	await put(`${config}.lock`, '');
	const error = await t.throwsAsync<SingleKubeError>(mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true, lockTimeoutMs: 60}), {code: 'KUBECONFIG_LOCKED'});
	t.true(error.message.includes(`${config}.lock`));
	t.is(error.hint?.endsWith(`rm ${config}.lock`), true);
	await t.throwsAsync(stat(config), {code: 'ENOENT'});

	const merged = mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true});
	await sleep(60);
	await rm(`${config}.lock`);
	t.deepEqual(await merged, [config]);
});

test('waiting for a lock ends when the signal is aborted', async t => {
	const {home, config} = await makeHome(t);
	await put(`${config}.lock`, '');
	const startedAt = performance.now();
	await t.throwsAsync(mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true, signal: AbortSignal.timeout(40)}), {name: 'TimeoutError'});
	t.true(performance.now() - startedAt < 4000);
});

test('eight processes that merge at once all end up in the file', async t => {
	const {home, config} = await makeHome(t);
	await put(config, foreignKubeconfig);
	const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
	await Promise.all(names.map(name => run(process.execPath, [mergeChild, home, name])));
	const {clusters, users, contexts} = await read(config);
	t.deepEqual(clusters.map(({name}) => name).toSorted(), ['office', ...names.map(name => `single-kube-${name}`)]);
	t.deepEqual([users.length, contexts.length], [9, 9]);
	t.deepEqual(await readdir(path.dirname(config)), ['config']);
});

test('a directory that may not be written to gives a clear error and leaves the file', async t => {
	const {home, config} = await makeHome(t);
	await put(config, foreignKubeconfig);
	const uid = process.getuid?.() === 0 ? 65_534 : process.getuid?.() ?? 0;
	await chown(config, uid, uid);
	await chown(home, uid, uid);
	await chmod(path.dirname(config), 0o555);
	const {stdout} = await t.throwsAsync(run(process.execPath, [mergeChild, home, 'demo', String(uid)])) as Error & {stdout: string};
	await chmod(path.dirname(config), 0o755);
	const error = JSON.parse(stdout) as {code: string; message: string; seen: string[]; hint: string};
	t.is(error.code, 'KUBECONFIG_NOT_WRITABLE');
	t.true(error.message.includes(config));
	t.regex(error.seen.join(), /EACCES/);
	t.regex(error.hint, /--no-kubeconfig/);
	t.is(await readFile(config, 'utf8'), foreignKubeconfig);
});

test('a path that leads through a file gives a clear error', async t => {
	const {home} = await makeHome(t);
	await put(path.join(home, '.kube'), 'a file');
	const error = await t.throwsAsync<SingleKubeError>(mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true}), {code: 'KUBECONFIG_NOT_WRITABLE'});
	t.regex(error.seen.join(), /EEXIST|ENOTDIR/);
});
