import {setTimeout as sleep} from 'node:timers/promises';
import type {Api, ApiObject} from './api.ts';
import {ApiRequestError, isPassing} from './api-request-error.ts';
import {record} from './wait-for.ts';

/** Before asking again after the server closed a watch, refused, or could not be reached, in milliseconds. */
const pauseMs = 500;

/**
 * Know the objects of a list path, for ever: list, then watch, and over again whenever the watch ends or the apiserver
 * is away. What was known last is good until something newer is.
 *
 * @param path a collection, selectors allowed
 * @param changed is told of all objects after each list and each change, in no order that means anything
 * @throws ApiRequestError when the server refuses for good; the signal's reason; what `changed` throws
 */
export async function inform<T extends ApiObject>(api: Api, path: string, changed: (objects: readonly T[]) => void, signal: AbortSignal): Promise<never> {
	while (true) {
		try {
			const {metadata, items} = await api.list<T>(path, signal);
			const objects = new Map<string, T>();
			for (const object of items) {
				record(objects, {type: 'ADDED', object});
			}

			changed([...objects.values()]);
			for await (const event of api.watch<T>(path, {resourceVersion: metadata.resourceVersion}, signal)) {
				if (record(objects, event)) {
					changed([...objects.values()]);
				}
			}
		} catch (error) {
			signal.throwIfAborted();
			// Our own roles are applied a moment after the apiserver serves: until then it refuses with 403.
			if (!isPassing(error) && !isForbidden(error)) {
				throw error;
			}
		}

		await sleep(pauseMs, undefined, {signal});
	}
}

function isForbidden(error: unknown): boolean {
	return error instanceof ApiRequestError && error.status === 403;
}
