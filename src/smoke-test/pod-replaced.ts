import type {Passed} from './check.ts';
import {awaitNodePortPage} from './page-by-node-port.ts';
import {awaitPage, bashInPod} from './page.ts';
import {isReady, type Pod, podsPath, type SmokeContext} from './smoke-context.ts';

/** A pod is deleted; another one comes, and it and the Service answer. @throws SingleKubeError TIMEOUT; ApiRequestError */
export async function checkPodReplaced(context: SmokeContext, pods: readonly Pod[], url: string): Promise<Passed<true>> {
	const {api, namespace, signal, limitMs} = context;
	const old = pods[0]!.metadata;
	const known = new Set(pods.map(pod => pod.metadata.uid));
	await api.delete(`/api/v1/namespaces/${namespace}/pods/${old.name}`, signal);
	const isNew = (pod: Pod): boolean => isReady(pod) && !known.has(pod.metadata.uid);
	const now = await api.waitFor<Pod>(podsPath(context), found => found.some(isNew), {timeoutMs: limitMs, what: `a pod in the place of ${old.name} being Ready`}, signal);
	const replacement = now.find(isNew)!;
	const {podIP = ''} = replacement.status ?? {};
	await awaitPage(`http://${podIP}/`, bashInPod(context, pods[1]!.metadata.name, podIP, '/'), context);
	await awaitNodePortPage(context, url);
	return {value: true, detail: `${replacement.metadata.name} for ${old.name}`};
}
