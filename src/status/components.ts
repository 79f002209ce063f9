/** What there is to say of each component, put together from those who know it. Pure. */
import {type Restarts, restartsOf} from '../agent/restarts.ts';
import type {ClusterSpec} from '../cluster/options.ts';
import type {Fault, FaultKind} from '../faults/fault.ts';
import {stateInWords} from '../faults/words.ts';
import type {ContainerState, Observed, ObservedContainer} from '../plan/observed.ts';
import type {Component, Topology} from '../plan/topology.ts';
import type {HealthAnswer} from './ask-health.ts';
import type {ComponentUsage} from './usage.ts';
import {componentVersion} from './component-version.ts';
import type {ComponentHealth} from './judge-health.ts';

/** A fault of the fault lab, as it is said of its component. */
export type ComponentFault = {
	readonly kind: FaultKind;
	/** Continues "is": `paused`, `delayed by 200ms`. */
	readonly said: string;
	readonly ageSeconds: number;
	/** When it ends by itself, in milliseconds since the epoch. */
	readonly until: number | undefined;
};

/** One component: its container, what it says of itself, what it uses. */
export type ComponentReport = {
	/** `etcd`, `kubelet@node-1` */
	readonly component: string;
	readonly container: string;
	/** `missing`: the cluster should have it, and there is none. */
	readonly state: ContainerState | 'missing';
	/** Whether somebody stopped it on purpose. */
	readonly held: boolean;
	/** What somebody broke of it on purpose; left out where nothing is. */
	readonly faults?: readonly ComponentFault[];
	readonly exitCode: number;
	readonly outOfMemory: boolean;
	/** It runs to its end. */
	readonly job: boolean;
	/** By its own endpoint; undefined of what does not run, and of what has none. */
	readonly health: ComponentHealth | undefined;
	/** By the engine and by the supervisor, since its container was made. */
	readonly restarts: number;
	/** Seconds since its last start; undefined when it does not run. */
	readonly ageSeconds: number | undefined;
	/** In per cent of one core. */
	readonly cpuPercent: number | undefined;
	readonly memoryBytes: number | undefined;
	/** `1.36.2`; undefined for programs of ours. */
	readonly version: string | undefined;
	readonly address: string | undefined;
	readonly image: string;
	/** Ids of the components that it needs. */
	readonly needs: readonly string[];
};

export type Known = {
	readonly observed: Observed;
	/** Undefined of a cluster that is half-made. */
	readonly topology: Topology | undefined;
	readonly health: ReadonlyMap<string, HealthAnswer>;
	readonly restarts: Restarts;
	readonly usage: readonly ComponentUsage[];
	readonly spec: ClusterSpec | undefined;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

/** @returns in the topology's order, what it does not know behind the rest */
export function reportComponents(known: Known): ComponentReport[] {
	const {observed, topology} = known;
	const desired = topology?.components ?? [];
	const others = observed.containers.filter(({component}) => desired.every(({id}) => id !== component)).sort((a, b) => a.component.localeCompare(b.component));
	return [
		...desired.map(component => report(component.id, component, observed.containers.find(container => container.component === component.id), known)),
		...others.map(container => report(container.component, undefined, container, known)),
	];
}

function report(id: string, component: Component | undefined, container: ObservedContainer | undefined, {observed, topology, health, restarts, usage, spec, now}: Known): ComponentReport {
	const answer = health.get(id);
	const used = usage.find(({container: name}) => name === container?.name);
	const name = component?.name ?? id.split('@')[0]!;
	const image = container?.image ?? component?.container.image ?? '';
	return {
		component: id,
		container: container?.name ?? component!.container.name,
		state: container?.state ?? 'missing',
		held: observed.held.includes(id),
		...faultsOf(id, observed.faults ?? [], now),
		exitCode: container?.exitCode ?? 0,
		outOfMemory: container?.outOfMemory ?? false,
		job: component?.job ?? name === 'node-prepare',
		health: answer?.health,
		restarts: container ? restartsOf(container, restarts) : 0,
		ageSeconds: container && ['running', 'paused'].includes(container.state) ? Math.max(0, Math.round((now - container.startedAt) / 1000)) : undefined,
		cpuPercent: used?.cpuPercent,
		memoryBytes: used?.memoryBytes,
		version: componentVersion({name, image, label: container?.version, said: answer?.version}, topology?.settings ?? {kubernetesVersion: spec?.kubernetesVersion}),
		address: container?.address ?? addressOf(component, topology),
		image,
		needs: component ? needsOf(component) : [],
	};
}

function faultsOf(id: string, faults: readonly Fault[], now: number): Pick<ComponentReport, 'faults'> {
	const own = faults.filter(({component}) => component === id);
	return own.length === 0 ? {} : {faults: own.map(fault => ({kind: fault.kind, said: stateInWords(fault), ageSeconds: Math.max(0, Math.round((now - fault.since) / 1000)), until: fault.until}))};
}

/** Of what joined a node's namespace it is the node's. */
function addressOf(component: Component | undefined, topology: Topology | undefined): string | undefined {
	const network = component?.container.network;
	switch (network?.kind) {
		case 'cluster': {
			return network.address;
		}

		case 'joins': {
			return addressOf(topology?.components.find(({id}) => id === network.component), topology);
		}

		default: {
			return undefined;
		}
	}
}

/** Ids of those that it needs: depended on, joined. */
export function needsOf({dependsOn, container: {network}}: Component): string[] {
	return [...dependsOn, ...network.kind === 'joins' ? [network.component] : []];
}
