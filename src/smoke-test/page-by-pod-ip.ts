import type {Passed} from './check.ts';
import {awaitPage, curlInside} from './page.ts';
import type {Pod, SmokeContext} from './smoke-context.ts';

/** What the request for a pod's page says, so that it can be found in the pod's log. */
export const requestMark = 'asked-by-pod-address';

/** Every pod answers at its own address. @throws SingleKubeError TIMEOUT */
export async function checkPageByPodIp(context: SmokeContext, pods: readonly Pod[]): Promise<Passed<true>> {
	const urls = pods.map(pod => `http://${pod.status?.podIP}/?${requestMark}`);
	await Promise.all(urls.map(async url => awaitPage(url, curlInside(context, url), context)));
	return {value: true, detail: pods.map(pod => pod.status?.podIP).join(', ')};
}
