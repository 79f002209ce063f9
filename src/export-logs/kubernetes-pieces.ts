/** Every object that the apiserver has, a file a kind. */
import type {Api, ApiObject} from '../api/api.ts';
import {redactObjects} from './redact-object.ts';
import type {Piece} from './save-pieces.ts';

/** Milliseconds for the apiserver to say that it is there: one that hangs is not asked a hundred questions. */
const answersWithin = 3000;

/** @throws ApiRequestError when it does not answer; the signal's reason */
export async function kubernetesPieces(api: Api, signal: AbortSignal): Promise<Piece[]> {
	await api.raw('/livez', AbortSignal.any([signal, AbortSignal.timeout(answersWithin)]));
	const groups = JSON.parse(await api.raw('/apis', signal)) as GroupList;
	const versions = ['/api/v1', ...groups.groups.map(({preferredVersion}) => `/apis/${preferredVersion.groupVersion}`)];
	// An aggregated API whose server is gone has no list: its APIService, which is among the others, says why.
	const lists = await Promise.all(versions.map(async path => ({path, list: await api.raw(path, signal).then(text => JSON.parse(text) as ResourceList, () => undefined)})));
	return [
		{path: 'kubernetes/readyz.txt', read: async inner => api.raw('/readyz?verbose', inner).catch((error: unknown) => String((error as Error).message))},
		{path: 'kubernetes/version.json', read: async inner => api.raw('/version', inner)},
		...lists.flatMap(({path, list}) => listable(list?.groupVersion, list?.resources ?? []).map(({name, kind}) => ({
			path: `kubernetes/${fileName(list!.groupVersion, name)}`,
			read: async inner => {
				const {items} = await api.list<ApiObject>(`${path}/${name}`, inner);
				return items.length === 0 ? undefined : redactObjects(list!.groupVersion, kind, items);
			},
		} satisfies Piece))),
	];
}

type GroupList = {readonly groups: ReadonlyArray<{readonly preferredVersion: {readonly groupVersion: string}}>};
type ApiResource = {readonly name: string; readonly kind: string; readonly verbs: readonly string[]};
type ResourceList = {readonly groupVersion: string; readonly resources: readonly ApiResource[]};

/** What has objects to show. ComponentStatus has none of its own: the apiserver would ask around. Events are in the core group, too. */
export function listable(groupVersion: string | undefined, resources: readonly ApiResource[]): ApiResource[] {
	return resources.filter(({name, kind, verbs}) =>
		verbs.includes('list') && !name.includes('/') && kind !== 'ComponentStatus' && !(kind === 'Event' && groupVersion !== 'v1'));
}

/** `pods.yaml`, `deployments.apps.yaml` */
export function fileName(groupVersion: string, resource: string): string {
	const [group, version] = groupVersion.split('/');
	return version === undefined ? `${resource}.yaml` : `${resource}.${group}.yaml`;
}
