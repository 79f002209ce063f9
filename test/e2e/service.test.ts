import {execPath} from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {stopContainer} from '../../src/engine/containers.ts';
import {clusterReport, type Problem, startCluster} from '../../src/index.ts';
import {applyManifest, eventually, openCluster, type TestCluster, webManifest} from '../helpers/cluster.ts';

const name = 'e2e-service';
const entry = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
let world: TestCluster;

type Answer = {readonly exitCode?: number; readonly stdout: string; readonly stderr: string};
const singleKube = async (...words: string[]): Promise<Answer> => execa(execPath, [entry, ...words, '--name', name], {env: world.environment, extendEnv: false, reject: false});
const apply = async (...items: object[]): Promise<void> => applyManifest(world.cluster.engine, name, JSON.stringify({apiVersion: 'v1', kind: 'List', items}));
const service = (of: string, spec: object): object => ({apiVersion: 'v1', kind: 'Service', metadata: {name: of, namespace: 'default'}, spec: {ports: [{port: 80}], selector: {app: of}, ...spec}});
const problems = async (): Promise<readonly Problem[]> => (await clusterReport({name})).problems;

test.before(async () => {
	world = await openCluster(name, 'auto', {ports: ['28280:30080'], addons: 'none'});
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
});

test.after.always(async () => {
	await world?.remove();
});

test.serial('the URLs of a Service lead to it, each of them', async t => {
	await eventually(t, 'it has endpoints', async () => (await singleKube('service', 'web')).exitCode === 0);
	const {stdout} = await singleKube('service', 'web', '-o', 'json');
	const {urls} = (JSON.parse(stdout) as {ports: Array<{urls: string[]}>}).ports[0]!;
	t.deepEqual(urls, ['http://127.0.0.1:28280', `http://${world.cluster.topology.nodes[0]!.address}:30080`]);
	t.is((await singleKube('service', 'web', '--url')).stdout, urls[0]!);
	for (const url of urls) {
		await eventually(t, `${url} answers`, async () => (await (await fetch(url, {signal: AbortSignal.timeout(5000)})).text()).includes('Welcome to nginx!'));
	}
});

test.serial('a list has every Service of the namespace, or of all', async t => {
	t.regex((await singleKube('service')).stdout, /default +kubernetes[\s\S]*default +web/);
	t.notRegex((await singleKube('service', '-n', 'kube-system')).stdout, /web/);
	t.regex((await singleKube('service', '--all')).stdout, /default +web/);
});

test.serial('a Service that there is not: the nearest name, and exit code 1', async t => {
	const {exitCode, stderr} = await singleKube('service', 'wbe');
	t.is(exitCode, 1);
	t.regex(stderr, /SERVICE_UNKNOWN[\s\S]*Did you mean web\?/);
});

test.serial('a Service inside the cluster: no URL, and how it is reached', async t => {
	const {exitCode, stderr} = await singleKube('service', 'kubernetes', '--url');
	t.is(exitCode, 1);
	t.regex(stderr, /SERVICE_NOT_EXPOSED[\s\S]*single-kube --name e2e-service tunnel/);
});

test.serial('a selector that matches nothing: the labels that are near', async t => {
	await apply(service('lost', {selector: {app: 'wbe'}}));
	const {exitCode, stderr} = await singleKube('service', 'lost');
	t.is(exitCode, 3);
	t.regex(stderr, /SERVICE_WITHOUT_ENDPOINTS: .*selector app=wbe[\s\S]*the pod web-\S+ has app=web/);
});

test.serial('a claim that nobody binds and a LoadBalancer without an address: what would help', async t => {
	await apply(
		{apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: {name: 'data', namespace: 'default'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, storageClassName: 'no-such-class'}},
		service('lb', {type: 'LoadBalancer', selector: {app: 'web'}}),
	);
	await eventually(t, 'both', async () => {
		const found = (await problems()).map(({kind, name: of, reason, hint}) => `${kind} ${of} ${reason} ${hint}`).join('\n');
		return /PersistentVolumeClaim data StorageClassUnknown .*\+storage/.test(found) && /Service lb NoAddress .*\+load-balancer/.test(found) || found;
	});
});

test.serial('what was mended is a problem no more', async t => {
	await world.kubectl('delete', 'service', 'lost', 'lb');
	await world.kubectl('delete', 'persistentvolumeclaim', 'data');
	await eventually(t, 'nothing is left', async () => {
		const {apiAnswers, problems: left} = await clusterReport({name});
		return (apiAnswers && left.length === 0) || JSON.stringify(left);
	});
});

test.serial('without an apiserver status says that nothing is known, and service that the cluster does not run', async t => {
	await stopContainer(world.cluster.engine, `sk-${name}-kube-apiserver`, 1);
	const {exitCode, stdout} = await singleKube('status');
	t.is(exitCode, 3);
	t.regex(stdout, /The apiserver does not answer/);
	const json = JSON.parse((await singleKube('status', '-o', 'json')).stdout) as {apiAnswers: boolean; problems: unknown[]};
	t.deepEqual([json.apiAnswers, json.problems], [false, []]);
	const asked = await singleKube('service', 'web');
	t.is(asked.exitCode, 3);
	t.regex(asked.stderr, /CLUSTER_NOT_RUNNING[\s\S]*kube-apiserver is exited/);
	await startCluster({name, environment: world.environment});
});
