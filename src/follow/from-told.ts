/** From what sources tell, in their own words, to observations. Pure. */
import type {PodOfCall, TraceRecord} from '../gateway/trace.ts';
import type {ToldEvent} from '../timeline/from-kubernetes.ts';
import type {CallView, Observation} from './observation.ts';

/** @param arrived milliseconds since the epoch; undefined of an event that was there before somebody watched */
export function fromEvent(event: ToldEvent, arrived: number | undefined): Observation {
	const {involvedObject, type, reason = '', message = '', count, series, source, reportingComponent} = event;
	const by = source?.component || reportingComponent || '';
	// The scheduler writes microseconds (events.k8s.io), all others seconds.
	const fine = Date.parse(event.eventTime ?? '');
	const coarse = Date.parse((event['firstTimestamp'] as string | null | undefined) ?? event.metadata.creationTimestamp ?? '');
	return {
		...Number.isNaN(fine) ? (arrived === undefined ? {at: coarse, precision: 'second', clock: 'cluster'} : {at: arrived, precision: 'millisecond', clock: 'here'}) : {at: fine, precision: 'millisecond', clock: 'cluster'},
		seen: {
			source: 'events', what: 'event', uid: involvedObject?.uid ?? '', live: arrived !== undefined, by: by === 'default-scheduler' ? 'kube-scheduler' : by, reason, message: message.replaceAll(/\s+/g, ' ').trim(),
			warning: type === 'Warning', count: series?.count ?? count ?? 1,
		},
	};
}

/** A call that the gateway passed. */
export function fromCall({at, method, path, status, milliseconds, notes, about}: TraceRecord): Observation {
	return {at, precision: 'millisecond', clock: 'cluster', seen: {source: 'gateway', what: 'call', call: callOf({method, path, status, milliseconds, notes}, about)}};
}

function callOf({method, path, status, milliseconds, notes}: Pick<TraceRecord, 'method' | 'path' | 'status' | 'milliseconds' | 'notes'>, about: PodOfCall | undefined): CallView {
	const [plain = '', query] = path.replace(/^\/v\d[\d.]*(?=\/)/, '').split('?');
	return {
		method, path: plain.replaceAll(/\b([\da-f]{12})[\da-f]{52}\b/g, '$1'), image: imageOf(plain, query), status, milliseconds, notes, uid: about?.uid, container: about?.container,
	};
}

/** `single-kube/nginx:latest`, of calls about one image. */
function imageOf(path: string, query = ''): string | undefined {
	if (path === '/images/create') {
		const asked = new URLSearchParams(query);
		const [from, tag] = [asked.get('fromImage') ?? '', asked.get('tag') ?? ''];
		return tag === '' ? from : `${from}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`;
	}

	return /^\/images\/(.+)\/json$/.exec(decodeURIComponent(path))?.[1];
}

/** An event of the engine about a container of a pod, as the engine writes it. */
export type PodAction = {readonly at: number; readonly action: string; readonly uid: string; readonly container: string; readonly exitCode: number | undefined};

export function fromAction({at, action, uid, container, exitCode}: PodAction): Observation {
	return {at, precision: 'millisecond', clock: 'cluster', seen: {source: 'engine', what: 'container', uid, container, action, exitCode}};
}
