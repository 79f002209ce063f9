/** What the apiserver says: whether it answers, and the objects of the cluster by watches. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Api, ApiObject} from '../../api/api.ts';
import {inform} from '../../api/inform.ts';
import type {KubernetesEvent} from '../../diagnosis/objects.ts';
import {messageOf} from '../../errors.ts';
import {alwaysWatched, kindFacts, listPath, type ObjectKind} from '../kinds.ts';
import {timeOf} from '../screen/events.ts';
import {again} from './again.ts';
import {batch} from './batch.ts';
import type {Subject} from './subject.ts';
import {openApi, withApi} from './with-api.ts';

/** Milliseconds: between two questions whether it is there, for one answer, and between two changes of a list that are shown. */
const period = 3000;
const patience = 5000;
const pace = 250;
/** So often without an answer, and the way to it is looked for again. */
const attempts = 4;
const keptEvents = 300;

/** Follow until the signal says so. */
export async function followObjects({engine, cluster, push}: Subject, signal: AbortSignal): Promise<void> {
	await again(async inner => {
		const api = await openApi({engine, cluster});
		try {
			await Promise.race([
				askWhetherItAnswers(api, push, inner),
				...alwaysWatched.map(async kind => followKind(api, kind, push, inner)),
				follow<KubernetesEvent>(api, '/api/v1/events', events => {
					push({type: 'kubernetes-events-changed', events: newest(events)});
				}, inner),
			]);
		} finally {
			api.close();
		}
	}, signal, message => {
		push({type: 'api-lost', at: Date.now(), message});
	});
}

/** Those that are watched only while they are shown. That the apiserver is away, others tell. */
export async function followShownKind(subject: Subject, kind: ObjectKind, signal: AbortSignal): Promise<void> {
	await again(async inner => withApi(subject, async api => followKind(api, kind, subject.push, inner)), signal, () => undefined);
}

async function followKind(api: Api, kind: ObjectKind, push: Subject['push'], signal: AbortSignal): Promise<void> {
	const {group, title} = kindFacts[kind];
	// What a list has does not say what it is.
	const type = {apiVersion: group.replace(/^\/apis?\//, ''), kind: title};
	await follow(api, listPath(kind), objects => {
		push({type: 'objects-changed', kind, objects: objects.map(object => ({...type, ...object}))});
	}, signal);
}

async function follow<T extends ApiObject>(api: Api, path: string, changed: (objects: readonly T[]) => void, signal: AbortSignal): Promise<void> {
	const lists = batch<readonly T[]>(pace, 1, ([objects = []]) => {
		changed(objects.map(object => withoutManagers(object)));
	});
	await inform<T>(api, path, lists.add, signal);
}

/** A watch of an apiserver that stands still says nothing: only a question tells. */
async function askWhetherItAnswers(api: Api, push: Subject['push'], signal: AbortSignal): Promise<void> {
	let failures = 0;
	while (failures < attempts) {
		try {
			await api.raw('/livez', AbortSignal.any([signal, AbortSignal.timeout(patience)]));
			failures = 0;
			push({type: 'api-answered'});
		} catch (error) {
			signal.throwIfAborted();
			failures++;
			push({type: 'api-lost', at: Date.now(), message: messageOf(error)});
		}

		await sleep(period, undefined, {signal});
	}
}

/** Who set which field is more than half of an object, and nothing that is shown. Taken out where it is: nobody else has the object. */
function withoutManagers<T extends ApiObject>(object: T): T {
	Reflect.deleteProperty(object.metadata, 'managedFields');
	return object;
}

function newest(events: readonly KubernetesEvent[]): readonly KubernetesEvent[] {
	return [...events].sort((a, b) => timeOf(a) - timeOf(b)).slice(-keptEvents);
}
