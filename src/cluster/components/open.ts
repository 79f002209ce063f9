/** Some components of a cluster that is there, for commands that do something to just these. */
import {observe} from '../../engine/observe.ts';
import {SingleKubeError} from '../../errors.ts';
import {readServices} from '../../explain/about.ts';
import {type Emit, inPhase} from '../../events.ts';
import {type ComponentAction, expectationOf, pastOf, refusalOf} from '../../plan/component-actions.ts';
import type {ContainerState, Observed, ObservedContainer} from '../../plan/observed.ts';
import type {Component, Topology} from '../../plan/topology.ts';
import {readAgentTopology} from '../agent-topology.ts';
import type {Hands} from '../bring-to.ts';
import {findComponent} from '../find-component.ts';
import {withLock} from '../lock.ts';
import {openCluster} from '../open-running.ts';
import {type ClusterOptions, defaultTimeoutSeconds} from '../options.ts';

/** A component after something was done to it. */
export type ComponentState = {
	/** `etcd`, `kubelet@node-1` */
	readonly component: string;
	readonly container: string;
	readonly state: ContainerState | 'missing';
	/** It was stopped on purpose: the agent leaves it alone. */
	readonly held: boolean;
};

/** Components after something was done to them. */
export type ComponentsReport = {readonly cluster: string; readonly components: readonly ComponentState[]};

export type Opened = Hands & {readonly name: string; readonly topology: Topology; readonly chosen: readonly Component[]; readonly observed: Observed};

export type Request = {readonly action: ComponentAction; readonly words: readonly string[]; readonly options: ClusterOptions; readonly emit: Emit; readonly signal: AbortSignal};

/**
 * Do something to components, under the cluster's lock; then say what to expect of it.
 *
 * @returns what they are afterwards
 * @throws SingleKubeError COMPONENT_UNKNOWN, COMPONENT_ACTION_REFUSED; CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING, CLUSTER_BUSY
 */
export async function changeComponents({action, words, options, emit, signal}: Request, work: (opened: Opened) => Promise<void>): Promise<ComponentsReport> {
	const {engine, name, image, observed: before} = await openCluster(options, {running: false}, emit, signal);
	refuseStill(name, before);
	const topology = await readAgentTopology(engine, name);
	const ids = topology.components.map(({id}) => id);
	const chosen = [...new Set(words.map(word => findComponent(word, ids)))].map(id => topology.components.find(component => component.id === id)!);
	for (const component of chosen) {
		const refused = refusalOf(component, action);
		if (refused) {
			throw new SingleKubeError('COMPONENT_ACTION_REFUSED', `${component.id} cannot be ${pastOf[action]}: ${refused.reason}`, {hint: refused.hint});
		}
	}

	await withLock(engine, name, image, `single-kube ${action}`, async () => inPhase(emit, 'components', `${titles[action]} ${chosen.map(({id}) => id).join(', ')}`, async () =>
		work({engine, image, emit, signal, limitSeconds: options.timeoutSeconds ?? defaultTimeoutSeconds, name, topology, chosen, observed: await observe(engine, name)})));
	const services = await readServices();
	for (const text of chosen.map(component => expectationOf(component, action, services.get(component.name)?.about?.without)).filter(text => text !== undefined)) {
		emit({type: 'noted', phase: 'components', text});
	}

	return {cluster: name, components: statesOf(chosen, await observe(engine, name))};
}

const titles = {start: 'Start', stop: 'Stop', restart: 'Restart', kill: 'Kill', pause: 'Pause', unpause: 'Unpause'} as const satisfies Record<ComponentAction, string>;

export function statesOf(chosen: readonly Component[], observed: Observed): ComponentState[] {
	return chosen.map(({id, container}) => ({
		component: id, container: container.name, state: containerOf(observed, id)?.state ?? 'missing', held: observed.held.includes(id),
	}));
}

export function containerOf(observed: Observed, component: string): ObservedContainer | undefined {
	return observed.containers.find(container => container.component === component);
}

/** @throws SingleKubeError COMPONENT_NOT_RUNNING */
export function requireRunning(name: string, observed: Observed, {id}: Component, action: ComponentAction): void {
	const container = containerOf(observed, id);
	if (container?.state !== 'running' && container?.state !== 'paused') {
		throw new SingleKubeError('COMPONENT_NOT_RUNNING', `${id} does not run: it cannot be ${pastOf[action]}`, {
			seen: [container ? `its container ${container.name} is ${container.state}${observed.held.includes(id) ? ', stopped on purpose' : ''}` : 'it has no container'],
			hint: `single-kube start ${id} --name ${name}`,
		});
	}
}

/** One of a cluster that is down would be alone, and one of a frozen cluster would find nobody to talk to. */
function refuseStill(name: string, {containers, paused}: Observed): void {
	if (containers.some(({state}) => state === 'running')) {
		return;
	}

	throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} is ${paused ? 'paused' : 'stopped'} as a whole`, {
		hint: `single-kube ${paused ? 'unpause' : 'start'} --name ${name}`,
	});
}
