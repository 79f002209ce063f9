/** What the records are made from, as far as we read it: fields of the core API, the same from Kubernetes 1.20 to 1.37. */
import type {ApiObject} from '../api/api.ts';

type Port = {readonly name?: string; readonly protocol?: string; readonly port: number};

export type Service = ApiObject & {
	readonly spec?: {
		readonly type?: string;
		readonly clusterIP?: string;
		readonly clusterIPs?: readonly string[];
		readonly externalName?: string;
		readonly publishNotReadyAddresses?: boolean;
		readonly ports?: readonly Port[];
	};
};

export type EndpointAddress = {readonly ip: string; readonly hostname?: string};

/** The Endpoints of v1: every version has them, where EndpointSlices change their group's version on the way. */
export type Endpoints = ApiObject & {
	readonly subsets?: ReadonlyArray<{
		readonly addresses?: readonly EndpointAddress[];
		readonly notReadyAddresses?: readonly EndpointAddress[];
		readonly ports?: readonly Port[];
	}>;
};

export type Pod = ApiObject & {
	readonly status?: {readonly phase?: string; readonly podIP?: string; readonly podIPs?: ReadonlyArray<{readonly ip?: string}>};
};

export type Objects = {readonly services: readonly Service[]; readonly endpoints: readonly Endpoints[]; readonly pods: readonly Pod[]};
