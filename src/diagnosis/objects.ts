/** The parts of Kubernetes' objects that a diagnosis reads; every field may be missing, as in the API. */
import type {ApiObject} from '../api/api.ts';

export type Meta = ApiObject['metadata'] & {
	readonly creationTimestamp?: string;
	readonly deletionTimestamp?: string;
	readonly ownerReferences?: ReadonlyArray<{readonly kind: string; readonly name: string; readonly uid: string}>;
};

export type ContainerState = {
	readonly waiting?: {readonly reason?: string; readonly message?: string};
	readonly terminated?: {readonly exitCode: number; readonly reason?: string; readonly message?: string};
	readonly running?: object;
};

export type ContainerStatus = {
	readonly name: string;
	readonly image?: string;
	readonly ready?: boolean;
	readonly restartCount?: number;
	readonly state?: ContainerState;
	readonly lastState?: ContainerState;
};

export type Pod = ApiObject & {
	readonly metadata: Meta;
	readonly spec?: {
		readonly nodeName?: string;
		readonly containers?: ReadonlyArray<{readonly name: string; readonly image?: string; readonly ports?: ReadonlyArray<{readonly name?: string; readonly containerPort: number}>}>;
		readonly volumes?: ReadonlyArray<{readonly persistentVolumeClaim?: {readonly claimName: string}}>;
	};
	readonly status?: {
		readonly phase?: string;
		readonly reason?: string;
		readonly message?: string;
		readonly conditions?: ReadonlyArray<{readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string; readonly lastTransitionTime?: string}>;
		readonly initContainerStatuses?: readonly ContainerStatus[];
		readonly containerStatuses?: readonly ContainerStatus[];
	};
};

export type ServicePort = {
	readonly name?: string;
	readonly protocol?: string;
	readonly port: number;
	readonly targetPort?: number | string;
	readonly nodePort?: number;
};

export type Service = ApiObject & {
	readonly metadata: Meta;
	readonly spec?: {
		readonly type?: string;
		readonly clusterIP?: string;
		readonly externalName?: string;
		readonly selector?: Readonly<Record<string, string>>;
		readonly ports?: readonly ServicePort[];
	};
	readonly status?: {readonly loadBalancer?: {readonly ingress?: ReadonlyArray<{readonly ip?: string; readonly hostname?: string}>}};
};

export type Endpoints = ApiObject & {
	readonly subsets?: ReadonlyArray<{readonly addresses?: ReadonlyArray<{readonly ip: string}>; readonly notReadyAddresses?: ReadonlyArray<{readonly ip: string}>}>;
};

export type Claim = ApiObject & {
	readonly metadata: Meta;
	readonly spec?: {readonly storageClassName?: string; readonly volumeName?: string};
	readonly status?: {readonly phase?: string};
};

export type StorageClass = ApiObject & {readonly volumeBindingMode?: string};

export type KubernetesEvent = ApiObject & {
	readonly metadata: Meta;
	readonly involvedObject?: {readonly kind?: string; readonly namespace?: string; readonly name?: string; readonly uid?: string};
	readonly type?: string;
	readonly reason?: string;
	readonly message?: string;
	readonly lastTimestamp?: string | null;
	readonly eventTime?: string | null;
};

/** What an apiserver said at one time. */
export type ClusterObjects = {
	readonly pods: readonly Pod[];
	readonly services: readonly Service[];
	readonly endpoints: readonly Endpoints[];
	readonly claims: readonly Claim[];
	readonly classes: readonly StorageClass[];
	readonly events: readonly KubernetesEvent[];
	/** When they were read, in milliseconds since the epoch. */
	readonly readAt: number;
};

/** The newest event about an object whose reason is one of these, or any warning; undefined when there is none. */
export function newestEvent(events: readonly KubernetesEvent[], about: {readonly kind: string; readonly metadata: Meta}, reasons?: readonly string[]): KubernetesEvent | undefined {
	const {kind, metadata} = about;
	return events
		.filter(({involvedObject: object, type, reason = ''}) => object?.kind === kind && object.name === metadata.name && object.namespace === metadata.namespace
			// An object that was made anew under its old name has nothing to do with what happened before.
			&& (object.uid === undefined || metadata.uid === undefined || object.uid === metadata.uid)
			&& (reasons ? reasons.includes(reason) : type === 'Warning'))
		.reduce<KubernetesEvent | undefined>((newest, event) => newest && timeOf(newest) > timeOf(event) ? newest : event, undefined);
}

/** Milliseconds since the epoch. */
export function timeOf({lastTimestamp, eventTime, metadata}: KubernetesEvent): number {
	return Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '') || 0;
}

/** How long an object has been there, in seconds. */
export function ageOf({creationTimestamp}: Meta, now: number): number {
	return Math.max(0, (now - (Date.parse(creationTimestamp ?? '') || 0)) / 1000);
}
