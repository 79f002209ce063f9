import {setTimeout as sleep} from 'node:timers/promises';
import {SingleKubeError} from '../errors.ts';
import type {ApiList, ApiObject} from './api.ts';
import {isPassing} from './api-request-error.ts';
import {keyOf} from './key-of.ts';
import type {ApiConnection} from './connection.ts';
import {describeObjects} from './describe-objects.ts';
import {sendForJson} from './request.ts';
import {watch, type WatchEvent} from './watch.ts';

export type WaitOptions<T extends ApiObject = ApiObject> = {
	readonly timeoutMs: number;
	/** What is waited for, continuing "passed without": "two nginx pods being Ready". */
	readonly what: string;
	/** How to tell what was last seen, a line each; by default names, phases and conditions that are not True. */
	readonly describe?: (objects: readonly T[]) => readonly string[];
};

/** Before starting over after the server closed a watch, refused, or could not be reached. */
const pauseMs = 100;

/**
 * Wait until the objects of a list path satisfy a predicate: list once, then watch, without polling. When the watch
 * ends, its history is gone (410) or the server cannot answer for a while, it starts over with a list.
 *
 * @param path a collection, `?labelSelector=` and `?fieldSelector=metadata.name%3D…` allowed
 * @param predicate is asked about all objects after each change; the order is that of the list, new ones last
 * @returns the objects that satisfied it
 * @throws SingleKubeError TIMEOUT with what was last seen; ApiRequestError when the server refuses for good (403, 404);
 *   the signal's reason; what the predicate throws
 */
export async function waitFor<T extends ApiObject>(
	connection: ApiConnection, path: string, predicate: (objects: readonly T[]) => boolean, options: WaitOptions<T>, signal?: AbortSignal,
): Promise<readonly T[]> {
	const limit = AbortSignal.timeout(options.timeoutMs);
	const either = signal ? AbortSignal.any([signal, limit]) : limit;
	let lastSeen = 'no answer from the API server yet' as readonly T[] | string;
	try {
		while (true) {
			try {
				for await (const objects of observe<T>(connection, path, either)) {
					lastSeen = objects;
					if (predicate(objects)) {
						return objects;
					}
				}
			} catch (error) {
				if (!isPassing(error)) {
					throw error;
				}

				lastSeen = typeof lastSeen === 'string' && error instanceof Error ? error.message : lastSeen;
			}

			await sleep(pauseMs, undefined, {signal: either});
		}
	} catch (error) {
		signal?.throwIfAborted();
		if (!limit.aborted) {
			throw error;
		}

		throw new SingleKubeError('TIMEOUT', `${options.timeoutMs / 1000} s passed without ${options.what}`, {
			seen: typeof lastSeen === 'string' ? [lastSeen] : (options.describe ?? describeObjects)(lastSeen),
			hint: 'See what is not well: single-kube status', cause: error,
		});
	}
}

/** All objects of the path, once at first and again after each change; ends when the server ends the watch. */
async function * observe<T extends ApiObject>(connection: ApiConnection, path: string, signal: AbortSignal): AsyncGenerator<readonly T[], void> {
	const {metadata, items} = await sendForJson<ApiList<T>>(connection, {method: 'GET', path}, signal);
	const objects = new Map(items.map(item => [keyOf(item), item]));
	yield [...objects.values()];
	for await (const event of watch<T>(connection, path, {resourceVersion: metadata.resourceVersion}, signal)) {
		if (record(objects, event)) {
			yield [...objects.values()];
		}
	}
}

/** Take an event into a map of objects by namespace and name. @returns whether this was a change */
export function record<T extends ApiObject>(objects: Map<string, T>, {type, object}: WatchEvent<T>): boolean {
	switch (type) {
		case 'ADDED':
		case 'MODIFIED': {
			objects.set(keyOf(object), object);
			return true;
		}

		case 'DELETED': {
			return objects.delete(keyOf(object));
		}

		case 'BOOKMARK': {
			return false;
		}
	}
}
