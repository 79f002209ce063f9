/** Freeze a cluster where it is, and thaw it: it costs no processor time meanwhile, and its pods go on where they were. */
import {observe} from '../engine/observe.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import type {Plan} from '../plan/operations.ts';
import {planPause, planUnpause} from '../plan/pause.ts';
import type {Topology} from '../plan/topology.ts';
import {SingleKubeError} from '../errors.ts';
import {readAgentTopology} from './agent-topology.ts';
import {apply} from './apply.ts';
import type {Hands} from './bring-to.ts';
import {checkComponent} from './component-health.ts';
import {withLock} from './lock.ts';
import {openCluster} from './open-running.ts';
import {type ClusterOptions, defaultTimeoutSeconds} from './options.ts';

/**
 * Freeze every component and every pod, as `docker pause` does. What was paused before stays so afterwards.
 *
 * @returns what was done; empty when it was paused already
 * @throws SingleKubeError CLUSTER_UNKNOWN; CLUSTER_NOT_RUNNING for a stopped one; CLUSTER_BUSY; those of the engine
 */
export async function pauseCluster(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Plan> {
	const {engine, name, image} = await openCluster(options, {running: false}, emit, signal);
	const topology = await readAgentTopology(engine, name);
	return withLock(engine, name, image, 'single-kube pause', async () => inPhase(emit, 'pause', `Pause ${name}`, async () => {
		const observed = await observe(engine, name);
		if (!observed.containers.some(({state}) => state === 'running' || state === 'paused')) {
			throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} is stopped: there is nothing to pause`, {hint: `single-kube start --name ${name}`});
		}

		const plan = planPause(name, observed);
		const hands = handsOf(engine, image, options, emit, signal);
		try {
			await carryOut(plan, topology, hands);
		} catch (error) {
			// Half of a cluster that stands still is worse than none, and whoever interrupted it did not want a pause.
			await thaw(topology, {...hands, signal: new AbortController().signal}).catch(() => undefined);
			throw error;
		}

		return plan;
	}));
}

/**
 * Thaw what a pause of the whole cluster froze, and wait until its components do their work again.
 *
 * @returns what was done; empty when it was not paused
 * @throws SingleKubeError CLUSTER_UNKNOWN, CLUSTER_BUSY; COMPONENT_NOT_READY, COMPONENT_DIED; those of the engine
 */
export async function unpauseCluster(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Plan> {
	const {engine, name, image} = await openCluster(options, {running: false}, emit, signal);
	const topology = await readAgentTopology(engine, name);
	return withLock(engine, name, image, 'single-kube unpause', async () => inPhase(emit, 'pause', `Unpause ${name}`, async () =>
		thaw(topology, handsOf(engine, image, options, emit, signal))));
}

/** The same under a lock that somebody has; a cluster that is not paused is left as it is. */
export async function thaw(topology: Topology, hands: Hands): Promise<Plan> {
	const {engine, limitSeconds, signal} = hands;
	const plan = planUnpause(await observe(engine, topology.cluster), topology);
	await carryOut(plan, topology, hands);
	if (plan.length > 0) {
		const {containers} = await observe(engine, topology.cluster);
		const runs = (id: string): boolean => containers.some(({component, state}) => component === id && state === 'running');
		const checked = ['etcd', 'kube-apiserver', 'kubectl'].every(id => runs(id)) ? topology.components.filter(({id, name}) => asked.includes(name) && runs(id)) : [];
		await Promise.all(checked.map(async ({name}) => checkComponent(engine, topology, name, undefined, limitSeconds, signal)));
	}

	return plan;
}

/** Those that say how they are; the others' probes are about their start. */
const asked = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'];

function handsOf(engine: Hands['engine'], image: string, {timeoutSeconds}: ClusterOptions, emit: Emit, signal: AbortSignal): Hands {
	return {engine, image, limitSeconds: timeoutSeconds ?? defaultTimeoutSeconds, emit, signal};
}

/** Neither way writes a file or cleans a host. */
async function carryOut(plan: Plan, topology: Topology, {engine, limitSeconds, emit, signal}: Hands): Promise<void> {
	await apply(plan, {engine, topology, limitSeconds, emit, signal, deliver: async () => undefined, cleanHost: async () => undefined});
}
