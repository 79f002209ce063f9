/** What there is of a cluster, and whether it is as it should be, from the engine alone: works when the apiserver is down. */
import {connectEngine} from '../engine/connect.ts';
import type {Engine} from '../engine/engine.ts';
import {listClusters, observe} from '../engine/observe.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import type {ContainerState, Observed} from '../plan/observed.ts';
import {refuseUnknown} from './refuse-unknown.ts';
import {checkName, type ClusterOptions, type ClusterSpec, defaultName} from './options.ts';
import {readSpec} from './spec.ts';

/** A component by its container. */
export type ComponentStatus = {
	/** `etcd`, `kubelet@node-1` */
	readonly component: string;
	readonly container: string;
	readonly state: ContainerState;
	/** Whether somebody stopped it on purpose. */
	readonly held: boolean;
	readonly exitCode: number;
	/** Seconds since its last start; undefined when it does not run. */
	readonly ageSeconds: number | undefined;
};

/** A cluster by the engine alone. */
export type ClusterStatus = {
	readonly name: string;
	/** `degraded`: some components run and some do not, or are paused; `paused`: the cluster as a whole. */
	readonly state: 'running' | 'degraded' | 'stopped' | 'paused';
	/** Undefined when its network is gone. */
	readonly spec: ClusterSpec | undefined;
	readonly engine: {readonly host: string; readonly origin: string};
	readonly components: readonly ComponentStatus[];
	readonly pods: {readonly running: number; readonly other: number};
};

/** @throws SingleKubeError CLUSTER_UNKNOWN, STATE_CORRUPT or one of the engine's */
export async function clusterStatus(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ClusterStatus> {
	const name = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal);
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	return describeStatus(engine, name, observed, await readSpec(engine, name));
}

export function describeStatus(engine: Engine, name: string, observed: Observed, spec: ClusterSpec | undefined): ClusterStatus {
	return {
		name, state: stateOf(observed.containers, observed.paused !== undefined), spec, engine: {host: engine.host, origin: engine.origin},
		components: describe(observed, Date.now()),
		pods: {running: observed.pods.filter(pod => pod.state === 'running').length, other: observed.pods.filter(pod => pod.state !== 'running').length},
	};
}

/** The names of all clusters on the engine. */
export async function clusterNames(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<string[]> {
	return listClusters(await connectToExisting(options, emit, signal));
}

/** The engine where clusters may be: never installed, and the embedded one never started, for a look. @throws SingleKubeError ENGINE_UNREACHABLE, … */
export async function connectToExisting(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<Engine> {
	return connectEngine({engine: options.engine ?? 'auto', install: false, start: false, env: options.environment}, emit, signal);
}

type Seen = Pick<Observed['containers'][number], 'component' | 'state' | 'exitCode'>;

/** @param paused whether it was paused as a whole */
export function stateOf(containers: readonly Seen[], paused: boolean): ClusterStatus['state'] {
	const lasting = containers.filter(container => !isJob(container));
	if (lasting.every(({state}) => state === 'exited' || state === 'created')) {
		return 'stopped';
	}

	if (paused && !lasting.some(({state}) => state === 'running' || state === 'restarting')) {
		return 'paused';
	}

	return lasting.every(({state}) => state === 'running') ? 'running' : 'degraded';
}

/** A job has done its work when it has ended with code 0. */
function isJob({component, state, exitCode}: Seen): boolean {
	return component.startsWith('node-prepare@') && state === 'exited' && exitCode === 0;
}

function describe(observed: Observed, now: number): ComponentStatus[] {
	return observed.containers.map(container => ({
		component: container.component, container: container.name, state: container.state, exitCode: container.exitCode,
		held: observed.held.includes(container.component),
		ageSeconds: container.state === 'running' || container.state === 'paused' ? Math.max(0, Math.round((now - container.startedAt) / 1000)) : undefined,
	})).sort((a, b) => a.component.localeCompare(b.component));
}
