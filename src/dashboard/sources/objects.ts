/** What the apiserver says: whether it answers, and the objects of the cluster by watches. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Api, ApiObject} from '../../api/api.ts';
import {inform} from '../../api/inform.ts';
import {connectApi} from '../../cluster/admin.ts';
import {readSpec} from '../../cluster/spec.ts';
import type {KubernetesEvent} from '../../diagnosis/objects.ts';
import {messageOf} from '../../errors.ts';
import {timeOf} from '../screen/events.ts';
import {type ObjectKind, objectKinds} from '../state.ts';
import {again} from './again.ts';
import {batch} from './batch.ts';
import type {Subject} from './subject.ts';

/** Milliseconds: between two questions whether it is there, for one answer, and between two changes of a list that are shown. */
const period = 3000;
const patience = 5000;
const pace = 250;
/** So often without an answer, and the way to it is looked for again. */
const attempts = 4;
const keptEvents = 300;

const paths: Readonly<Record<ObjectKind, string>> = {
	pods: '/api/v1/pods', deployments: '/apis/apps/v1/deployments', services: '/api/v1/services', nodes: '/api/v1/nodes',
};

/** Follow until the signal says so. */
export async function followObjects({engine, cluster, push}: Subject, signal: AbortSignal): Promise<void> {
	await again(async inner => {
		const spec = await readSpec(engine, cluster);
		if (!spec) {
			throw new Error(`the cluster ${cluster} has no network`);
		}

		const api = await connectApi(engine, cluster, spec);
		try {
			await Promise.race([
				askWhetherItAnswers(api, push, inner),
				...objectKinds.map(async kind => follow(api, paths[kind], objects => {
					push({type: 'objects-changed', kind, objects});
				}, inner)),
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
