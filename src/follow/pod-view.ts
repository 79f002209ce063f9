/** What the way of a pod is read from, out of the object that the apiserver has. Pure. */
import type {ContainerStatus, Meta, Pod} from '../diagnosis/objects.ts';

export type ContainerView = {
	readonly name: string;
	readonly image: string;
	readonly init: boolean;
	/** It has a probe that says when it is ready. */
	readonly probed: boolean;
	readonly state: 'unknown' | 'waiting' | 'running' | 'terminated';
	readonly reason: string | undefined;
	readonly message: string | undefined;
	/** Of what ended last, now or before. */
	readonly exitCode: number | undefined;
	readonly restarts: number;
	readonly ready: boolean;
	/** Milliseconds since the epoch, to the second. */
	readonly startedAt: number | undefined;
};

export type ConditionView = {readonly type: string; readonly is: boolean; readonly reason: string | undefined; readonly message: string | undefined; readonly at: number | undefined};

/** Times in milliseconds since the epoch, to the second. */
export type PodView = {
	readonly namespace: string;
	readonly name: string;
	readonly uid: string;
	/** The revision of etcd at which it was written. */
	readonly revision: number;
	readonly createdAt: number;
	/** When its deletion was asked for. */
	readonly deletedAt: number | undefined;
	readonly graceSeconds: number | undefined;
	/** `ReplicaSet web-5d8` */
	readonly owner: {readonly kind: string; readonly name: string} | undefined;
	/** Who wrote it first, by the name that the program gives itself: `kubectl-run`. */
	readonly writer: string | undefined;
	readonly scheduler: string;
	readonly node: string | undefined;
	readonly hostNetwork: boolean;
	readonly volumes: number;
	readonly phase: string;
	readonly reason: string | undefined;
	readonly message: string | undefined;
	readonly address: string | undefined;
	/** When the kubelet took it. */
	readonly takenAt: number | undefined;
	readonly conditions: readonly ConditionView[];
	readonly containers: readonly ContainerView[];
};

type Spec = {
	readonly nodeName?: string; readonly schedulerName?: string; readonly hostNetwork?: boolean; readonly volumes?: readonly unknown[];
	readonly containers?: readonly SpecContainer[]; readonly initContainers?: readonly SpecContainer[];
};
type SpecContainer = {readonly name: string; readonly image?: string; readonly readinessProbe?: object};
type Status = {readonly podIP?: string; readonly startTime?: string};
type Managed = {readonly manager?: string; readonly fieldsV1?: Readonly<Record<string, unknown>>};

/** @param object as the apiserver has it; without its managed fields nobody is named who wrote it */
export function podView(object: Pod): PodView {
	const {metadata} = object;
	const spec = (object.spec ?? {}) as Spec;
	const status = (object.status ?? {}) as NonNullable<Pod['status']> & Status;
	const {deletionTimestamp, deletionGracePeriodSeconds: grace} = metadata as Meta & {readonly deletionGracePeriodSeconds?: number};
	return {
		namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid ?? '', revision: Number(metadata.resourceVersion), createdAt: timeIn(metadata.creationTimestamp) ?? 0,
		// The API has the time at which the grace is over.
		deletedAt: deletionTimestamp === undefined ? undefined : timeIn(deletionTimestamp)! - (grace ?? 0) * 1000, graceSeconds: grace,
		owner: metadata.ownerReferences?.map(({kind, name}) => ({kind, name}))[0], writer: writerOf(metadata['managedFields'] as readonly Managed[] | undefined),
		scheduler: spec.schedulerName ?? 'default-scheduler', node: spec.nodeName, hostNetwork: spec.hostNetwork ?? false, volumes: spec.volumes?.length ?? 0,
		phase: status.phase ?? 'Pending', reason: status.reason, message: status.message, address: status.podIP || undefined, takenAt: timeIn(status.startTime),
		conditions: (status.conditions ?? []).map(({type, status: is, reason, message, lastTransitionTime}) => ({type, is: is === 'True', reason, message, at: timeIn(lastTransitionTime)})),
		containers: [
			...(spec.initContainers ?? []).map(container => containerView(container, status.initContainerStatuses, true)),
			...(spec.containers ?? []).map(container => containerView(container, status.containerStatuses, false)),
		],
	};
}

function containerView({name, image = '', readinessProbe}: SpecContainer, statuses: readonly ContainerStatus[] | undefined, init: boolean): ContainerView {
	const status = statuses?.find(other => other.name === name);
	const {waiting, running, terminated} = status?.state ?? {};
	const ended = terminated ?? status?.lastState?.terminated;
	return {
		name, image, init, probed: readinessProbe !== undefined,
		state: running ? 'running' : terminated ? 'terminated' : waiting ? 'waiting' : 'unknown',
		reason: waiting?.reason ?? terminated?.reason, message: waiting?.message ?? terminated?.message, exitCode: ended?.exitCode,
		restarts: status?.restartCount ?? 0, ready: status?.ready ?? false,
		startedAt: timeIn((running as {readonly startedAt?: string} | undefined)?.startedAt ?? (terminated as {readonly startedAt?: string} | undefined)?.startedAt),
	};
}

/** Who made it said what it should be; the scheduler and the kubelet only say how it is. */
function writerOf(managed: readonly Managed[] | undefined): string | undefined {
	return managed?.find(({fieldsV1}) => fieldsV1 !== undefined && 'f:spec' in fieldsV1)?.manager;
}

function timeIn(text: string | undefined): number | undefined {
	const time = Date.parse(text ?? '');
	return Number.isNaN(time) ? undefined : time;
}
