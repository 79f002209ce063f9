/** The objects that routes are made from, as far as they are read ("Ingress", Kubernetes documentation). */
import type {ApiObject} from '../api/api.ts';

export type ServiceBackend = {readonly name: string; readonly port?: {readonly number?: number; readonly name?: string}};
export type IngressBackend = {readonly service?: ServiceBackend; readonly resource?: unknown};
export type IngressPath = {readonly path?: string; readonly pathType?: string; readonly backend: IngressBackend};

export type Ingress = ApiObject & {
	readonly spec?: {
		readonly ingressClassName?: string;
		readonly defaultBackend?: IngressBackend;
		readonly tls?: ReadonlyArray<{readonly hosts?: readonly string[]; readonly secretName?: string}>;
		readonly rules?: ReadonlyArray<{readonly host?: string; readonly http?: {readonly paths?: readonly IngressPath[]}}>;
	};
	readonly status?: {readonly loadBalancer?: {readonly ingress?: ReadonlyArray<{readonly ip?: string}>}};
};

export type IngressClass = ApiObject & {readonly spec?: {readonly controller?: string}};

export type Service = ApiObject & {
	readonly spec?: {readonly type?: string; readonly ports?: ReadonlyArray<{readonly name?: string; readonly port: number; readonly protocol?: string}>};
};

export type Endpoints = ApiObject & {
	readonly subsets?: ReadonlyArray<{
		readonly addresses?: ReadonlyArray<{readonly ip: string}>;
		readonly ports?: ReadonlyArray<{readonly name?: string; readonly port: number}>;
	}>;
};

/** Its data is base64. */
export type Secret = ApiObject & {readonly data?: Readonly<Record<string, string>>};

/** What the cluster has at one moment. */
export type World = {
	readonly ingresses: readonly Ingress[];
	readonly classes: readonly IngressClass[];
	readonly services: readonly Service[];
	readonly endpoints: readonly Endpoints[];
	readonly secrets: readonly Secret[];
};

export const annotationsOf = ({metadata}: ApiObject): Readonly<Record<string, string>> => (metadata['annotations'] ?? {}) as Readonly<Record<string, string>>;
