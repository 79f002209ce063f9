/** The kinds of objects that the workloads' pane lists: where the apiserver has them, and what can be done to them. Pure. */
import type {ApiObject} from '../api/api.ts';

/** The first four are always watched, the others while they are shown. */
export const objectKinds = ['pods', 'deployments', 'services', 'nodes', 'statefulsets', 'daemonsets', 'replicasets', 'jobs', 'ingresses', 'configmaps', 'persistentvolumeclaims'] as const;
export type ObjectKind = (typeof objectKinds)[number];

export const alwaysWatched: readonly ObjectKind[] = objectKinds.slice(0, 4);

export type KindFacts = {
	/** As kubectl calls one: `deployment`. */
	readonly singular: string;
	/** As kubectl takes it for short: `deploy`. */
	readonly short: string;
	/** `Deployment` */
	readonly title: string;
	/** `/apis/apps/v1` */
	readonly group: string;
	readonly namespaced: boolean;
	/** It has a number of replicas that can be changed. */
	readonly scales: boolean;
	/** Its pods are made anew one after the other when what they are made from changes. */
	readonly rolls: boolean;
	/** Pods are behind it that a port can be forwarded to. */
	readonly leadsToPods: boolean;
};

const apps = {group: '/apis/apps/v1', namespaced: true, leadsToPods: true};
const core = {group: '/api/v1', namespaced: true, scales: false, rolls: false, leadsToPods: false};

export const kindFacts: Readonly<Record<ObjectKind, KindFacts>> = {
	pods: {...core, singular: 'pod', short: 'po', title: 'Pod', leadsToPods: true},
	deployments: {...apps, singular: 'deployment', short: 'deploy', title: 'Deployment', scales: true, rolls: true},
	services: {...core, singular: 'service', short: 'svc', title: 'Service', leadsToPods: true},
	nodes: {...core, singular: 'node', short: 'no', title: 'Node', namespaced: false},
	statefulsets: {...apps, singular: 'statefulset', short: 'sts', title: 'StatefulSet', scales: true, rolls: true},
	daemonsets: {...apps, singular: 'daemonset', short: 'ds', title: 'DaemonSet', scales: false, rolls: true},
	replicasets: {...apps, singular: 'replicaset', short: 'rs', title: 'ReplicaSet', scales: true, rolls: false},
	jobs: {...core, singular: 'job', short: 'job', title: 'Job', group: '/apis/batch/v1'},
	ingresses: {...core, singular: 'ingress', short: 'ing', title: 'Ingress', group: '/apis/networking.k8s.io/v1'},
	configmaps: {...core, singular: 'configmap', short: 'cm', title: 'ConfigMap'},
	persistentvolumeclaims: {...core, singular: 'persistentvolumeclaim', short: 'pvc', title: 'PersistentVolumeClaim'},
};

/** Which object: enough to ask for it, and to name it. */
export type ObjectRef = {readonly kind: ObjectKind; readonly namespace: string | undefined; readonly name: string};

export function refOf(kind: ObjectKind, {metadata: {namespace, name}}: Pick<ApiObject, 'metadata'>): ObjectRef {
	return {kind, namespace, name};
}

/** Where the apiserver has all of them. */
export function listPath(kind: ObjectKind): string {
	return `${kindFacts[kind].group}/${kind}`;
}

/** Where the apiserver has it. */
export function objectPath({kind, namespace, name}: ObjectRef): string {
	return `${kindFacts[kind].group}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${kind}/${name}`;
}

/** As kubectl takes it: `deployment/web`. */
export function kubectlName({kind, name}: ObjectRef): string {
	return `${kindFacts[kind].singular}/${name}`;
}

/** kubectl's words for where it is: `-n kube-system ` before what follows, nothing for the namespace that it takes by itself. */
export function kubectlNamespace(namespace: string | undefined): string {
	return namespace === undefined || namespace === 'default' ? '' : `-n ${namespace} `;
}
