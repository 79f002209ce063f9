/** What every check has at hand. */
import type {Api, ApiObject} from '../api/api.ts';
import type {ExecResult} from '../engine/exec.ts';

export type SmokeContext = {
	readonly api: Api;
	readonly namespace: string;
	/** Run a command in the cluster's kubectl container. */
	readonly runInside: (command: readonly string[], signal: AbortSignal) => Promise<ExecResult>;
	/** Fetch a page from this machine; undefined where it has no way into the cluster's network. */
	readonly fetchHere: ((url: string, signal: AbortSignal) => Promise<string>) | undefined;
	/** What the name of the API's Service resolves to; undefined where pods have no cluster DNS. */
	readonly apiAddress: string | undefined;
	readonly signal: AbortSignal;
	/** The longest that one check may take, in milliseconds. */
	readonly limitMs: number;
};

export type Pod = ApiObject & {
	readonly status?: {
		readonly podIP?: string;
		readonly conditions?: ReadonlyArray<{readonly type: string; readonly status: string}>;
	};
};

export const podsPath = ({namespace}: SmokeContext): string => `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dnginx`;

export function isReady(object: Pod): boolean {
	return object.metadata['deletionTimestamp'] === undefined
		&& (object.status?.conditions ?? []).some(({type, status}) => type === 'Ready' && status === 'True');
}
