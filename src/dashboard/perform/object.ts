/** Do to an object of Kubernetes what was asked for, as kubectl does it. */
import type {Api} from '../../api/api.ts';
import {ApiRequestError} from '../../api/api-request-error.ts';
import type {ObjectDeed} from '../deeds/object.ts';
import {objectPath} from '../kinds.ts';
import {withApi} from '../sources/with-api.ts';
import type {Subject} from '../sources/subject.ts';

/** @throws Error in the apiserver's own words, where it refused; SingleKubeError when it cannot be reached */
export async function performObjectDeed(subject: Subject, deed: ObjectDeed, signal: AbortSignal): Promise<void> {
	await withApi(subject, async api => doToObject(api, deed, signal));
}

/** @throws as above */
export async function doToObject(api: Api, deed: ObjectDeed, signal: AbortSignal): Promise<void> {
	try {
		await send(api, deed, signal);
	} catch (error) {
		// What was asked for is known to who asked for it; what the apiserver says of it is not.
		throw error instanceof ApiRequestError && error.status !== undefined && error.seen[0] !== undefined ? new Error(error.seen[0], {cause: error}) : error;
	}
}

async function send(api: Api, deed: ObjectDeed, signal: AbortSignal): Promise<void> {
	const path = objectPath(deed.of);
	switch (deed.kind) {
		case 'scale': {
			// Not the object itself: who may scale need not be allowed to change all of it.
			await api.patch(`${path}/scale`, {spec: {replicas: deed.replicas}}, 'merge', signal);
			break;
		}

		case 'rollout-restart': {
			await api.patch(path, {spec: {template: {metadata: {annotations: {'kubectl.kubernetes.io/restartedAt': new Date().toISOString()}}}}}, 'strategic-merge', signal);
			break;
		}

		case 'delete': {
			// A Job's pods stay behind without it.
			await api.delete(`${path}?propagationPolicy=Background`, signal);
		}
	}
}
