/** Objects of the API joined with what kubelets measured: NodeMetrics and PodMetrics. */
import {type Api, type ApiObject} from '../api/api.ts';
import {ApiRequestError, isNotFound} from '../api/api-request-error.ts';
import {messageOf} from '../errors.ts';
import {Failure, notFound} from './failure.ts';
import type {KubeletAddress, Kubelets} from './kubelets.ts';
import {type NodeMetrics, nodeMetrics, type PodMetrics, podMetrics} from './metrics.ts';
import type {Target} from './target.ts';
import {nodeUsage, podUsages, type Summary} from './usage.ts';

/** As a client's query has them; the apiserver judges them, so that they mean what they mean everywhere. */
export type Selectors = {readonly labelSelector: string | undefined; readonly fieldSelector: string | undefined};

export type Source = {readonly api: Pick<Api, 'get' | 'list'>; readonly kubelets: Pick<Kubelets, 'summary'>; readonly log: (line: string) => void};

type NodeObject = ApiObject & {
	readonly status?: {
		readonly addresses?: ReadonlyArray<{readonly type: string; readonly address: string}>;
		readonly daemonEndpoints?: {readonly kubeletEndpoint?: {readonly Port?: number}};
	};
};
type PodObject = ApiObject & {readonly spec?: {readonly nodeName?: string}; readonly status?: {readonly phase?: string}};

/** @throws Failure 404 for a node by its name that is unknown or not measured, 400 for a selector that is none */
export async function collectNodes(source: Source, {name}: Extract<Target, {kind: 'nodes'}>, selectors: Selectors, signal: AbortSignal): Promise<NodeMetrics[]> {
	const nodes = await objects<NodeObject>(source, '/api/v1/nodes', name, selectors, signal);
	const measured = await Promise.all(nodes.map(async node => {
		const summary = await summaryOf(source, node);
		const usage = summary && nodeUsage(summary);
		return usage ? [nodeMetrics(node, usage)] : [];
	}));
	return known(measured.flat(), 'nodemetrics', name);
}

/** @throws Failure as above */
export async function collectPods(source: Source, {namespace, name}: Extract<Target, {kind: 'pods'}>, selectors: Selectors, signal: AbortSignal): Promise<PodMetrics[]> {
	const path = namespace === undefined ? '/api/v1/pods' : `/api/v1/namespaces/${namespace}/pods`;
	const running = ['status.phase=Running', selectors.fieldSelector].filter(Boolean).join(',');
	const pods = (await objects<PodObject>(source, path, name, {...selectors, fieldSelector: running}, signal))
		.filter(({status}) => status?.phase === 'Running');
	const busy = new Set(pods.map(({spec}) => spec?.nodeName));
	const nodes = pods.length === 0 ? [] : (await source.api.list<NodeObject>('/api/v1/nodes?resourceVersion=0', signal)).items;
	const summaries = await Promise.all(nodes.filter(({metadata}) => busy.has(metadata.name)).map(async node => summaryOf(source, node)));
	const usages = new Map(summaries.flatMap(summary => summary ? podUsages(summary) : []).map(usage => [usage.uid, usage]));
	const measured = pods.flatMap(pod => {
		const usage = usages.get(kubeletsUid(pod));
		return usage ? [podMetrics(pod, usage)] : [];
	});
	return known(measured, 'podmetrics', name === undefined ? undefined : `${namespace}/${name}`);
}

/** A static pod has another uid at its kubelet than in the API, where its mirror has that one as an annotation. */
function kubeletsUid({metadata}: PodObject): string {
	const {'kubernetes.io/config.mirror': mirrored} = (metadata['annotations'] ?? {}) as Readonly<Record<string, string>>;
	return mirrored ?? metadata.uid ?? '';
}

/** One object by its name, or all that the selectors leave. */
async function objects<T extends ApiObject>({api}: Source, path: string, name: string | undefined, selectors: Selectors, signal: AbortSignal): Promise<readonly T[]> {
	try {
		if (name !== undefined) {
			return [await api.get<T>(`${path}/${name}?resourceVersion=0`, signal)];
		}

		const query = new URLSearchParams({resourceVersion: '0'});
		for (const [key, value] of Object.entries(selectors)) {
			if (value !== undefined && value !== '') {
				query.set(key, value);
			}
		}

		return (await api.list<T>(`${path}?${query}`, signal)).items;
	} catch (error) {
		if (isNotFound(error)) {
			return [];
		}

		throw error instanceof ApiRequestError && error.status === 400 ? new Failure(400, 'BadRequest', error.seen[0] ?? error.message) : error;
	}
}

function known<T>(measured: readonly T[], resource: string, name: string | undefined): T[] {
	if (name !== undefined && measured.length === 0) {
		throw notFound(resource, name);
	}

	return [...measured];
}

/** @returns undefined when its kubelet does not answer: the others' numbers are of use without it */
async function summaryOf({kubelets, log}: Source, node: NodeObject): Promise<Summary | undefined> {
	const address = addressOf(node);
	try {
		return address && await kubelets.summary(address);
	} catch (error) {
		log(`no numbers of ${node.metadata.name}: ${messageOf(error)}`);
		return undefined;
	}
}

function addressOf({metadata, status}: NodeObject): KubeletAddress | undefined {
	const host = status?.addresses?.find(({type}) => type === 'InternalIP')?.address;
	return host === undefined ? undefined : {node: metadata.name, host, port: status?.daemonEndpoints?.kubeletEndpoint?.Port ?? 10_250};
}
