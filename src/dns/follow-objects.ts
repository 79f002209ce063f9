/** The three kinds of objects that records are made from, as they are in the API at each moment. */
import {EventEmitter, once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Api} from '../api/api.ts';
import {inform} from '../api/inform.ts';
import type {Endpoints, Objects, Pod, Service} from './objects.ts';

/** How long changes are gathered, in milliseconds: a rollout is a burst of them. */
const gathering = 10;

/**
 * Follow until the signal. While the apiserver is away, the objects stay as they were.
 *
 * @param failed called when the apiserver refuses for good
 * @returns the objects when all kinds have been listed, and after each change; changes that come together are one, and so
 *   are those that come while the reader is at work
 */
export async function * followObjects(api: Api, failed: (error: unknown) => void, signal: AbortSignal): AsyncGenerator<Objects, never> {
	const seen: {services?: readonly Service[]; endpoints?: readonly Endpoints[]; pods?: readonly Pod[]} = {};
	const events = new EventEmitter();
	let unread = false;
	const noteChange = (): void => {
		if (seen.services && seen.endpoints && seen.pods) {
			unread = true;
			events.emit('change');
		}
	};

	inform<Service>(api, '/api/v1/services', objects => {
		seen.services = objects;
		noteChange();
	}, signal).catch(failed);
	inform<Endpoints>(api, '/api/v1/endpoints', objects => {
		seen.endpoints = objects;
		noteChange();
	}, signal).catch(failed);
	inform<Pod>(api, '/api/v1/pods', objects => {
		seen.pods = objects;
		noteChange();
	}, signal).catch(failed);
	while (true) {
		if (!unread) {
			await once(events, 'change', {signal});
		}

		await sleep(gathering, undefined, {signal});
		unread = false;
		yield {services: seen.services ?? [], endpoints: seen.endpoints ?? [], pods: seen.pods ?? []};
	}
}
