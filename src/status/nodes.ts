/** Nodes, and which of their conditions are not as they should be. Pure. */
import type {ApiObject} from '../api/api.ts';

export type NodeCondition = {readonly type: string; readonly status: string; readonly reason: string; readonly message: string};

/** A node as Kubernetes has it. */
export type NodeReport = {
	readonly name: string;
	readonly ready: boolean;
	/** No new pods: `kubectl cordon`. */
	readonly unschedulable: boolean;
	readonly kubeletVersion: string;
	readonly runtime: string;
	readonly address: string;
	readonly conditions: readonly NodeCondition[];
	/** Those that are not as they should be. */
	readonly bad: readonly NodeCondition[];
};

export type NodeObject = ApiObject & {
	readonly spec?: {readonly unschedulable?: boolean};
	readonly status?: {
		readonly conditions?: ReadonlyArray<{readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string}>;
		readonly addresses?: ReadonlyArray<{readonly type: string; readonly address: string}>;
		readonly nodeInfo?: {readonly kubeletVersion?: string; readonly containerRuntimeVersion?: string};
	};
};

/** Ready has to be True, every other one, a pressure or something unavailable, has to be False ("Node Status", Kubernetes documentation). */
export function reportNode({metadata, spec, status}: NodeObject): NodeReport {
	const conditions = (status?.conditions ?? []).map(({type, status, reason = '', message = ''}) => ({type, status, reason, message}));
	return {
		name: metadata.name,
		ready: conditions.some(({type, status}) => type === 'Ready' && status === 'True'),
		unschedulable: spec?.unschedulable ?? false,
		kubeletVersion: (status?.nodeInfo?.kubeletVersion ?? '').replace(/^v/, ''),
		runtime: status?.nodeInfo?.containerRuntimeVersion ?? '',
		address: status?.addresses?.find(({type}) => type === 'InternalIP')?.address ?? '',
		conditions,
		bad: conditions.filter(({type, status}) => status !== (type === 'Ready' ? 'True' : 'False')),
	};
}
