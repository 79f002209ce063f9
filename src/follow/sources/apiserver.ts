/** Versions of pods and events about them, as the apiserver tells them: the time is that of the arrival. */
import type {Api, ApiList} from '../../api/api.ts';
import type {Pod} from '../../diagnosis/objects.ts';
import type {ToldEvent} from '../../timeline/from-kubernetes.ts';
import {fromEvent} from '../from-told.ts';
import type {Observation} from '../observation.ts';
import {podView} from '../pod-view.ts';

/**
 * List, then watch, once.
 *
 * @param began called with what was there, before anything new is told
 * @throws ApiRequestError also when the apiserver ends the watch; the signal's reason
 */
export async function followPods(api: Api, namespace: string | undefined, began: (list: ApiList<Pod>) => void, tell: (observation: Observation) => void, signal: AbortSignal): Promise<void> {
	const path = pathOf(namespace, 'pods');
	const list = await api.list<Pod>(path, signal);
	for (const pod of list.items) {
		tell(seen(pod, 'listed'));
	}

	began(list);
	for await (const {type, object} of api.watch<Pod>(path, {resourceVersion: list.metadata.resourceVersion}, signal)) {
		if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') {
			tell(seen(object, ({ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted'} as const)[type]));
		}
	}
}

export async function followEvents(api: Api, namespace: string | undefined, began: () => void, tell: (observation: Observation) => void, signal: AbortSignal): Promise<void> {
	const path = pathOf(namespace, 'events');
	const selector = `?fieldSelector=${encodeURIComponent('involvedObject.kind=Pod')}`;
	const {items, metadata: {resourceVersion}} = await api.list<ToldEvent>(`${path}${selector}`, signal);
	for (const event of items) {
		tell(fromEvent(event, undefined));
	}

	began();
	for await (const {type, object} of api.watch<ToldEvent>(`${path}${selector}`, {resourceVersion}, signal)) {
		if (type === 'ADDED' || type === 'MODIFIED') {
			tell(fromEvent(object, Date.now()));
		}
	}
}

function seen(pod: Pod, change: 'listed' | 'added' | 'modified' | 'deleted'): Observation {
	return {at: Date.now(), precision: 'millisecond', clock: 'here', seen: {source: 'apiserver', what: 'pod', change, pod: podView(pod)}};
}

function pathOf(namespace: string | undefined, resource: string): string {
	return `/api/v1/${namespace === undefined ? '' : `namespaces/${encodeURIComponent(namespace)}/`}${resource}`;
}
