import type {ApiObject} from './api.ts';
import {refused, unreachable} from './api-request-error.ts';
import type {ApiConnection} from './connection.ts';
import {open} from './request.ts';

/** A bookmark's object holds nothing but a resource version to go on from. */
export type WatchEvent<T extends ApiObject = ApiObject> = {
	readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
	readonly object: T;
};

/**
 * Watch the objects of a list path ("Efficient detection of changes", Kubernetes API concepts). Ends when the server
 * ends it, as it does every half hour or so; going on is the caller's. Leaving the loop closes the connection.
 *
 * @throws ApiRequestError when the connection breaks or the server reports an error, status 410 when the resource
 *   version is too old; the signal's reason when it is aborted
 */
export async function * watch<T extends ApiObject>(
	connection: ApiConnection, path: string, {resourceVersion}: {readonly resourceVersion?: string}, signal?: AbortSignal,
): AsyncGenerator<WatchEvent<T>, void> {
	const watchPath = withQuery(path, {watch: 'true', allowWatchBookmarks: 'true', resourceVersion});
	const request = `GET ${watchPath}`;
	const response = await open(connection, {method: 'GET', path: watchPath}, signal);
	response.setEncoding('utf8');
	try {
		for await (const line of linesOf(response)) {
			yield parseEvent<T>(line, request);
		}
	} catch (error) {
		signal?.throwIfAborted();
		throw error instanceof Error && 'code' in error && error.code === 'API_REQUEST_FAILED' ? error : unreachable(request, connection.server.origin, error);
	} finally {
		response.destroy();
	}
}

async function * linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string, void> {
	let rest = '';
	for await (const chunk of chunks) {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		yield * lines.filter(line => line !== '');
	}
}

type ErrorEvent = {readonly type: 'ERROR'; readonly object: {readonly code?: number}};

function parseEvent<T extends ApiObject>(line: string, request: string): WatchEvent<T> {
	const event = JSON.parse(line) as WatchEvent<T> | ErrorEvent;
	if (event.type === 'ERROR') {
		throw refused(request, event.object.code ?? 500, JSON.stringify(event.object));
	}

	return event;
}

function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
	const [pathname = '', query] = path.split('?', 2);
	const merged = new URLSearchParams(query);
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== undefined) {
			merged.set(name, value);
		}
	}

	return `${pathname}?${merged}`;
}
