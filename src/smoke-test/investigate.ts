/** What a namespace has to say when something in it went wrong: its events and its pods, a line each. */
import type {ApiObject} from '../api/api.ts';
import {describeObjects} from '../api/describe-objects.ts';
import type {SmokeContext} from './smoke-context.ts';

type Event = ApiObject & {readonly type?: string; readonly reason?: string; readonly message?: string; readonly involvedObject?: {readonly kind?: string; readonly name?: string}};

/** Not longer than this, in milliseconds: an apiserver that does not answer is a reason for being here. */
const limitMs = 5000;
const shownEvents = 12;

/** @throws ApiRequestError; SingleKubeError TIMEOUT */
export async function investigate({api, namespace, signal}: Pick<SmokeContext, 'api' | 'namespace' | 'signal'>): Promise<string[]> {
	const either = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
	const [pods, events] = await Promise.all([
		api.list(`/api/v1/namespaces/${namespace}/pods`, either), api.list<Event>(`/api/v1/namespaces/${namespace}/events`, either),
	]);
	const telling = events.items.filter(({type}) => type !== 'Normal');
	return [
		...describeObjects(pods.items.map(pod => ({kind: 'Pod', ...pod}))),
		...(telling.length > 0 ? telling : events.items).slice(-shownEvents)
			.map(({reason, message, involvedObject}) => `event ${involvedObject?.kind} ${involvedObject?.name}: ${reason}: ${message}`),
	];
}
