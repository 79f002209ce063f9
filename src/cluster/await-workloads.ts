/** `start --wait`: a cluster whose components are ready may still be busy with its pods. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Api} from '../api/api.ts';
import {isPassing} from '../api/api-request-error.ts';
import type {Pod} from '../diagnosis/objects.ts';
import {forCluster} from '../diagnosis/for-cluster.ts';
import {type NodeObject, notWell, type Workload, type Workloads} from '../diagnosis/workloads.ts';
import type {Engine} from '../engine/engine.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import {connectApi} from './admin.ts';
import type {ClusterSpec} from './options.ts';

/** Between two looks, in milliseconds. */
const pause = 300;
/** Pods that the kubelet has not looked at since it started are as they were before: they have to be well for this long, in milliseconds. */
const settled = 1500;
const shownLines = 12;

/**
 * Wait until the node is Ready and every pod, Deployment, StatefulSet and DaemonSet is well.
 *
 * @throws SingleKubeError TIMEOUT with what is not well; ApiRequestError when the apiserver refuses; the signal's reason
 */
export async function awaitWorkloads(engine: Engine, cluster: string, spec: ClusterSpec, limitSeconds: number, signal: AbortSignal): Promise<void> {
	const limit = deadline(limitSeconds, signal);
	const api = await connectApi(engine, cluster, spec);
	let seen: readonly string[] = ['the apiserver has not answered yet'];
	let wellSince: number | undefined;
	try {
		while (wellSince === undefined || Date.now() - wellSince < settled) {
			seen = await look(api, limit.signal);
			wellSince = seen.length === 0 ? wellSince ?? Date.now() : undefined;
			await sleep(pause, undefined, {signal: limit.signal});
		}
	} catch (error) {
		signal.throwIfAborted();
		if (!limit.passed()) {
			throw error;
		}

		throw new SingleKubeError('TIMEOUT', `the cluster ${cluster} runs, but not all in it was well within ${limitSeconds} s`, {
			seen: seen.length === 0 ? ['all was well, but not for long enough to be sure'] : [...seen.slice(0, shownLines), ...seen.length > shownLines ? [`and ${seen.length - shownLines} more`] : []],
			hint: forCluster(`See why: single-kube status; to wait longer: single-kube start --wait ${limitSeconds * 2}s`, cluster), cause: error,
		});
	} finally {
		api.close();
	}
}

async function look(api: Api, signal: AbortSignal): Promise<string[]> {
	try {
		return notWell(await read(api, signal));
	} catch (error) {
		signal.throwIfAborted();
		if (!isPassing(error)) {
			throw error;
		}

		return [`the apiserver does not answer: ${messageOf(error)}`];
	}
}

async function read(api: Api, signal: AbortSignal): Promise<Workloads> {
	const [nodes, pods, deployments, statefulSets, daemonSets] = await Promise.all([
		api.list<NodeObject>('/api/v1/nodes', signal), api.list<Pod>('/api/v1/pods', signal), api.list<Workload>('/apis/apps/v1/deployments', signal),
		api.list<Workload>('/apis/apps/v1/statefulsets', signal), api.list<Workload>('/apis/apps/v1/daemonsets', signal),
	]);
	return {nodes: nodes.items, pods: pods.items, deployments: deployments.items, statefulSets: statefulSets.items, daemonSets: daemonSets.items};
}
