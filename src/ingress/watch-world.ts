/** Know what routes are made from, and have it acted upon: at once, but not for each of many changes in a row. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Api, ApiObject} from '../api/api.ts';
import {inform} from '../api/inform.ts';
import {workLoop} from '../controllers/work-loop.ts';
import type {World} from './objects.ts';

const paths: Readonly<Record<keyof World, string>> = {
	ingresses: '/apis/networking.k8s.io/v1/ingresses',
	classes: '/apis/networking.k8s.io/v1/ingressclasses',
	services: '/api/v1/services',
	endpoints: '/api/v1/endpoints',
	// Others are not even read.
	secrets: '/api/v1/secrets?fieldSelector=type%3Dkubernetes.io%2Ftls',
};

/** Between a change and acting upon it, for those that come with it; a reload costs nginx a new worker. */
const gatherMs = 150;

/** How soon everything is looked at again without a change: problems that last are said again. */
const lookAgainMs = 10 * 60_000;

export type WatchOptions = {
	/** Called with everything when all of it is known, then after changes; never twice at a time; tried again when it throws. */
	readonly act: (world: World) => Promise<void>;
	readonly log: (line: string) => void;
	readonly signal: AbortSignal;
};

/** @throws the signal's reason; ApiRequestError when the apiserver has no such objects */
export async function watchWorld(api: Api, {act, log, signal}: WatchOptions): Promise<never> {
	const known = new Map<string, readonly ApiObject[]>();
	const wanted = Object.entries(paths);
	const loop = workLoop({
		name: 'ingress', log, signal,
		async work() {
			await sleep(gatherMs, undefined, {signal});
			if (known.size === wanted.length) {
				await act(Object.fromEntries(known) as unknown as World);
			}

			return lookAgainMs;
		},
	});
	return Promise.race(wanted.map(async ([name, path]) => inform(api, path, objects => {
		known.set(name, objects);
		loop.wake();
	}, signal)));
}
