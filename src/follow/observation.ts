/** What was seen of a pod on its way, by whom and when: plain records, in any order. */
import type {PodView} from './pod-view.ts';

/** Who tells. */
export type Source = Seen['source'];

export type Observation = {
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** Kubernetes writes most of its times to the second, rounded down: such a time is somewhere in the second that follows it. */
	readonly precision: 'millisecond' | 'second';
	/** `here`: when it arrived, by this machine's clock; `cluster`: as the machine of the engine had it. */
	readonly clock: 'here' | 'cluster';
	readonly seen: Seen;
};

export type Seen =
	/** `listed`: it was so already when somebody looked, since when is not told. */
	| {readonly source: 'apiserver'; readonly what: 'pod'; readonly change: 'listed' | 'added' | 'modified' | 'deleted'; readonly pod: PodView}
	/** Whom it was made for, the nearest first: `ReplicaSet web-5d8`, `Deployment web`. */
	| {readonly source: 'owners'; readonly what: 'owners'; readonly uid: string; readonly owners: readonly string[]}
	/** What etcd has at the pod's key, at one of its revisions. */
	| {readonly source: 'etcd'; readonly what: 'value'; readonly uid: string; readonly key: string; readonly revision: number; readonly created: number; readonly version: number; readonly bytes: number}
	/** An event of Kubernetes about the pod; `live`: it came while somebody watched. */
	| {readonly source: 'events'; readonly what: 'event'; readonly uid: string; readonly live: boolean; readonly by: string; readonly reason: string; readonly message: string; readonly warning: boolean; readonly count: number}
	| {readonly source: 'gateway'; readonly what: 'call'; readonly call: CallView}
	| {readonly source: 'engine'; readonly what: 'container'; readonly uid: string; readonly container: string; readonly action: string; readonly exitCode: number | undefined};

/** A call of the kubelet, or of its shim, to the engine. */
export type CallView = {
	readonly method: string;
	/** Without the API's version and without a query, ids as the engine shortens them: `/containers/0123456789ab/start`. */
	readonly path: string;
	/** Of calls about an image. */
	readonly image: string | undefined;
	readonly status: number;
	readonly milliseconds: number;
	/** What the gateway changed or refused. */
	readonly notes: readonly string[];
	/** Undefined of calls about an image, which belong to no pod. */
	readonly uid: string | undefined;
	/** `POD` is the sandbox. */
	readonly container: string | undefined;
};

/** One of the cluster's own components as it is now, and since when if that is known. */
export type ComponentView = {
	/** `kube-scheduler`, `kubelet@node-1` */
	readonly id: string;
	readonly state: string;
	/** Stopped on purpose. */
	readonly held: boolean;
	/** What was done to it on purpose, in words: `paused by a fault`. */
	readonly fault?: string | undefined;
};
