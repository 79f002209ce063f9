import {request} from 'node:https';
import {text} from 'node:stream/consumers';
import test, {type ExecutionContext} from 'ava';
import {killContainer} from '../../src/engine/containers.ts';
import {imageExists} from '../../src/engine/find-images.ts';
import {removeImage, tagImage} from '../../src/engine/images.ts';
import {readFiles} from '../../src/engine/files.ts';
import {upstreamReference} from '../../src/cluster/metrics-server-image.ts';
import type {SingleKubeError} from '../../src/errors.ts';
import {startCluster, stopCluster} from '../../src/index.ts';
import {createAuthority, type KeyedCertificate} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';
import {applyManifest, eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';

const name = 'e2e-metrics';
const component = `sk-${name}-metrics-server`;
const nodes = '/apis/metrics.k8s.io/v1beta1/nodes';
let world: TestCluster;

/** A busy pod, which may have a third of a core; two containers that do nothing, in a namespace of their own; an autoscaler of the busy one. */
test.before(async () => {
	world = await openCluster(name, 'auto', {addons: 'metrics'});
	const image = world.cluster.images['nginx'];
	const container = (containerName: string, script: string, more: object = {}): object => ({name: containerName, image, imagePullPolicy: 'Never', command: ['sh', '-c', script], ...more});
	const deployment = (deploymentName: string, namespace: string, containers: readonly object[]): object => ({
		apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: deploymentName, namespace},
		spec: {replicas: 1, selector: {matchLabels: {app: deploymentName}}, template: {metadata: {labels: {app: deploymentName}}, spec: {terminationGracePeriodSeconds: 1, containers}}},
	});
	const resources = {requests: {cpu: '100m', memory: '16Mi'}, limits: {cpu: '300m'}};
	await apply(
		{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'calm'}},
		deployment('busy', 'default', [container('loop', 'while :; do :; done', {resources})]),
		deployment('idle', 'calm', [container('one', 'exec sleep 1000000'), container('two', 'exec sleep 1000000')]),
		{
			apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: {name: 'busy', namespace: 'default'},
			spec: {scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'busy'}, minReplicas: 1, maxReplicas: 2, targetCPUUtilizationPercentage: 50},
		},
	);
});

test.after.always(async () => {
	await world?.remove();
});

async function apply(...objects: readonly object[]): Promise<void> {
	await applyManifest(world.cluster.engine, name, JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects}));
}

/** The rows of `kubectl top`, a list of columns each. */
const top = async (...args: readonly string[]): Promise<string[][]> =>
	(await world.kubectl('top', ...args, '--no-headers')).split('\n').map(line => line.trim().split(/\s+/));

/** `310m` → 310 */
const milli = (quantity = ''): number => Number(/^(\d+)m$/.exec(quantity)?.[1] ?? Number.NaN);

async function measured(t: ExecutionContext, ...args: readonly string[]): Promise<string[][]> {
	let rows: string[][] = [];
	await eventually(t, `kubectl top ${args.join(' ')}`, async () => {
		rows = await top(...args);
		// Newer ones say `<unknown>` where older ones end with an error.
		return milli(rows[0]?.[1]) > 0 || rows.join('; ');
	});
	return rows;
}

test.serial('kubectl top shows what the node uses, in numbers that can be', async t => {
	const [[node, cpu, , memory, percent] = [], ...others] = await measured(t, 'nodes');
	t.is(node, 'node-1');
	t.deepEqual(others, []);
	t.true(milli(cpu) > 0);
	t.regex(memory!, /^\d+Mi$/);
	t.regex(percent!, /^\d+%$/);
	const bytes = Number.parseInt(await world.kubectl('get', 'node', 'node-1', '-o', 'jsonpath={.status.capacity.memory}'), 10) * 1024;
	t.true(Number.parseInt(memory!, 10) * 1024 * 1024 < bytes);
});

test.serial('it shows pods of all namespaces, by their labels, and their containers', async t => {
	await eventually(t, 'both pods are measured', async () => (await top('pods', '-A')).length >= 2);
	const rows = await top('pods', '-A');
	t.true(rows.some(([namespace, pod]) => namespace === 'default' && pod!.startsWith('busy-')));
	t.true(rows.some(([namespace, pod]) => namespace === 'calm' && pod!.startsWith('idle-')));
	t.true((await top('pods', '-A', '-l', 'app=idle')).every(([namespace]) => namespace === 'calm'));
	const containers = await top('pods', '-n', 'calm', '--containers');
	t.deepEqual(containers.map(([, container]) => container).sort(), ['one', 'two']);
	t.true(containers.every(([, , cpu, memory]) => milli(cpu) < 50 && Number.parseInt(memory!, 10) < 50));
});

test.serial('a pod that computes is seen to', async t => {
	await eventually(t, 'a tenth of a core at least, and no more than its limit', async () => {
		const cpus = (await top('pods', '-l', 'app=busy')).map(([, cpu]) => milli(cpu));
		return cpus.some(cpu => cpu > 100) && cpus.every(cpu => cpu < 400) || cpus.join(' ');
	});
});

test.serial('the autoscaler makes two pods of one that is busy', async t => {
	await eventually(t, 'two replicas', async () => {
		// Of the version that every Kubernetes has: later ones say it elsewhere.
		const state = await world.kubectl('get', 'horizontalpodautoscalers.v1.autoscaling', 'busy', '-o', 'jsonpath={.status.currentCPUUtilizationPercentage}% {.status.desiredReplicas}');
		return /^\d+% 2$/.test(state) || state;
	}, 240_000);
	await eventually(t, 'they run', async () => await world.kubectl('get', 'deployment', 'busy', '-o', 'jsonpath={.status.readyReplicas}') === '2');
	t.regex(await world.kubectl('describe', 'hpa', 'busy'), /SuccessfulRescale/);
	await world.kubectl('delete', 'hpa,deployment', 'busy');
});

type Credentials = Pick<KeyedCertificate, 'certificate' | 'key'>;

/** Ask the component itself, past the apiserver. */
async function direct(path: string, as: Credentials | undefined, headers: Record<string, string> = {}): Promise<{status: number; body: string}> {
	const host = `${world.cluster.spec.subnet.split('.').slice(0, 3).join('.')}.8`;
	return new Promise((resolve, reject) => {
		request({host, port: 4443, path, headers, cert: as?.certificate, key: as?.key, rejectUnauthorized: false, agent: false, signal: AbortSignal.timeout(20_000)}, response => {
			text(response).then(body => resolve({status: response.statusCode!, body}), reject);
		}).once('error', reject).end();
	});
}

const asAdmin = {'x-remote-user': 'kubernetes-admin', 'x-remote-group': 'system:masters'};

test.serial('who is not the apiserver is turned away, whatever he says he is', async t => {
	t.is((await direct(nodes, undefined)).status, 401);
	t.is((await direct(nodes, undefined, asAdmin)).status, 401);
	const stranger = await issueCertificate(await createAuthority('front-proxy'), {commonName: 'front-proxy-client', usages: ['client']});
	t.is((await direct(nodes, stranger, asAdmin)).status, 401);
	const kubeconfig = await world.kubectl('config', 'view', '--raw', '-o', 'jsonpath={.users[0].user.client-certificate-data} {.users[0].user.client-key-data}');
	const [certificate, key] = kubeconfig.split(' ').map(data => Buffer.from(data, 'base64').toString()) as [string, string];
	t.is((await direct(nodes, {certificate, key}, asAdmin)).status, 401);
	t.is((await direct('/readyz', undefined)).status, 200);
});

test.serial('for the apiserver it decides by whom that asks for', async t => {
	const files = (await readFiles(world.cluster.engine, `sk-${name}-kube-apiserver`, '/etc/kubernetes/pki'))!;
	const read = (file: string): string => [...files].find(([path]) => path.endsWith(file))![1];
	const aggregator = {certificate: read('front-proxy-client.crt'), key: read('front-proxy-client.key')};
	t.is((await direct(nodes, aggregator)).status, 401);
	t.is((await direct(nodes, aggregator, asAdmin)).status, 200);
	const {status, body} = await direct(nodes, aggregator, {'x-remote-user': 'jane', 'x-remote-group': 'system:authenticated'});
	t.is(status, 403);
	t.like(JSON.parse(body), {kind: 'Status', reason: 'Forbidden', message: 'nodes.metrics.k8s.io is forbidden: User "jane" cannot list resource "nodes" in API group "metrics.k8s.io" at the cluster scope'});
});

test.serial('who may view a namespace may see what its pods use, and no more', async t => {
	await t.throwsAsync(world.kubectl('top', 'pods', '-n', 'calm', '--as=jane'), {message: /pods\.metrics\.k8s\.io is forbidden: User "jane" cannot list/});
	await world.kubectl('create', 'rolebinding', 'jane', '-n', 'calm', '--clusterrole=view', '--user=jane');
	await eventually(t, 'jane may', async () => (await top('pods', '-n', 'calm', '--as=jane')).length === 1);
	await t.throwsAsync(world.kubectl('top', 'pods', '-A', '--as=jane'), {message: /forbidden/});
	await t.throwsAsync(world.kubectl('top', 'nodes', '--as=jane'), {message: /forbidden/});
});

async function available(t: ExecutionContext): Promise<void> {
	await eventually(t, 'the APIService is available', async () => {
		const status = await world.kubectl('get', 'apiservice', 'v1beta1.metrics.k8s.io', '-o', 'jsonpath={.status.conditions[?(@.type=="Available")].status}');
		return status === 'True' && (await top('nodes')).length === 1 || status;
	});
}

test.serial('the API is listed, and prints as a table', async t => {
	t.deepEqual((await world.kubectl('api-resources', '--api-group=metrics.k8s.io', '-o', 'name')).split('\n').sort(), ['nodes.metrics.k8s.io', 'pods.metrics.k8s.io']);
	t.regex(await world.kubectl('get', 'nodemetrics'), /^NAME +.*CPU +MEMORY.*\nnode-1 /);
});

test.serial('it is available again after the component was killed', async t => {
	await available(t);
	await killContainer(world.cluster.engine, component);
	await available(t);
});

test.serial('it is available again after the apiserver was killed', async t => {
	await killContainer(world.cluster.engine, `sk-${name}-kube-apiserver`);
	await available(t);
});

test.serial('it is available after a stop and a start', async t => {
	await stopCluster({name, environment: world.environment});
	await startCluster({name, environment: world.environment});
	await available(t);
});

test.serial('an image with the upstream\'s name takes the place of ours, when it is there and asked for', async t => {
	// A stand-in: our own program under that name. What is tested is the choice, and that it is remembered.
	const reference = upstreamReference(world.cluster.spec.kubernetesVersion);
	const {docker} = world.cluster.engine;
	const start = async (metricsServer?: 'own' | 'upstream' | 'auto'): Promise<string> => {
		await startCluster({name, environment: world.environment, metricsServer});
		return (await docker.getContainer(component).inspect()).Config.Image;
	};

	const own = await start();
	if (!await imageExists(world.cluster.engine, reference)) {
		const error = await t.throwsAsync<SingleKubeError>(start('upstream'));
		t.is(error.code, 'IMAGE_MISSING');
		t.is(await start('auto'), own);
		const [repo, tag] = reference.split(/:(?=[^:]*$)/) as [string, string];
		await tagImage(world.cluster.engine, own, repo, tag);
		t.teardown(async () => removeImage(world.cluster.engine, reference));
	}

	t.is(await start('auto'), reference);
	await available(t);
	t.is(await start(), reference);
	t.is(await start('own'), own);
	await available(t);
});

test.serial('without the add-on its APIService is gone, and with it the API', async t => {
	await startCluster({name, environment: world.environment, addons: 'none'});
	t.is(await world.kubectl('get', 'apiservices', '-o', 'name').then(names => names.split('\n').filter(each => each.includes('metrics.k8s.io')).join()), '');
	await t.throwsAsync(world.kubectl('top', 'nodes'), {message: /Metrics API not available/});
});
