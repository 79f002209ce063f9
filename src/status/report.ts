/** All that there is to say of a cluster: components with their health and what they use, nodes, problems, what to do next. */
import type {Restarts} from '../agent/restarts.ts';
import {readAgentTopology} from '../cluster/agent-topology.ts';
import {type ClusterHealth, clusterHealth} from '../cluster/health.ts';
import {checkName, type ClusterOptions, defaultName} from '../cluster/options.ts';
import {refuseUnknown} from '../cluster/refuse-unknown.ts';
import {readSpec} from '../cluster/spec.ts';
import {type ClusterStatus, connectToExisting, describeStatus} from '../cluster/status.ts';
import type {Engine} from '../engine/engine.ts';
import {logTail} from '../engine/logs.ts';
import {observe} from '../engine/observe.ts';
import {forCluster} from '../diagnosis/for-cluster.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import type {Topology} from '../plan/topology.ts';
import {askHealth, type HealthAnswer} from './ask-health.ts';
import {type ComponentReport, reportComponents} from './components.ts';
import {mainTrouble, nextStep, type NextStep} from './next-step.ts';
import {readRestarts} from './read-restarts.ts';
import {findTroubles, type Trouble} from './troubles.ts';
import {measureUsage, type UsageMeter} from './usage.ts';

/** A cluster by its engine, by each of its components and by its apiserver. */
export type ClusterReport = Omit<ClusterStatus, 'components'> & ClusterHealth & {
	/** In the order in which they need each other; `missing` ones among them. */
	readonly components: readonly ComponentReport[];
	/** Components that are not as they should be, root causes before what they cause. */
	readonly troubles: readonly Trouble[];
	readonly next: NextStep;
};

/**
 * Asked of the engine first, and then of all others at once, each within a limit: it answers when the apiserver, the agent
 * or everything is down.
 *
 * @param meter what an earlier report measured, for who asks again and again
 * @throws SingleKubeError CLUSTER_UNKNOWN, STATE_CORRUPT or one of the engine's; the signal's reason
 */
export async function clusterReport(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal, meter?: UsageMeter): Promise<ClusterReport> {
	const name = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal);
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	const spec = await readSpec(engine, name);
	const [{topology, restarts}, usage] = await Promise.all([lookInside(engine, name), measureUsage(engine, observed, meter, signal)]);
	// Not beside the measurement: to be asked is work, and would be all that a cluster at rest seems to do.
	const [health, cluster] = await Promise.all([topology ? askHealth(engine, topology, observed.containers, signal) : new Map<string, HealthAnswer>(), clusterHealth(engine, name, spec, signal)]);
	const components = reportComponents({observed, topology, health, restarts, usage, spec, now: Date.now()});
	const status = describeStatus(engine, name, observed, spec);
	const troubles = findTroubles(components);
	const state = status.state === 'running' && (troubles.length > 0 || cluster.nodes.some(({ready}) => !ready)) ? 'degraded' : status.state;
	const main = state === 'degraded' ? mainTrouble(troubles) : undefined;
	const lastLine = main && ['dead', 'restarting'].includes(main.kind) ? await lastLineOf(engine, components, main) : undefined;
	return {
		...status, ...cluster, state, components, troubles: troubles.map(trouble => ({...trouble, message: forCluster(trouble.message, name)})),
		next: nextStep({name, state, troubles, lastLine, nodes: cluster.nodes, apiAnswers: cluster.apiAnswers, problems: cluster.problems, unanswered: components.filter(({health}) => health?.kind === 'unknown').map(({component}) => component)}),
	};
}

/** What the agent knows; without one the cluster is half-made, and what there is of it is told all the same. */
async function lookInside(engine: Engine, cluster: string): Promise<{readonly topology: Topology | undefined; readonly restarts: Restarts}> {
	const [topology, restarts] = await Promise.all([readAgentTopology(engine, cluster).catch(() => undefined), readRestarts(engine, cluster)]);
	return {topology, restarts};
}

async function lastLineOf(engine: Engine, components: readonly ComponentReport[], {component}: Trouble): Promise<string | undefined> {
	const container = components.find(other => other.component === component)?.container;
	return container === undefined ? undefined : (await logTail(engine, container, 1).catch(() => []))[0];
}

