import type {Passed} from './check.ts';
import {isReady, type Pod, podsPath, type SmokeContext} from './smoke-context.ts';

/** @returns the two pods, with addresses @throws SingleKubeError TIMEOUT */
export async function checkPodsReady(context: SmokeContext): Promise<Passed<readonly Pod[]>> {
	const enough = (pods: readonly Pod[]): boolean => pods.filter(isReady).length >= 2;
	const pods = await context.api.waitFor<Pod>(podsPath(context), enough, {timeoutMs: context.limitMs, what: 'two nginx pods being Ready'}, context.signal);
	const ready = pods.filter(isReady);
	return {value: ready, detail: ready.map(pod => `${pod.metadata.name} at ${pod.status?.podIP}`).join(', ')};
}
