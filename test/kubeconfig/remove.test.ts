import {lstat, readdir, readFile, stat, symlink} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {kubeconfigNames} from '../../src/kubeconfig/entry.ts';
import {mergeKubeconfig} from '../../src/kubeconfig/merge.ts';
import {removeFromKubeconfig} from '../../src/kubeconfig/remove.ts';
import {foreignKubeconfig, makeEntry, makeHome, put} from './sandbox.ts';

const demo = kubeconfigNames('demo');

test('merge and remove leave a foreign kubeconfig as it was, its current context too', async t => {
	const {home, config} = await makeHome(t);
	await put(config, foreignKubeconfig);
	await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: false});
	t.not(await readFile(config, 'utf8'), foreignKubeconfig);
	t.deepEqual(await removeFromKubeconfig(demo, {env: {}, home}), [config]);
	t.is(await readFile(config, 'utf8'), foreignKubeconfig);
});

test('a current context that named the cluster becomes empty', async t => {
	const {home, config} = await makeHome(t);
	await put(config, foreignKubeconfig);
	await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true});
	await removeFromKubeconfig(demo, {env: {}, home});
	t.is(await readFile(config, 'utf8'), foreignKubeconfig.replace('current-context: office', 'current-context: ""'));
});

test('other clusters of ours stay', async t => {
	const {home, config} = await makeHome(t);
	await mergeKubeconfig(makeEntry('other'), {env: {}, home, setCurrentContext: true});
	const before = await readFile(config, 'utf8');
	await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: false});
	await removeFromKubeconfig(demo, {env: {}, home});
	t.is(await readFile(config, 'utf8'), before);
});

test('entries go from every file of the list', async t => {
	const {home} = await makeHome(t);
	const [first, second] = [path.join(home, 'first'), path.join(home, 'second')];
	await put(first, `users:\n- {name: single-kube-demo-admin, user: {}}\n- {name: me, user: {}}\n`);
	await put(second, `clusters:\n- {name: single-kube-demo, cluster: {}}\ncurrent-context: single-kube-demo\nx: y\n`);
	const env = {KUBECONFIG: [first, path.join(home, 'missing/file'), second].join(path.delimiter)};
	t.deepEqual(await removeFromKubeconfig(demo, {env, home}), [first, second]);
	t.is(await readFile(first, 'utf8'), 'users:\n- {name: me, user: {}}\n');
	t.is(await readFile(second, 'utf8'), 'clusters: []\ncurrent-context: ""\nx: y\n');
	t.deepEqual((await readdir(home)).toSorted(), ['first', 'second']);
});

test('a file that says nothing any more is removed', async t => {
	const {home, config} = await makeHome(t);
	await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true});
	t.deepEqual(await removeFromKubeconfig(demo, {env: {}, home}), [config]);
	await t.throwsAsync(stat(config), {code: 'ENOENT'});
	t.deepEqual(await readdir(path.dirname(config)), []);
});

test('an emptied file stays when it has a comment or is reached by a symbolic link', async t => {
	const {home, config} = await makeHome(t);
	await put(config, '# mine\n');
	await mergeKubeconfig(makeEntry('demo'), {env: {}, home, setCurrentContext: true});
	await removeFromKubeconfig(demo, {env: {}, home});
	t.regex(await readFile(config, 'utf8'), /^# mine\n/);

	const link = path.join(home, 'link');
	await put(path.join(home, 'real'), '');
	await symlink('real', link);
	await mergeKubeconfig(makeEntry('demo'), {env: {KUBECONFIG: link}, home, setCurrentContext: true});
	await removeFromKubeconfig(demo, {env: {KUBECONFIG: link}, home});
	t.true((await lstat(link)).isSymbolicLink());
	t.notRegex(await readFile(link, 'utf8'), /single-kube/);
});

test('where there is nothing to remove, nothing is written or made', async t => {
	const {home, config} = await makeHome(t);
	t.deepEqual(await removeFromKubeconfig(demo, {env: {}, home}), []);
	t.deepEqual(await readdir(home), []);
	await put(config, foreignKubeconfig);
	const before = await stat(config, {bigint: true});
	t.deepEqual(await removeFromKubeconfig(demo, {env: {}, home}), []);
	t.is((await stat(config, {bigint: true})).mtimeNs, before.mtimeNs);
});

test('a corrupt file is named and left', async t => {
	const {home, config} = await makeHome(t);
	await put(config, 'clusters: [\n');
	const error = await t.throwsAsync(removeFromKubeconfig(demo, {env: {}, home}), {code: 'KUBECONFIG_INVALID'});
	t.true(error.message.includes(config));
	t.is(await readFile(config, 'utf8'), 'clusters: [\n');
});
