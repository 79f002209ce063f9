import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {kubeconfigNames} from '../../src/kubeconfig/entry.ts';
import {mergeKubeconfig} from '../../src/kubeconfig/merge.ts';
import {removeFromKubeconfig} from '../../src/kubeconfig/remove.ts';
import {renderKubeconfig} from '../../src/kubeconfig/render.ts';
import {fakeApiServer} from '../api/fake-api-server.ts';
import {foreignKubeconfig, makeEntry, makeHome, put} from '../kubeconfig/sandbox.ts';

const run = promisify(execFile);

/** Debian's kubectl 1.20, unpacked and not installed, and the one on the PATH where there is one. */
async function findKubectls(directory: string): Promise<string[]> {
	await run('apt-get', ['update', '-q']);
	await run('apt-get', ['download', '-q', 'kubernetes-client'], {cwd: directory});
	const [archive = ''] = await readdir(directory);
	await run('dpkg-deb', ['-x', archive, 'root'], {cwd: directory});
	const installed = (process.env['PATH'] ?? '').split(path.delimiter).map(entry => path.join(entry, 'kubectl'));
	const works = async (file: string): Promise<boolean> => run(file, ['version', '--client', '-o', 'json']).then(() => true, () => false);
	const found = await Promise.all(installed.map(async file => await works(file) ? [file] : []));
	return [path.join(directory, 'root/usr/bin/kubectl'), ...found.flat().slice(0, 1)];
}

let directory = '';
let kubectls: string[] = [];
test.before(async () => {
	directory = await mkdtemp(path.join(tmpdir(), 'single-kube-kubectl-'));
	await mkdir(path.join(directory, 'download'));
	kubectls = await findKubectls(path.join(directory, 'download'));
});
test.after.always(() => rm(directory, {recursive: true}));

/** What kubectl prints, with the home and the kubeconfig list of a test. */
async function ask(kubectl: string, home: string, args: readonly string[], list = ''): Promise<string> {
	const {stdout} = await run(kubectl, [...args], {env: {HOME: home, KUBECONFIG: list}});
	return stdout.trim();
}

test('kubectl sees what was merged next to what was there, and nothing of it after its removal', async t => {
	for (const kubectl of kubectls) {
		const {home, config} = await makeHome(t);
		await put(config, foreignKubeconfig);
		await mergeKubeconfig(makeEntry('demo', {namespace: '0123'}), {env: {}, home, setCurrentContext: true});
		t.is(await ask(kubectl, home, ['config', 'current-context']), 'single-kube-demo');
		t.is(await ask(kubectl, home, ['config', 'get-contexts', '-o', 'name']), 'office\nsingle-kube-demo');
		const {clusters, users, contexts} = JSON.parse(await ask(kubectl, home, ['config', 'view', '--raw', '-o', 'json'])) as Record<string, unknown[]>;
		t.like(clusters?.[0], {name: 'office', cluster: {'insecure-skip-tls-verify': true}});
		t.deepEqual(clusters?.[1], {name: 'single-kube-demo', cluster: {
			server: 'https://127.0.0.1:6443', 'certificate-authority-data': btoa('authority of demo'),
		}});
		t.deepEqual(users?.[1], {name: 'single-kube-demo-admin', user: {
			'client-certificate-data': btoa('certificate of demo'), 'client-key-data': btoa('key of demo'),
		}});
		t.like(contexts?.[1], {context: {cluster: 'single-kube-demo', user: 'single-kube-demo-admin', namespace: '0123'}});

		await removeFromKubeconfig(kubeconfigNames('demo'), {env: {}, home});
		t.is(await ask(kubectl, home, ['config', 'get-contexts', '-o', 'name']), 'office');
		await t.throwsAsync(ask(kubectl, home, ['config', 'current-context']), {message: /current-context is not set/});
	}
});

test('what kubectl itself wrote into our entries survives the next merge, in its own file of a list', async t => {
	for (const kubectl of kubectls) {
		const {home} = await makeHome(t);
		const [first, second] = [path.join(home, 'first'), path.join(home, 'second')];
		await put(first, foreignKubeconfig);
		const list = [first, second].join(path.delimiter);
		const options = {env: {KUBECONFIG: list}, home, setCurrentContext: true};
		await mergeKubeconfig(makeEntry('demo'), {...options, env: {KUBECONFIG: second}});
		await ask(kubectl, home, ['config', 'use-context', 'single-kube-demo'], list);
		await ask(kubectl, home, ['config', 'set-context', '--current', '--namespace=shop'], list);
		t.deepEqual(await mergeKubeconfig(makeEntry('demo'), options), [], 'nothing of ours has changed');
		await mergeKubeconfig(makeEntry('demo', {server: 'https://127.0.0.1:7443'}), options);
		const view = JSON.parse(await ask(kubectl, home, ['config', 'view', '--minify', '-o', 'json'], list)) as {
			clusters: Array<{cluster: {server: string}}>; contexts: Array<{context: {namespace: string}}>;
		};
		t.is(view.clusters[0]?.cluster.server, 'https://127.0.0.1:7443');
		t.is(view.contexts[0]?.context.namespace, 'shop');
		t.notRegex(await readFile(first, 'utf8'), /server: https:\/\/127/);
	}
});

test('kubectl keeps away from a file while our lock stands', async t => {
	for (const kubectl of kubectls) {
		const {home, config} = await makeHome(t);
		await put(config, foreignKubeconfig);
		await put(`${config}.lock`, '');
		await t.throwsAsync(ask(kubectl, home, ['config', 'unset', 'current-context']), {message: /config\.lock: file exists/});
		t.is(await readFile(config, 'utf8'), foreignKubeconfig);
	}
});

test('kubectl reaches a server with a rendered kubeconfig, and both trust the certificates', async t => {
	for (const kubectl of kubectls) {
		const {home} = await makeHome(t);
		const {server, credentials} = await fakeApiServer(t, ({user}, response) => {
			response.end(`hello ${user}`);
		});
		const file = path.join(home, 'config');
		await put(file, renderKubeconfig(makeEntry('demo', {...credentials, server})));
		t.is(await ask(kubectl, home, ['get', '--raw', '/readyz'], file), 'hello admin');
	}
});
