/** Follow one pod of a cluster, from wherever it is. */
import {setTimeout as sleep} from 'node:timers/promises';
import {connectApi} from '../cluster/admin.ts';
import {openCluster} from '../cluster/open-running.ts';
import type {ClusterOptions} from '../cluster/options.ts';
import {readSpec} from '../cluster/spec.ts';
import {SingleKubeError} from '../errors.ts';
import {ignoreEvents} from '../events.ts';
import {deadline} from '../health/deadline.ts';
import type {Api} from '../api/api.ts';
import {orAborted} from '../or-aborted.ts';
import {chosenPod} from './choose.ts';
import {collect} from './collect.ts';
import {describeTarget, type Target} from './target.ts';
import {type Waiting, waitsForPod} from './waiting.ts';
import {type Way, wayOf} from './way.ts';

export type FollowRequest = {
	readonly target: Target;
	readonly namespace: string;
	readonly limitSeconds: number;
};

export type Follower = {
	/** Everybody listens: from now on nothing is missed. */
	readonly listening: (api: Api, silent: Readonly<Record<string, string>>) => Promise<void> | void;
	/** Called whenever the way may have changed. */
	readonly changed: (way: Way) => void;
	/** It came to an end: it is ready, or gone, or has not gone on for a while. @returns whether that was all */
	readonly arrived: (way: Way) => Promise<boolean>;
	/** Nobody is there to be followed: what that waits for. */
	readonly waiting: (waiting: Waiting) => void;
};

/** Milliseconds in which what comes is put together. */
const pace = 40;
/** For answers that come after the last thing happened, in milliseconds: the gateway tells of a call when it is over. */
const grace = 300;
/** What stops a pod may pass by itself, as a node that is not Ready yet: so long it has to stop it, in milliseconds. */
const stuck = 3000;

/**
 * @returns the way as it was at its end
 * @throws SingleKubeError POD_UNKNOWN; TIMEOUT; CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING; ApiRequestError; the signal's reason
 */
export async function followPod(options: ClusterOptions, {target, namespace, limitSeconds}: FollowRequest, follower: Follower, signal: AbortSignal): Promise<Way> {
	const {engine, name: cluster} = await openCluster(options, {running: false}, ignoreEvents, signal);
	const spec = await readSpec(engine, cluster);
	if (!spec) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${cluster} has no network`, {hint: `single-kube start --name ${cluster}`});
	}

	const limit = deadline(limitSeconds, signal);
	const over = new AbortController();
	const listening = AbortSignal.any([limit.signal, over.signal]);
	const api = await connectApi(engine, cluster, spec);
	const ended = Promise.withResolvers<Way>();
	let uid: string | undefined;
	let last: Way | undefined;
	let told: string | undefined;
	let listened = false;
	let first = true;
	let arrivedAs: Way['state'] = 'running';
	let timer: NodeJS.Timeout | undefined;
	let ending: NodeJS.Timeout | undefined;

	const look = (): void => {
		timer = undefined;
		uid ??= chosenPod(target, collected.observations());
		if (uid === undefined) {
			const waiting = waitsForPod(target, collected.components());
			if (told !== waiting.text && listened) {
				told = waiting.text;
				follower.waiting(waiting);
			}

			return;
		}

		last = wayNow(uid);
		follower.changed(last);
		if (last.state !== arrivedAs) {
			clearTimeout(ending);
			arrivedAs = last.state;
			ending = last.state === 'running' ? undefined : setTimeout(() => {
				arrive(uid!).catch(ended.reject);
			}, last.state === 'failed' ? stuck : grace);
		}
	};

	const wayNow = (followed: string): Way => wayOf({uid: followed, observations: collected.observations(), components: collected.components(), offset: collected.offset()});
	const arrive = async (followed: string): Promise<void> => {
		await collected.settled();
		const way = wayNow(followed);
		if (await follower.arrived(way) || way.state === 'gone') {
			ended.resolve(way);
		}
	};

	const collected = collect({engine, cluster, api, namespace, wanted: pod => uid === undefined || pod.uid === uid}, () => {
		if (!first) {
			timer ??= setTimeout(look, pace);
		}
	}, listening);
	try {
		await orAborted(collected.begun, limit.signal);
		// The last calls come behind the first line, and what was there is asked of etcd.
		await orAborted(Promise.all([collected.settled(), sleep(pace * 3)]), limit.signal);
		first = false;
		if (target.kind === 'pod' && !target.next && chosenPod(target, collected.observations()) === undefined) {
			const silent = collected.silent()['pods'];
			throw silent === undefined ? new SingleKubeError('POD_UNKNOWN', `there is no pod ${target.name} in the namespace ${namespace}`, {
				hint: `See which there are: single-kube kubectl get pods --all-namespaces; or follow one that is made later: single-kube follow ${target.name} --new`,
			}) : new SingleKubeError('CLUSTER_NOT_RUNNING', `the apiserver of ${cluster} does not answer`, {seen: [silent], hint: `See what is not well: single-kube status --name ${cluster}`});
		}

		await follower.listening(api, collected.silent());
		listened = true;
		look();
		return await orAborted(ended.promise, limit.signal);
	} catch (error) {
		signal.throwIfAborted();
		throw limit.passed() ? new SingleKubeError('TIMEOUT', `${last ? `the pod ${last.namespace}/${last.pod}` : describeTarget(target, namespace)} did not come to an end of its way within ${limitSeconds} s`, {
			seen: [last?.waiting?.text ?? told ?? 'nothing was seen of it'], hint: 'See what is not well: single-kube status; give it more time: --timeout 10m', cause: error,
		}) : error;
	} finally {
		clearTimeout(timer);
		clearTimeout(ending);
		over.abort();
		api.close();
	}
}
