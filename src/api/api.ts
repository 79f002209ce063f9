/** A small Kubernetes API client, with client certificates: what our own lifecycle and the smoke test need. */
import type {Duplex} from 'node:stream';
import {createConnection, type ApiConnection, type ApiCredentials} from './connection.ts';
import {sendForJson, sendForText} from './request.ts';
import {upgrade, type UpgradeRequest} from './upgrade.ts';
import {waitFor, type WaitOptions} from './wait-for.ts';
import {watch, type WatchEvent} from './watch.ts';

/** Any object of the API; callers know the rest of its fields. */
export type ApiObject = {
	readonly apiVersion?: string;
	readonly kind?: string;
	readonly metadata: {
		readonly name: string;
		readonly namespace?: string;
		readonly uid?: string;
		readonly resourceVersion?: string;
		readonly labels?: Readonly<Record<string, string>>;
		readonly [field: string]: unknown;
	};
	readonly [field: string]: unknown;
};

export type ApiList<T extends ApiObject = ApiObject> = {
	readonly metadata: {readonly resourceVersion?: string};
	readonly items: readonly T[];
};

/** How a patch body is meant ("Update API objects in place using kubectl patch", Kubernetes documentation). */
export type PatchType = 'strategic-merge' | 'merge' | 'json' | 'apply';

/**
 * Paths are those of the API, query included: `/api/v1/namespaces/default/pods?labelSelector=app%3Dnginx`. Each call
 * but `watch` and `waitFor` takes 30 s at most and throws TIMEOUT after that; all throw the signal's reason when it is
 * aborted, and an ApiRequestError (API_REQUEST_FAILED) when the server refuses or cannot be reached.
 */
export type Api = {
	get: <T extends ApiObject = ApiObject>(path: string, signal?: AbortSignal) => Promise<T>;
	list: <T extends ApiObject = ApiObject>(path: string, signal?: AbortSignal) => Promise<ApiList<T>>;
	create: <T extends ApiObject = ApiObject>(path: string, object: object, signal?: AbortSignal) => Promise<T>;
	/** `apply` needs `?fieldManager=` in the path. */
	patch: <T extends ApiObject = ApiObject>(path: string, body: object, type: PatchType, signal?: AbortSignal) => Promise<T>;
	delete: (path: string, signal?: AbortSignal) => Promise<void>;
	/** The answer as it is: `/readyz?verbose`, `/version`, a pod's log. */
	raw: (path: string, signal?: AbortSignal) => Promise<string>;
	/** What happens to the objects of a list path from a resource version on; ends when the server ends it. */
	watch: <T extends ApiObject = ApiObject>(path: string, options: {readonly resourceVersion?: string}, signal?: AbortSignal) => AsyncIterable<WatchEvent<T>>;
	/** Wait until the objects of a list path are as they should be; resolves to them. See wait-for.ts. */
	waitFor: <T extends ApiObject = ApiObject>(path: string, predicate: (objects: readonly T[]) => boolean, options: WaitOptions<T>, signal?: AbortSignal) => Promise<readonly T[]>;
	/** Have a connection of its own speak another protocol: port-forward. See upgrade.ts. */
	upgrade: (path: string, request: UpgradeRequest, signal?: AbortSignal) => Promise<Duplex>;
	/** Close every connection; calls under way fail. */
	close: () => void;
};

/** @param credentials the server as a URL, and PEM texts */
export function createApi(credentials: ApiCredentials): Api {
	const connection: ApiConnection = createConnection(credentials);
	return {
		get: (path, signal) => sendForJson(connection, {method: 'GET', path}, signal),
		list: (path, signal) => sendForJson(connection, {method: 'GET', path}, signal),
		create: (path, object, signal) => sendForJson(connection, {method: 'POST', path, body: object}, signal),
		patch: (path, body, type, signal) => sendForJson(connection, {method: 'PATCH', path, body, contentType: patchTypes[type]}, signal),
		delete: async (path, signal) => {
			await sendForText(connection, {method: 'DELETE', path}, signal);
		},
		raw: (path, signal) => sendForText(connection, {method: 'GET', path}, signal),
		watch: (path, options, signal) => watch(connection, path, options, signal),
		waitFor: (path, predicate, options, signal) => waitFor(connection, path, predicate, options, signal),
		upgrade: (path, request, signal) => upgrade(connection, path, request, signal),
		close: () => {
			connection.agent.destroy();
		},
	};
}

const patchTypes = {
	'strategic-merge': 'application/strategic-merge-patch+json',
	merge: 'application/merge-patch+json',
	json: 'application/json-patch+json',
	apply: 'application/apply-patch+yaml',
} as const satisfies Record<PatchType, string>;
