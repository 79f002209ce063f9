/** Events on the objects that people look at with `kubectl describe` ("Event", reference of core/v1). */
import type {Api, ApiObject} from '../api/api.ts';
import {isNotFound} from '../api/api-request-error.ts';
import {messageOf} from '../errors.ts';

const apiVersions = {Service: 'v1', PersistentVolumeClaim: 'v1', PersistentVolume: 'v1', Ingress: 'networking.k8s.io/v1'} as const;

export type Subject = {
	/** The objects of a list do not say it. */
	readonly kind: keyof typeof apiVersions;
	readonly object: ApiObject;
	/** What of the object it is about, where it has several things that go well or badly by themselves. */
	readonly topic?: string;
};

export type News = {readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string};

/** Tells of an object. What is said already is not said again; resolves, too, when the event could not be written. */
export type RecordEvent = (subject: Subject, news: News) => Promise<void>;

type Said = {readonly at: number; readonly event: string; readonly text: string; readonly count: number};

/** The apiserver forgets events after an hour: what is still so is said again before that. */
const sayAgainMs = 30 * 60_000;

export type EventRecorderOptions = {
	/** Who says it. */
	readonly component: string;
	readonly log: (line: string) => void;
	readonly signal: AbortSignal;
	/** Milliseconds, for tests. */
	readonly now?: () => number;
};

export function eventRecorder(api: Pick<Api, 'create' | 'patch'>, {component, log, signal, now = Date.now}: EventRecorderOptions): RecordEvent {
	const lastSaid = new Map<string, Said>();
	let serial = 0;
	return async ({kind, object, topic = ''}, {type, reason, message}) => {
		const {name, namespace, uid = ''} = object.metadata;
		const key = `${uid} ${topic}`;
		const text = `${reason} ${message}`;
		const before = lastSaid.get(key)?.text === text ? lastSaid.get(key) : undefined;
		if (before && now() - before.at < sayAgainMs) {
			return;
		}

		forgetOld(lastSaid, now());
		const said: Said = {at: now(), event: before?.event ?? `${name}.${now().toString(16)}.${(serial++).toString(16)}`, text, count: (before?.count ?? 0) + 1};
		lastSaid.set(key, said);
		const time = new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
		const path = `/api/v1/namespaces/${namespace ?? 'default'}/events`;
		const create = async (): Promise<void> => {
			await api.create(path, {
				apiVersion: 'v1', kind: 'Event', metadata: {name: said.event, namespace: namespace ?? 'default'},
				involvedObject: {apiVersion: apiVersions[kind], kind, name, namespace, uid, resourceVersion: object.metadata.resourceVersion},
				type, reason, message, count: said.count, firstTimestamp: time, lastTimestamp: time, source: {component},
			}, signal);
		};

		try {
			if (before === undefined) {
				await create();
			} else {
				await api.patch(`${path}/${said.event}`, {count: said.count, lastTimestamp: time}, 'merge', signal)
					.catch(async (error: unknown) => isNotFound(error) ? create() : Promise.reject(error));
			}
		} catch (error) {
			lastSaid.delete(key);
			if (!signal.aborted) {
				log(`the event ${reason} of ${kind} ${name} was not written: ${messageOf(error)}`);
			}
		}
	};
}

function forgetOld(lastSaid: Map<string, Said>, now: number): void {
	for (const [key, {at}] of lastSaid) {
		if (now - at >= 2 * sayAgainMs) {
			lastSaid.delete(key);
		}
	}
}
