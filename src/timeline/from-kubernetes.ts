/** What Kubernetes' events tell. Pure. */
import {type KubernetesEvent, timeOf} from '../diagnosis/objects.ts';
import {oneLine} from '../diagnosis/pod.ts';
import type {Happening} from './happening.ts';

export type ToldEvent = KubernetesEvent & {
	readonly count?: number;
	readonly series?: {readonly count?: number; readonly lastObservedTime?: string};
	readonly source?: {readonly component?: string; readonly host?: string};
	readonly reportingComponent?: string;
};

export function fromKubernetes(event: ToldEvent): Happening {
	const {involvedObject: object, type, reason = '', message = '', count, series} = event;
	const namespace = object?.namespace ?? event.metadata.namespace;
	return {
		at: Date.parse(series?.lastObservedTime ?? '') || timeOf(event),
		source: 'kubernetes', type: type === 'Warning' ? 'Warning' : 'Normal', component: componentOf(event),
		about: `${object?.kind ?? 'Object'} ${object?.namespace === undefined ? '' : `${object.namespace}/`}${object?.name ?? event.metadata.name}`,
		namespace, reason, message: oneLine(message), count: series?.count ?? count ?? 1,
	};
}

/** Who says it, by the names that our components have: the kubelet says its node's, a controller only its own. */
function componentOf({source, reportingComponent}: ToldEvent): string | undefined {
	const name = source?.component || reportingComponent || '';
	if (name === 'kubelet' || name === 'kube-proxy') {
		return source?.host ? `${name}@${source.host}` : name;
	}

	if (name === 'default-scheduler') {
		return 'kube-scheduler';
	}

	return /-controller$|^cronjob-controller$|^attachdetach-controller$|^horizontal-pod-autoscaler$/.test(name) ? 'kube-controller-manager' : name || undefined;
}
