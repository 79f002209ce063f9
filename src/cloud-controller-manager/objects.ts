/** The fields that the controllers read of Kubernetes' objects ("Kubernetes API", reference of core/v1 and storage.k8s.io/v1). */
import type {ApiObject} from '../api/api.ts';

type Metadata = {
	readonly uid: string;
	readonly creationTimestamp?: string;
	readonly deletionTimestamp?: string;
	readonly annotations?: Readonly<Record<string, string>>;
};

type Namespaced = Metadata & {readonly namespace: string};

export type Service = ApiObject & {
	readonly metadata: Namespaced;
	readonly spec: {
		readonly type?: string;
		readonly loadBalancerIP?: string;
		readonly loadBalancerClass?: string;
		readonly ports?: ReadonlyArray<{readonly protocol?: string; readonly nodePort?: number}>;
	};
	readonly status?: {readonly loadBalancer?: {readonly ingress?: ReadonlyArray<{readonly ip?: string}>}};
};

export type Claim = ApiObject & {
	readonly metadata: Namespaced;
	readonly spec: {
		readonly accessModes?: readonly string[];
		readonly storageClassName?: string;
		readonly volumeName?: string;
		readonly volumeMode?: string;
		readonly selector?: object;
		readonly dataSource?: {readonly kind: string; readonly name: string};
		readonly resources?: {readonly requests?: {readonly storage?: string}};
	};
	readonly status?: {readonly phase?: string; readonly capacity?: {readonly storage?: string}};
};

export type Volume = ApiObject & {
	readonly metadata: Metadata;
	readonly spec: {
		readonly capacity?: {readonly storage?: string};
		readonly persistentVolumeReclaimPolicy?: string;
		readonly claimRef?: {readonly namespace?: string; readonly name?: string; readonly uid?: string};
	};
	readonly status?: {readonly phase?: string};
};

export type StorageClass = ApiObject & {
	readonly provisioner: string;
	readonly reclaimPolicy?: string;
	readonly volumeBindingMode?: string;
	readonly parameters?: Readonly<Record<string, string>>;
	readonly mountOptions?: readonly string[];
	readonly allowVolumeExpansion?: boolean;
};
