/** What is not well yet of a node, its pods and what makes pods: what `start --wait` waits for. Pure. */
import type {ApiObject} from '../api/api.ts';
import type {Pod} from './objects.ts';

export type NodeObject = ApiObject & {readonly status?: {readonly conditions?: ReadonlyArray<{readonly type: string; readonly status: string; readonly message?: string}>}};

/** A Deployment, a StatefulSet or a DaemonSet; every field may be missing, as in the API. */
export type Workload = ApiObject & {
	readonly metadata: ApiObject['metadata'] & {readonly generation?: number};
	readonly spec?: {readonly replicas?: number};
	readonly status?: {
		readonly observedGeneration?: number; readonly readyReplicas?: number; readonly updatedReplicas?: number;
		readonly desiredNumberScheduled?: number; readonly numberReady?: number;
	};
};

export type Workloads = {
	readonly nodes: readonly NodeObject[];
	readonly pods: readonly Pod[];
	readonly deployments: readonly Workload[];
	readonly statefulSets: readonly Workload[];
	readonly daemonSets: readonly Workload[];
};

/** @returns a line for each thing that is not well, nothing when all is */
export function notWell({nodes, pods, deployments, statefulSets, daemonSets}: Workloads): string[] {
	return [
		...nodes.length === 0 ? ['no node has registered'] : nodes.flatMap(node => nodeLine(node)),
		...deployments.flatMap(workload => replicasLine('Deployment', workload)),
		...statefulSets.flatMap(workload => replicasLine('StatefulSet', workload)),
		...daemonSets.flatMap(workload => daemonLine(workload)),
		...pods.flatMap(pod => podLine(pod)),
	];
}

function nodeLine({metadata: {name}, status}: NodeObject): string[] {
	const ready = status?.conditions?.find(({type}) => type === 'Ready');
	return ready?.status === 'True' ? [] : [`Node ${name} is not Ready${ready?.message === undefined ? '' : `: ${ready.message}`}`];
}

function replicasLine(kind: string, workload: Workload): string[] {
	const {spec, status} = workload;
	const wanted = spec?.replicas ?? 1;
	const ready = Math.min(status?.readyReplicas ?? 0, kind === 'Deployment' ? status?.updatedReplicas ?? 0 : status?.readyReplicas ?? 0);
	return isSeen(workload) && ready >= wanted ? [] : [`${named(kind, workload)}: ${ready} of ${wanted} pods are ready`];
}

function daemonLine(workload: Workload): string[] {
	const {desiredNumberScheduled: wanted = 0, numberReady: ready = 0} = workload.status ?? {};
	return isSeen(workload) && ready >= wanted ? [] : [`${named('DaemonSet', workload)}: ${ready} of ${wanted} pods are ready`];
}

/** What its controller has not looked at yet says nothing of it. */
function isSeen({metadata, status}: Workload): boolean {
	return (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
}

function podLine(pod: Pod): string[] {
	const {metadata, status} = pod;
	// A pod of a Job that failed is the Job's to make up for, and one that goes is on its way.
	const ofJob = metadata.ownerReferences?.some(({kind}) => kind === 'Job') ?? false;
	const ready = status?.conditions?.find(({type}) => type === 'Ready');
	if (ready?.status === 'True' || status?.phase === 'Succeeded' || metadata.deletionTimestamp !== undefined || (ofJob && status?.phase === 'Failed')) {
		return [];
	}

	const scheduled = status?.conditions?.find(({type, status: is}) => type === 'PodScheduled' && is === 'False');
	const waiting = [...status?.initContainerStatuses ?? [], ...status?.containerStatuses ?? []].find(({state}) => state?.waiting)?.state?.waiting?.reason;
	const why = scheduled?.message ?? waiting ?? status?.reason;
	return [`${named('Pod', pod)} is ${status?.phase ?? 'Pending'}${why === undefined ? '' : `: ${why}`}`];
}

function named(kind: string, {metadata: {namespace = 'default', name}}: ApiObject): string {
	return `${kind} ${namespace}/${name}`;
}
