/** Forward a port of this machine to a pod, or to the pods behind a service or a workload. */
import type {Duplex} from 'node:stream';
import type {Api, ApiObject} from '../api/api.ts';
import type {Pod, Service} from '../diagnosis/objects.ts';
import {SingleKubeError} from '../errors.ts';
import {dialPod} from './dial.ts';
import {type Listener, listenAt} from './listen.ts';
import {choosePod, labelSelector, podPort, selectorOf} from './target.ts';

export type ForwardTarget = {
	/** Where it is in the API: `/api/v1/namespaces/default/services/web`. */
	readonly path: string;
	/** In words: `service/web`. */
	readonly name: string;
	readonly namespace: string;
	/** Of the service, or of the pod. */
	readonly port: number;
};

/**
 * The pod is looked for with each new connection: a forward to a service goes on when its pod was replaced, and one whose
 * cluster was away works again when it is back. (kubectl's ends.)
 *
 * @param local 0: any that is free
 * @param failed told of each connection that could not be made
 * @throws SingleKubeError PORT_TAKEN; what `dial` of the first look throws: ApiRequestError, SERVICE_WITHOUT_ENDPOINTS
 */
export async function openForward(api: Api, target: ForwardTarget, local: number, failed: (message: string) => void, signal?: AbortSignal): Promise<Listener> {
	// What is wrong with the target is said now and not at the first connection.
	await findPod(api, target, signal);
	return listenAt(local, async inner => dial(api, target, inner), failed);
}

async function dial(api: Api, target: ForwardTarget, signal: AbortSignal): Promise<Duplex> {
	return dialPod(api, {namespace: target.namespace, ...await findPod(api, target, signal)}, signal);
}

async function findPod(api: Api, {path, name, namespace, port}: ForwardTarget, signal?: AbortSignal): Promise<{readonly pod: string; readonly port: number}> {
	const object = await api.get(path, signal);
	if (object.kind === 'Pod') {
		return {pod: choosePod([object], name).metadata.name, port};
	}

	const pod = choosePod(await podsBehind(api, object, name, namespace, signal), name);
	return {pod: pod.metadata.name, port: object.kind === 'Service' ? podPort(object as Service, port, pod) : port};
}

async function podsBehind(api: Api, object: ApiObject, name: string, namespace: string, signal?: AbortSignal): Promise<readonly Pod[]> {
	const selector = selectorOf(object);
	if (!selector) {
		throw new SingleKubeError('SERVICE_NOT_EXPOSED', `${name} has no selector: no pods are behind it`, {hint: `See where it leads: single-kube kubectl -n ${namespace} describe ${name}`});
	}

	return (await api.list<Pod>(`/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(labelSelector(selector))}`, signal)).items;
}
