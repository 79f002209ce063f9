/** What there is to know of one object, in the order of `kubectl describe`. Pure. */
import type {ApiObject} from '../../../api/api.ts';
import type {Claim, KubernetesEvent, Meta, Pod, Service} from '../../../diagnosis/objects.ts';
import type {DashboardState} from '../../state.ts';
import {endpointsKey} from '../../wanted.ts';
import type {Line} from '../span.ts';
import {conditionLines, eventLines} from './conditions.ts';
import {ago, cleaned, field, list, optional, pairs} from './fields.ts';
import {nodeLines} from './node.ts';
import {podLines} from './pod.ts';
import {serviceLines} from './service.ts';
import {claimLines, configMapLines, ingressLines} from './small.ts';
import {workloadLines} from './workload.ts';

/** Its names, how it is, and the events about it. */
export function objectSummary(object: ApiObject, state: DashboardState): Line[] {
	const {now, kubernetesEvents, facts} = state;
	return cleaned([...headLines(object, now), ...bodyLines(object, state), ...eventLines(object, kubernetesEvents as readonly KubernetesEvent[], now)], facts.ascii);
}

function headLines({metadata}: ApiObject, now: number): Line[] {
	const {name, namespace, labels, annotations} = metadata as Meta & {readonly annotations?: Readonly<Record<string, string>>};
	const {creationTimestamp, ownerReferences = []} = metadata as Meta;
	// What kubectl apply remembers is all of the object once more.
	const told = Object.entries(annotations ?? {}).filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration');
	return [
		field('Name', name), ...optional('Namespace', namespace),
		...optional('Age', ago(creationTimestamp, now)?.replace(/ ago$/, '')),
		...list('Labels', pairs(labels)), ...list('Annotations', pairs(Object.fromEntries(told))),
		...list('Owned by', ownerReferences.map(({kind, name: owner}) => `${kind}/${owner}`)),
	];
}

function bodyLines(object: ApiObject, {kind, objects, now, endpoints}: DashboardState): Line[] {
	switch (kind) {
		case 'pods': {
			return podLines(object as Pod, now);
		}

		case 'nodes': {
			return nodeLines(object, objects.pods, now);
		}

		case 'services': {
			return [...serviceLines(object as Service, endpoints?.key === endpointsKey(object) ? endpoints : undefined), ...conditionLines(object, now)];
		}

		case 'deployments':
		case 'statefulsets':
		case 'daemonsets':
		case 'replicasets':
		case 'jobs': {
			return workloadLines(object, objects.pods, now);
		}

		case 'ingresses': {
			return ingressLines(object);
		}

		case 'configmaps': {
			return configMapLines(object);
		}

		case 'persistentvolumeclaims': {
			return [...claimLines(object as Claim, objects.pods), ...conditionLines(object, now)];
		}
	}
}
