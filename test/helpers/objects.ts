/** Objects as an apiserver gives them, for diagnoses. */
import type {Claim, ClusterObjects, ContainerStatus, Endpoints, KubernetesEvent, Pod, Service} from '../../src/diagnosis/objects.ts';

export const now = Date.parse('2026-01-01T12:00:00Z');
const long = '2026-01-01T11:50:00Z';

export const objects = (some: Partial<ClusterObjects>): ClusterObjects => ({pods: [], services: [], endpoints: [], claims: [], classes: [], events: [], readAt: now, ...some});

export function pod(name: string, more: {labels?: Record<string, string>; status?: Pod['status']; spec?: Pod['spec']; meta?: object} = {}): Pod {
	return {kind: 'Pod', metadata: {name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: long, labels: more.labels, ...more.meta}, spec: {nodeName: 'node-1', ...more.spec}, status: more.status};
}

export const ready: Pod['status'] = {phase: 'Running', conditions: [{type: 'PodScheduled', status: 'True'}, {type: 'Ready', status: 'True'}]};

/** One that is not Ready because of its container. */
export function unready(status: Partial<ContainerStatus>, phase = 'Pending'): Pod['status'] {
	return {
		phase, conditions: [{type: 'PodScheduled', status: 'True'}, {type: 'Ready', status: 'False', lastTransitionTime: long}],
		containerStatuses: [{name: 'main', image: 'app:1', ready: false, ...status}],
	};
}

export function service(name: string, spec: Service['spec'] = {}, status?: Service['status']): Service {
	return {
		kind: 'Service', status, metadata: {name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: long},
		spec: {type: 'ClusterIP', clusterIP: '10.96.0.7', selector: {app: 'web'}, ports: [{port: 80, targetPort: 80}], ...spec},
	};
}

export const endpoints = (name: string, ...ips: string[]): Endpoints => ({kind: 'Endpoints', metadata: {name, namespace: 'default'}, subsets: ips.length === 0 ? undefined : [{addresses: ips.map(ip => ({ip}))}]});

export const claim = (name: string, spec: Claim['spec'], phase = 'Pending'): Claim => ({kind: 'PersistentVolumeClaim', metadata: {name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: long}, spec, status: {phase}});

export function event(about: {kind?: string; metadata: {name: string; namespace?: string; uid?: string}}, reason: string, message: string, at = '2026-01-01T11:59:00Z', type = 'Warning'): KubernetesEvent {
	const {kind, metadata: {name, namespace, uid}} = about;
	return {kind: 'Event', metadata: {name: `${name}.${reason}.${at}`, namespace}, involvedObject: {kind, name, namespace, uid}, type, reason, message, lastTimestamp: at};
}
