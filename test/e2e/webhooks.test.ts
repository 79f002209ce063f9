/** The apiserver reaches what runs in its cluster: admission webhooks, an aggregated API, proxied Services. See also engine-restart.test.ts. */
import test, {type ExecutionContext} from 'ava';
import {killContainer} from '../../src/engine/containers.ts';
import {execInContainer} from '../../src/engine/exec.ts';
import {containerState} from '../../src/engine/inspect.ts';
import {startCluster, stopCluster} from '../../src/index.ts';
import {eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';
import {applyExtension, extensionAnswers, extensionLabel} from '../helpers/extension.ts';

const name = 'e2e-webhooks';
let world: TestCluster;

test.before(async () => {
	world = await openCluster(name);
	await applyExtension(world);
});

test.after.always(async () => {
	await world?.remove();
});

const reached = async (t: ExecutionContext): Promise<void> => eventually(t, 'webhooks, aggregated API and proxy answer', async () => extensionAnswers(world));

test.serial('webhooks and an aggregated API in a pod are reached, the latter with the proof of who asks', async t => {
	await reached(t);
	t.is(await world.kubectl('get', 'apiservice', 'v1.extension.single-kube.test', '-o', 'jsonpath={.status.conditions[?(@.type=="Available")].status}'), 'True');
	t.like(JSON.parse(await world.kubectl('get', 'greetings', 'hello', '-o', 'json')), {kind: 'Greeting'});
});

test.serial('kubectl proxy leads to the pod, too', async t => {
	const path = 'api/v1/namespaces/default/services/https:extension:443/proxy/page';
	const line = `kubectl proxy --port=8011 & trap "kill $!" EXIT; curl -s --retry 20 --retry-delay 1 --retry-connrefused http://127.0.0.1:8011/${path}`;
	const {stdout} = await execInContainer(world.cluster.engine, `sk-${name}-kubectl`, ['bash', '-c', line]);
	t.regex(stdout, /from the pod/);
});

test.serial('without their pod, what the webhooks watch is refused, and nothing else is', async t => {
	await world.kubectl('scale', 'deployment', 'extension', '--replicas=0');
	await eventually(t, 'it is refused', async () => {
		const answer = await extensionAnswers(world);
		return answer !== true && answer.includes('failed calling webhook') || String(answer);
	});
	t.is(await world.kubectl('create', 'configmap', 'elsewhere', '-n', 'default', '--dry-run=server', '-o', 'name'), 'configmap/elsewhere');
	await world.kubectl('scale', 'deployment', 'extension', '--replicas=1');
	await reached(t);
});

for (const [container, what] of [['kube-apiserver', 'the apiserver'], ['node-1', 'the node\'s holder'], ['node-1-kube-proxy', 'kube-proxy']] as const) {
	test.serial(`they are reached again after ${what} was killed`, async t => {
		const {startedAt} = await containerState(world.cluster.engine, `sk-${name}-${container}`);
		await killContainer(world.cluster.engine, `sk-${name}-${container}`);
		await eventually(t, 'it was started again', async () => (await containerState(world.cluster.engine, `sk-${name}-${container}`)).startedAt > startedAt);
		await reached(t);
	});
}

test.serial('they are reached again after the pod was replaced', async t => {
	await world.kubectl('delete', 'pod', '-l', extensionLabel);
	await reached(t);
});

test.serial('they are reached again after a stop and a start of the cluster', async t => {
	await stopCluster({name, environment: world.environment});
	await startCluster({name, environment: world.environment});
	await reached(t);
});
