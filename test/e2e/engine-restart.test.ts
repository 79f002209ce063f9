import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {engineStatus} from '../../src/embedded-engine/status.ts';
import {startEmbeddedEngine} from '../../src/embedded-engine/start.ts';
import {stopEmbeddedEngine} from '../../src/embedded-engine/stop.ts';
import {observe} from '../../src/engine/observe.ts';
import {stopContainer} from '../../src/engine/containers.ts';
import {clusterStatus, ignoreEvents, stopCluster} from '../../src/index.ts';
import {applyExtension, extensionAnswers} from '../helpers/extension.ts';
import {applyManifest, eventually, fetchPage, openCluster, type TestCluster, webManifest} from '../helpers/cluster.ts';

const name = 'e2e-restart';
let world: TestCluster;
const {signal} = new AbortController();

test.before(async () => {
	// Nobody's engine is restarted but our own.
	world = await openCluster(name, 'embedded');
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
});

test.after.always(async () => {
	await startEmbeddedEngine({install: true}, ignoreEvents, signal);
	await world?.remove();
});

async function isWhole(): Promise<boolean | string> {
	const {components} = await clusterStatus({name, engine: 'embedded'});
	const down = components.filter(({component, state}) => state !== 'running' && !component.startsWith('node-prepare'));
	if (down.length > 0) {
		return `down: ${down.map(({component, state}) => `${component} ${state}`).join(', ')}`;
	}

	const ready = await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.readyReplicas}');
	return ready === '2' ? (await fetchPage(world.cluster)).includes('Welcome to nginx!') : `ready pods: ${ready}`;
}

async function kill(): Promise<void> {
	const status = await engineStatus(process.env, signal);
	process.kill(status.pid!, 'SIGKILL');
	await sleep(100);
}

test.serial('two pods answer to begin with', async t => {
	await eventually(t, 'the page', isWhole);
});

async function restart(way: 'gently' | 'with SIGKILL'): Promise<void> {
	await (way === 'gently' ? stopEmbeddedEngine({}, ignoreEvents, signal) : kill());
	await startEmbeddedEngine({install: true}, ignoreEvents, signal);
}

for (const [index, way] of (['gently', 'with SIGKILL', 'gently', 'with SIGKILL', 'gently', 'with SIGKILL', 'gently', 'with SIGKILL', 'gently', 'with SIGKILL'] as const).entries()) {
	test.serial(`restart ${index + 1} of the engine, ${way}: the whole cluster comes back without a command`, async t => {
		const uid = await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.metadata.uid}');
		await restart(way);
		await eventually(t, 'all components, both pods, the page', isWhole);
		t.is(await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.metadata.uid}'), uid);
	});
}

test.serial('webhooks and an aggregated API in a pod are reached', async t => {
	await applyExtension(world);
	await eventually(t, 'they answer', async () => extensionAnswers(world));
});

for (const way of ['gently', 'with SIGKILL'] as const) {
	test.serial(`webhooks and an aggregated API are reached again after the engine was restarted ${way}`, async t => {
		await restart(way);
		await eventually(t, 'they answer', async () => extensionAnswers(world));
	});
}

test.serial('what was stopped on purpose stays stopped over an engine restart', async t => {
	await stopContainer(world.cluster.engine, `sk-${name}-kube-scheduler`, 5);
	await eventually(t, 'the wish is remembered', async () => (await observe(world.cluster.engine, name)).held.includes('kube-scheduler'));
	await stopEmbeddedEngine({}, ignoreEvents, signal);
	await startEmbeddedEngine({install: true}, ignoreEvents, signal);
	await eventually(t, 'all others are back', async () => {
		const {components} = await clusterStatus({name, engine: 'embedded'});
		return components.filter(({component}) => component !== 'kube-scheduler' && !component.startsWith('node-prepare')).every(({state}) => state === 'running');
	});
	const scheduler = (await clusterStatus({name, engine: 'embedded'})).components.find(({component}) => component === 'kube-scheduler');
	t.is(scheduler?.state, 'exited');
	t.true(scheduler?.held);
});

test.serial('a stopped cluster stays stopped over an engine restart', async t => {
	await stopCluster({name, engine: 'embedded'});
	await stopEmbeddedEngine({}, ignoreEvents, signal);
	await startEmbeddedEngine({install: true}, ignoreEvents, signal);
	t.is((await clusterStatus({name, engine: 'embedded'})).state, 'stopped');
});
