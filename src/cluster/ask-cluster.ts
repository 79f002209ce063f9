/** Ask a cluster's apiserver for all that a diagnosis reads; a cluster that does not run is said to be just that. */
import {isPassing} from '../api/api-request-error.ts';
import type {ClusterObjects} from '../diagnosis/objects.ts';
import {readObjects} from '../diagnosis/read.ts';
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {connectApi} from './admin.ts';
import type {ClusterSpec} from './options.ts';
import {refuseUnknown} from './refuse-unknown.ts';
import {readSpec} from './spec.ts';

/** @throws SingleKubeError CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING; ApiRequestError when it refuses; those of the engine; the signal's reason */
export async function askCluster(engine: Engine, cluster: string, signal: AbortSignal): Promise<{readonly objects: ClusterObjects; readonly spec: ClusterSpec}> {
	const observed = await observe(engine, cluster);
	await refuseUnknown(engine, cluster, observed);
	const spec = await readSpec(engine, cluster);
	const apiserver = observed.containers.find(({component}) => component === 'kube-apiserver');
	if (!spec || apiserver?.state !== 'running') {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${cluster} does not run`, {
			seen: [apiserver ? `its kube-apiserver is ${apiserver.state}` : 'it has no kube-apiserver'], hint: `single-kube start --name ${cluster}`,
		});
	}

	const api = await connectApi(engine, cluster, spec);
	try {
		return {objects: await readObjects(api, signal), spec};
	} catch (error) {
		signal.throwIfAborted();
		throw isPassing(error) ? new SingleKubeError('CLUSTER_NOT_RUNNING', `the apiserver of ${cluster} runs and does not answer`, {
			seen: [(error as Error).message], hint: `See what is not well: single-kube status --name ${cluster}`, cause: error,
		}) : error;
	} finally {
		api.close();
	}
}
