/** What is not well in a cluster beside its components: asked of its apiserver, when that answers at once. */
import type {Api} from '../api/api.ts';
import {problemsOf} from '../diagnosis/for-cluster.ts';
import {findProblems} from '../diagnosis/problems.ts';
import type {Problem} from '../diagnosis/problem.ts';
import {readObjects} from '../diagnosis/read.ts';
import type {Engine} from '../engine/engine.ts';
import {type NodeObject, type NodeReport, reportNode} from '../status/nodes.ts';
import {connectApi} from './admin.ts';
import type {ClusterSpec} from './options.ts';

export type ClusterHealth = {
	/** Whether the apiserver said anything within the limit; without it no problem is known. */
	readonly apiAnswers: boolean;
	readonly problems: readonly Problem[];
	readonly nodes: readonly NodeReport[];
};

/** Milliseconds: for the apiserver to say that it is there, and then for all that it has to say. */
const answersWithin = 1000;
const saysWithin = 5000;

/** Never fails for what the cluster is like: status is for clusters that are not well. @throws the signal's reason */
export async function clusterHealth(engine: Engine, cluster: string, spec: ClusterSpec | undefined, signal: AbortSignal): Promise<ClusterHealth> {
	const silent = {apiAnswers: false, problems: [], nodes: []};
	if (!spec) {
		return silent;
	}

	let api: Api | undefined;
	try {
		api = await connectApi(engine, cluster, spec);
		await api.raw('/livez', AbortSignal.any([signal, AbortSignal.timeout(answersWithin)]));
		const limit = AbortSignal.any([signal, AbortSignal.timeout(saysWithin)]);
		const [objects, nodes] = await Promise.all([readObjects(api, limit), api.list<NodeObject>('/api/v1/nodes', limit)]);
		return {apiAnswers: true, problems: problemsOf(cluster, findProblems(objects)), nodes: nodes.items.map(node => reportNode(node))};
	} catch {
		signal.throwIfAborted();
		return silent;
	} finally {
		api?.close();
	}
}
