/** The logs of pods' containers, asked of the engine: it has them also when no apiserver answers and when a pod is gone. */
import type {Engine} from '../engine/engine.ts';
import type {ObservedPod} from '../plan/observed.ts';
import {readLog} from './component-pieces.ts';
import type {Piece} from './save-pieces.ts';

export function podPieces(engine: Engine, pods: readonly ObservedPod[]): Piece[] {
	return pods.flatMap(({id, name}) => {
		const path = podLogPath(name);
		return path === undefined ? [] : [{path, read: async signal => readLog(engine, id, signal)} satisfies Piece];
	});
}

/**
 * @param container as the kubelet's shims name it: `k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT`
 * @returns `pods/NAMESPACE_POD_UID/CONTAINER/ATTEMPT.log`, as below /var/log/pods; undefined for a sandbox, which says nothing
 */
export function podLogPath(container: string): string | undefined {
	const [prefix, name, pod, namespace, uid, attempt] = container.split('_');
	return prefix === 'k8s' && attempt !== undefined && name !== 'POD' ? `pods/${namespace}_${pod}_${uid}/${name}/${attempt}.log` : undefined;
}
