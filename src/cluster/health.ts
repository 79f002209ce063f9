/** What is not well in a cluster beside its components: asked of its apiserver, when that answers at once. */
import type {Api} from '../api/api.ts';
import {problemsOf} from '../diagnosis/for-cluster.ts';
import {findProblems} from '../diagnosis/problems.ts';
import type {Problem} from '../diagnosis/problem.ts';
import {readObjects} from '../diagnosis/read.ts';
import type {Engine} from '../engine/engine.ts';
import {connectApi} from './admin.ts';
import type {ClusterSpec} from './options.ts';

export type ClusterHealth = {
	/** Whether the apiserver said anything within the limit; without it no problem is known. */
	readonly apiAnswers: boolean;
	readonly problems: readonly Problem[];
};

/** Milliseconds: for the apiserver to say that it is there, and then for all that it has to say. */
const answersWithin = 1000;
const saysWithin = 5000;

/** Never fails for what the cluster is like: status is for clusters that are not well. @throws the signal's reason */
export async function clusterHealth(engine: Engine, cluster: string, spec: ClusterSpec | undefined, signal: AbortSignal): Promise<ClusterHealth> {
	const silent = {apiAnswers: false, problems: []};
	if (!spec) {
		return silent;
	}

	let api: Api | undefined;
	try {
		api = await connectApi(engine, cluster, spec);
		await api.raw('/livez', AbortSignal.any([signal, AbortSignal.timeout(answersWithin)]));
		return {apiAnswers: true, problems: problemsOf(cluster, findProblems(await readObjects(api, AbortSignal.any([signal, AbortSignal.timeout(saysWithin)]))))};
	} catch {
		signal.throwIfAborted();
		return silent;
	} finally {
		api?.close();
	}
}
