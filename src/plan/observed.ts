/** What an engine has of a cluster, as plain records: made by src/engine/observe.ts, read by reconcile and teardown. */
import type {Fault} from '../faults/fault.ts';

export type Observed = {
	readonly network: {readonly id: string} | undefined;
	/** The volumes that carry the cluster's label, each with the version of Kubernetes that it was made for. */
	readonly volumes: ReadonlyArray<{readonly name: string; readonly version: string}>;
	/** Ids of the components that somebody stopped on purpose. */
	readonly held: readonly string[];
	/** What somebody broke on purpose, the oldest first; left out where nothing is. */
	readonly faults?: readonly Fault[];
	/** Of a cluster that was paused as a whole, or was about to be: names of the containers that somebody had paused before. */
	readonly paused?: readonly string[];
	/** The hash of settings and API objects that the last complete start carried out; undefined before it. */
	readonly applied: string | undefined;
	readonly containers: readonly ObservedContainer[];
	readonly pods: readonly ObservedPod[];
	/** Names of workbenches that an interrupted command or a killed agent left; they hold volumes. */
	readonly leftovers: readonly string[];
};

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead' | 'removing';

export type ObservedContainer = {
	readonly id: string;
	readonly name: string;
	/** The component's id, `etcd` or `kubelet@node-1`. */
	readonly component: string;
	readonly config: string;
	readonly state: ContainerState;
	readonly exitCode: number;
	/** Milliseconds since the epoch; 0 when it never ran. */
	readonly startedAt: number;
	readonly finishedAt: number;
	/** The id or name of the container whose network namespace it joined. */
	readonly joined: string | undefined;
	readonly image: string;
	/** Of its first process, on the engine's host; 0 when it does not run. */
	readonly pid: number;
	/** How often the engine itself started it again. */
	readonly restarts: number;
	/** Its last end was the kernel's doing: no memory was left. */
	readonly outOfMemory: boolean;
	/** In the cluster's network; undefined for one that joined another, has none, or does not run. */
	readonly address: string | undefined;
	/** What its image says of itself: a version of Kubernetes, or Debian's name. */
	readonly version: string | undefined;
};

export type ObservedPod = {
	readonly id: string;
	readonly name: string;
	readonly node: string;
	readonly state: ContainerState;
	/** Milliseconds since the epoch, exact to the second. */
	readonly createdAt: number;
};
