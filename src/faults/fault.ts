/**
 * A fault: something that somebody broke on purpose, and that is put back by undoing it. The engine keeps it as an empty
 * volume with a label, as it keeps what was stopped on purpose, so that every client and the agent see the same. Pure.
 */
import {labels} from '../labels.ts';
import type {VolumeSpec} from '../plan/topology.ts';

/** What is broken, with its parameters. */
export type FaultSpec =
	/** Frozen: it keeps its memory and its connections, and answers nobody. */
	| {readonly kind: 'pause'}
	/** Asked to end, as `docker stop` does, and not started again. */
	| {readonly kind: 'stop'}
	/** SIGKILL, which leaves it no time to say goodbye, and not started again. */
	| {readonly kind: 'kill'}
	/** Off every network of the engine. */
	| {readonly kind: 'cut'}
	/** What it sends and is sent arrives later. */
	| {readonly kind: 'latency'; readonly milliseconds: number; /** Up to so much more or less, in milliseconds. */ readonly jitter: number}
	/** In cores; a fraction of one counts. */
	| {readonly kind: 'limit-cpu'; readonly cores: number}
	| {readonly kind: 'limit-memory'; readonly bytes: number};

/** What can be broken: the word of the command line. */
export type FaultKind = FaultSpec['kind'];

/** A fault of a component; of each kind a component has one at most. */
export type Fault = FaultSpec & {
	/** The component's id: `etcd`, `kubelet@node-1`. */
	readonly component: string;
	/** Milliseconds since the epoch. */
	readonly since: number;
	/** When it ends by itself; undefined: when it is undone. */
	readonly until: number | undefined;
};

/** The fault that begins now. @param forMs milliseconds until it ends by itself; undefined: when it is undone @param now milliseconds since the epoch */
export function beginFault(component: string, spec: FaultSpec, forMs: number | undefined, now: number): Fault {
	return {...spec, component, since: now, until: forMs === undefined ? undefined : now + forMs};
}

/** Every kind, in the order in which they are shown. */
export const faultKinds = ['pause', 'stop', 'kill', 'cut', 'latency', 'limit-cpu', 'limit-memory'] as const satisfies readonly FaultKind[];

/** Kinds under which a component has no running program: nobody may start it. */
export function keepsDown({kind}: Pick<FaultSpec, 'kind'>): boolean {
	return kind === 'stop' || kind === 'kill';
}

/** The name alone says whose fault of which kind it is: the same one twice cannot be. */
export function faultVolume(cluster: string, fault: Fault): VolumeSpec {
	return {name: faultVolumeName(cluster, fault.component, fault.kind), labels: {[labels.cluster]: cluster, [labels.fault]: JSON.stringify(fault)}};
}

export function faultVolumeName(cluster: string, component: string, kind: FaultKind): string {
	return `${faultVolumePrefix(cluster)}${component.replace('@', '-')}-${kind}`;
}

/** With which the names of all of a cluster's marks begin. */
export function faultVolumePrefix(cluster: string): string {
	return `sk-${cluster}-fault-`;
}

/** @param label as faultVolume wrote it @returns undefined of what is none, or of a kind that a newer single-kube knows */
export function faultOf(label: string | undefined): Fault | undefined {
	try {
		const fault = JSON.parse(label ?? 'null') as Fault | null;
		// JSON leaves out what is undefined.
		return fault && faultKinds.includes(fault.kind) && typeof fault.component === 'string' ? {...fault, until: fault.until} : undefined;
	} catch {
		return undefined;
	}
}
