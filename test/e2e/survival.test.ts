import test from 'ava';
import {observe} from '../../src/engine/observe.ts';
import {execInContainer} from '../../src/engine/exec.ts';
import {killContainer, stopContainer, startContainer, pauseContainer, removeContainer} from '../../src/engine/containers.ts';
import {containerState} from '../../src/engine/inspect.ts';
import {startCluster} from '../../src/index.ts';
import {applyManifest, eventually, fetchPage, openCluster, type TestCluster, webManifest} from '../helpers/cluster.ts';
import {kubernetesUnderTest} from '../helpers/version.ts';

const name = 'e2e-survive';
const kubernetes = await kubernetesUnderTest();
let world: TestCluster;

test.before(async () => {
	world = await openCluster(name);
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
});

test.after.always(async () => {
	await world?.remove();
});

/** Every component runs, in the namespace it belongs to, and both pods answer through the service. */
async function isWhole(): Promise<boolean | string> {
	const observed = await observe(world.cluster.engine, name);
	const down = observed.containers.filter(container => container.state !== 'running' && !container.component.startsWith('node-prepare@'));
	if (down.length > 0 || observed.containers.length !== world.cluster.topology.components.length) {
		return `down: ${down.map(({component, state}) => `${component} ${state}`).join(', ')}`;
	}

	const astray = observed.containers.filter(({joined, startedAt}) => joined !== undefined && startedAt < observed.containers.find(({id, name}) => id === joined || name === joined)!.startedAt)
		.filter(({component}) => !component.startsWith('node-prepare'));
	if (astray.length > 0) {
		return `in a dead namespace: ${astray.map(({component}) => component).join(', ')}`;
	}

	const ready = await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.readyReplicas}');
	if (ready !== '2') {
		return `ready pods: ${ready}`;
	}

	const page = await fetchPage(world.cluster);
	return page.includes('Welcome to nginx!') || page;
}

test.serial('the cluster is whole to begin with', async t => {
	await eventually(t, 'two pods and the page', isWhole);
});

const components = [
	'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'agent', 'agent-guard', 'node-1', 'node-1-kubelet', 'node-1-kube-proxy',
	'component-status', 'cloud-controller-manager', 'dns', 'metrics-server', ...kubernetes.is('>=1.24') ? ['node-1-cri-dockerd'] : [],
];
for (const component of components) {
	test.serial(`${component}, killed through the engine, comes back by itself, and the cluster with it`, async t => {
		const container = `sk-${name}-${component}`;
		const {startedAt} = await containerState(world.cluster.engine, container);
		await killContainer(world.cluster.engine, container);
		await eventually(t, `${component} was started again`, async () => (await containerState(world.cluster.engine, container)).startedAt > startedAt);
		await eventually(t, 'the cluster is whole', isWhole);
	});
}

test.serial('a component whose program crashes comes back by itself', async t => {
	const container = `sk-${name}-kubectl`;
	const {startedAt} = await containerState(world.cluster.engine, container);
	await execInContainer(world.cluster.engine, container, ['sh', '-c', 'kill -TERM 1']);
	await eventually(t, 'started again', async () => (await containerState(world.cluster.engine, container)).startedAt > startedAt);
});

test.serial('a component whose container is removed is made anew', async t => {
	const container = `sk-${name}-kube-scheduler`;
	await removeContainer(world.cluster.engine, container);
	await eventually(t, 'the cluster is whole', isWhole);
});

test.serial('the node\'s pods get new addresses that answer after its holder was killed', async t => {
	const before = await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.uid}');
	await killContainer(world.cluster.engine, `sk-${name}-node-1`);
	await eventually(t, 'the cluster is whole', isWhole);
	t.is(await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.uid}'), before, 'the same pods');
	await eventually(t, 'each pod answers', async () => {
		const addresses = (await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].status.podIP}')).split(' ');
		const answers = await Promise.all(addresses.map(async address =>
			world.kubectl('get', '--raw', `/api/v1/namespaces/default/services/web/proxy/?${address}`)));
		return answers.every(page => page.includes('Welcome to nginx!'));
	});
});

test.serial('what was stopped on purpose stays stopped, until it is started', async t => {
	const container = `sk-${name}-kube-scheduler`;
	await stopContainer(world.cluster.engine, container, 5);
	await eventually(t, 'the wish is remembered', async () => (await observe(world.cluster.engine, name)).held.includes('kube-scheduler'));
	// Something else happens, so that the supervisor has looked at the cluster again.
	await killContainer(world.cluster.engine, `sk-${name}-kube-controller-manager`);
	await eventually(t, 'the other one is back', async () => (await containerState(world.cluster.engine, `sk-${name}-kube-controller-manager`)).running);
	t.false((await containerState(world.cluster.engine, container)).running);

	await killContainer(world.cluster.engine, `sk-${name}-agent`);
	await eventually(t, 'the agent is back', async () => (await containerState(world.cluster.engine, `sk-${name}-agent`)).running);
	await killContainer(world.cluster.engine, `sk-${name}-kubectl`);
	await eventually(t, 'and at work', async () => (await containerState(world.cluster.engine, `sk-${name}-kubectl`)).running);
	t.false((await containerState(world.cluster.engine, container)).running);

	await startContainer(world.cluster.engine, container);
	await eventually(t, 'the wish is forgotten', async () => (await observe(world.cluster.engine, name)).held.length === 0);
	await eventually(t, 'the cluster is whole', isWhole);
});

test.serial('what was paused on purpose stays paused, and start resumes it', async t => {
	const container = `sk-${name}-kube-controller-manager`;
	await pauseContainer(world.cluster.engine, container);
	await killContainer(world.cluster.engine, `sk-${name}-kubectl`);
	await eventually(t, 'the other one is back', async () => (await containerState(world.cluster.engine, `sk-${name}-kubectl`)).running);
	const paused = (await observe(world.cluster.engine, name)).containers.find(({component}) => component === 'kube-controller-manager');
	t.is(paused?.state, 'paused');
	const {plan} = await startCluster({name, environment: world.environment});
	t.deepEqual(plan.map(({operation}) => operation.kind), ['unpause-container']);
});

test.serial('the apiserver reaches pods after its own restart', async t => {
	await killContainer(world.cluster.engine, `sk-${name}-kube-apiserver`);
	await eventually(t, 'the cluster is whole', isWhole);
	await eventually(t, 'the page through the apiserver', async () =>
		(await world.kubectl('get', '--raw', '/api/v1/namespaces/default/services/web/proxy/')).includes('Welcome to nginx!'));
});
