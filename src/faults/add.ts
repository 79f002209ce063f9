/** Break a component of a cluster on purpose, for a time or until it is undone. */
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {readAgentTopology} from '../cluster/agent-topology.ts';
import {findComponent} from '../cluster/find-component.ts';
import {withLock} from '../cluster/lock.ts';
import {openCluster} from '../cluster/open-running.ts';
import type {ClusterOptions} from '../cluster/options.ts';
import {forCluster} from '../diagnosis/for-cluster.ts';
import type {Observed} from '../plan/observed.ts';
import type {Component} from '../plan/topology.ts';
import {applyFault} from './apply.ts';
import {beginFault, type FaultSpec} from './fault.ts';
import {impossible} from './possible.ts';
import {faultRefusal} from './refusal.ts';
import {describeFaults, type FaultReport} from './report.ts';
import {addCommand, stateInWords} from './words.ts';

/** For how long. */
export type FaultOptions = {
	/** When it ends by itself, in milliseconds from now; without it, it lasts until it is undone. */
	readonly forMs?: number;
};

/**
 * Give a component a fault. One of the same kind that it has is replaced.
 *
 * @param word `scheduler`, `etcd`, `kubelet@node-1`
 * @returns the fault, with what to expect of it
 * @throws SingleKubeError COMPONENT_UNKNOWN; COMPONENT_ACTION_REFUSED for what makes no sense; COMPONENT_NOT_RUNNING; CLUSTER_UNKNOWN,
 *   CLUSTER_NOT_RUNNING, CLUSTER_BUSY; those of the engine, and then nothing is broken
 */
export async function addFault(
	word: string, spec: FaultSpec, {forMs}: FaultOptions = {}, options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal,
): Promise<FaultReport> {
	const {engine, name, image, observed: before} = await openCluster(options, {running: false}, emit, signal);
	refuseStill(name, before);
	const topology = await readAgentTopology(engine, name);
	const id = findComponent(word, topology.components.map(component => component.id));
	const component = topology.components.find(candidate => candidate.id === id)!;
	refuse(component, spec, forMs, name);
	return withLock(engine, name, image, addCommand(id, spec, forMs), async () => inPhase(emit, 'components', `Fault: ${id} is to be ${stateInWords(spec)}`, async () => {
		const observed = await observe(engine, name);
		requirePossible(component, spec, observed, name);
		const former = observed.faults?.find(fault => fault.component === id && fault.kind === spec.kind);
		if (former) {
			emit({type: 'noted', phase: 'components', text: `${id} was ${stateInWords(former)} before: that is replaced`});
		}

		const fault = beginFault(id, spec, forMs, Date.now());
		await applyFault(engine, topology, fault, signal);
		return (await describeFaults([fault]))[0]!;
	}));
}

function refuse(component: Component, {kind}: FaultSpec, forMs: number | undefined, cluster: string): void {
	const refused = faultRefusal(component, kind, forMs !== undefined);
	if (refused) {
		throw new SingleKubeError('COMPONENT_ACTION_REFUSED', `${component.id} cannot be given the fault ${kind}: ${refused.reason}`, {hint: forCluster(refused.hint, cluster)});
	}
}

function requirePossible({id}: Component, {kind}: FaultSpec, {containers, faults = []}: Observed, cluster: string): void {
	const state = containers.find(({component}) => component === id)?.state ?? 'missing';
	const why = impossible(id, kind, state, faults.filter(({component}) => component === id));
	if (why) {
		throw new SingleKubeError('COMPONENT_NOT_RUNNING', `${id} cannot be given the fault ${kind}: ${why.reason}`, {hint: forCluster(why.hint, cluster)});
	}
}

function refuseStill(name: string, {containers, paused}: Observed): void {
	if (paused || !containers.some(({state}) => state === 'running')) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} is ${paused ? 'paused' : 'stopped'} as a whole`, {
			hint: `single-kube ${paused ? 'unpause' : 'start'} --name ${name}`,
		});
	}
}
