/** Whom a pod was made for, as far as the apiserver tells. */
import type {Api, ApiObject} from '../../api/api.ts';
import type {Meta} from '../../diagnosis/objects.ts';
import type {PodView} from '../pod-view.ts';

/** Owners that have owners of their own. */
const paths: Readonly<Record<string, string>> = {ReplicaSet: '/apis/apps/v1/namespaces/{}/replicasets', Job: '/apis/batch/v1/namespaces/{}/jobs'};

/** @returns `ReplicaSet web-5d8`, `Deployment web`; the nearest first. What cannot be asked is left out */
export async function ownersOf(api: Api, {namespace, owner}: PodView, signal: AbortSignal): Promise<string[]> {
	const chain: string[] = [];
	let next: {readonly kind: string; readonly name: string} | undefined = owner;
	while (next && chain.length < 4) {
		chain.push(`${next.kind} ${next.name}`);
		const path: string | undefined = paths[next.kind]?.replace('{}', encodeURIComponent(namespace));
		const object: ApiObject | undefined = path === undefined ? undefined : await api.get(`${path}/${encodeURIComponent(next.name)}`, signal).catch(() => undefined);
		next = (object?.metadata as Meta | undefined)?.ownerReferences?.[0];
	}

	return chain;
}
