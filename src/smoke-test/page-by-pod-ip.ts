import type {Passed} from './check.ts';
import {awaitPage, bashInPod} from './page.ts';
import type {Pod, SmokeContext} from './smoke-context.ts';

/** What the request for a pod's page says, so that it can be found in the pod's log. */
export const requestMark = 'asked-by-pod-address';

/** Each pod asks the next one at its own address: what Kubernetes promises of pods' addresses. @throws SingleKubeError TIMEOUT */
export async function checkPageByPodIp(context: SmokeContext, pods: readonly Pod[]): Promise<Passed<true>> {
	await Promise.all(pods.map(async (pod, index) => {
		const {podIP = ''} = pod.status ?? {};
		const from = pods[(index + 1) % pods.length]!.metadata.name;
		return awaitPage(`http://${podIP}/`, bashInPod(context, from, podIP, `/?${requestMark}`), context);
	}));
	return {value: true, detail: `${pods.map(pod => pod.status?.podIP).join(', ')}, each asked from another pod`};
}
