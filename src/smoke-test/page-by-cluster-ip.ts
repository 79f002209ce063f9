import type {Passed} from './check.ts';
import {awaitPage, bashInPod} from './page.ts';
import type {Pod, SmokeContext} from './smoke-context.ts';

/** A pod asks the Service, and so itself or the other pod. @throws SingleKubeError TIMEOUT */
export async function checkPageByClusterIp(context: SmokeContext, pods: readonly Pod[], clusterIp: string): Promise<Passed<true>> {
	const from = pods[0]!.metadata.name;
	await awaitPage(`http://${clusterIp}/`, bashInPod(context, from, clusterIp, '/'), context);
	return {value: true, detail: `${clusterIp}, asked from ${from}`};
}
