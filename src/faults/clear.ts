/** See the faults of a cluster, and undo them: without its lock, its agent or its apiserver, any of which may be what is broken. */
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {readAgentTopology} from '../cluster/agent-topology.ts';
import {findComponent} from '../cluster/find-component.ts';
import {checkName, type ClusterOptions, defaultName} from '../cluster/options.ts';
import {refuseUnknown} from '../cluster/refuse-unknown.ts';
import {connectToExisting} from '../cluster/status.ts';
import type {Observed} from '../plan/observed.ts';
import type {Parts} from './helpers.ts';
import {eachFault} from './each.ts';
import type {Fault, FaultKind} from './fault.ts';
import {describeFaults, type FaultReport} from './report.ts';
import {undoFault} from './undo.ts';

/** Which faults: all of the cluster, of one component, of one kind. */
export type WhichFaults = {readonly component?: string; readonly kind?: FaultKind};

/**
 * The faults of a cluster, the oldest first; of a stopped one none, as `stop` clears them.
 *
 * @throws SingleKubeError CLUSTER_UNKNOWN; those of the engine
 */
export async function listFaults(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<FaultReport[]> {
	const {observed} = await open(options, emit, signal);
	return describeFaults(observed.faults ?? []);
}

/**
 * Undo faults: what was broken is as it was, whatever has become of its component meanwhile.
 *
 * @returns those that were undone; an empty list where there were none
 * @throws SingleKubeError COMPONENT_UNKNOWN; CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING of one that is paused as a whole; those of the engine, when
 *   all that could be undone is
 */
export async function clearFaults({component: word, kind}: WhichFaults = {}, options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<FaultReport[]> {
	const {engine, name, observed} = await open(options, emit, signal);
	const all = observed.faults ?? [];
	const id = word === undefined ? undefined : findComponent(word, [...new Set([...observed.containers, ...all].map(({component}) => component))]);
	const chosen = all.filter(fault => (id === undefined || fault.component === id) && (kind === undefined || fault.kind === kind));
	if (chosen.length === 0) {
		return [];
	}

	if (observed.paused) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} is paused as a whole`, {hint: `single-kube unpause --name ${name}`});
	}

	await inPhase(emit, 'components', `Undo ${chosen.length === 1 ? 'a fault' : `${chosen.length} faults`} of ${[...new Set(chosen.map(({component}) => component))].join(', ')}`, async () =>
		undoFaults(engine, name, chosen, signal));
	if (observed.containers.some(({component, state}) => component === 'agent' && state !== 'running' && state !== 'paused')) {
		emit({type: 'warned', phase: 'components', text: `the agent does not run: what has ended meanwhile is not started again; single-kube start --name ${name} does that`});
	}

	return describeFaults(chosen);
}

/**
 * Undo these, each whatever becomes of the others.
 *
 * @throws SingleKubeError of the first that could not be undone, when all others are
 */
export async function undoFaults(engine: Engine, cluster: string, chosen: readonly Fault[], signal: AbortSignal): Promise<void> {
	const topology = await topologyOf(engine, cluster);
	const failures = await eachFault(chosen, async fault => undoFault(engine, topology, fault, {start: true}, signal));
	signal.throwIfAborted();
	const [first, ...others] = failures;
	if (failures.length > 0) {
		throw first instanceof SingleKubeError && others.length > 0 ? new SingleKubeError(first.code, first.message, {seen: [...first.seen, ...others.map(other => messageOf(other))], hint: first.hint, cause: first}) : first;
	}
}

/** Without an agent nobody knows the components; most faults can be undone all the same. */
async function topologyOf(engine: Engine, cluster: string): Promise<Parts> {
	try {
		return await readAgentTopology(engine, cluster);
	} catch {
		return {cluster, components: []};
	}
}

async function open(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<{readonly engine: Engine; readonly name: string; readonly observed: Observed}> {
	const name = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal);
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	return {engine, name, observed};
}
