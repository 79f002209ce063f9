/** Whose container it is: dockershim and cri-dockerd say so in the same labels (docker_service.go of both). Pure. */
import {isObject} from './json.ts';
import type {PodOfCall} from './trace.ts';

/** @param labels a container's, of whatever shape @returns undefined of a container that no kubelet made */
export function podOf(labels: unknown): PodOfCall | undefined {
	const given = isObject(labels) ? labels : {};
	const [namespace, pod, uid, container] = ['pod.namespace', 'pod.name', 'pod.uid', 'container.name'].map(key => given[`io.kubernetes.${key}`]);
	return typeof namespace === 'string' && typeof pod === 'string' && typeof uid === 'string' && typeof container === 'string' ? {namespace, pod, uid, container} : undefined;
}
