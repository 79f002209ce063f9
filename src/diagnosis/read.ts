/** What an apiserver says of a cluster: the objects that a diagnosis reads. */
import type {Api} from '../api/api.ts';
import type {Claim, ClusterObjects, Endpoints, KubernetesEvent, Pod, Service, StorageClass} from './objects.ts';

/** @throws ApiRequestError; SingleKubeError TIMEOUT; the signal's reason */
export async function readObjects(api: Api, signal: AbortSignal): Promise<ClusterObjects> {
	const [pods, services, endpoints, claims, classes, events] = await Promise.all([
		api.list<Pod>('/api/v1/pods', signal),
		api.list<Service>('/api/v1/services', signal),
		api.list<Endpoints>('/api/v1/endpoints', signal),
		api.list<Claim>('/api/v1/persistentvolumeclaims', signal),
		api.list<StorageClass>('/apis/storage.k8s.io/v1/storageclasses', signal),
		api.list<KubernetesEvent>('/api/v1/events', signal),
	]);
	return {
		pods: pods.items, services: services.items, endpoints: endpoints.items, claims: claims.items, classes: classes.items, events: events.items, readAt: Date.now(),
	};
}
