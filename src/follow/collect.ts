/** Listens to everybody who knows something of pods, and keeps what they say. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Api} from '../api/api.ts';
import type {Engine} from '../engine/engine.ts';
import {podEvents} from '../engine/pod-events.ts';
import {messageOf} from '../errors.ts';
import {fromAction} from './from-told.ts';
import type {ComponentView, Observation} from './observation.ts';
import type {PodView} from './pod-view.ts';
import {followEvents, followPods} from './sources/apiserver.ts';
import {followComponents} from './sources/components.ts';
import {askEtcd} from './sources/etcd.ts';
import {followCalls} from './sources/gateway.ts';
import {ownersOf} from './sources/owners.ts';

export type Collected = {
	readonly observations: () => readonly Observation[];
	readonly components: () => readonly ComponentView[];
	/** What this machine's clock has more than the cluster's, in milliseconds. */
	readonly offset: () => number;
	/** Why each source says nothing now, by its name; those that do are not there. */
	readonly silent: () => Readonly<Record<string, string>>;
	/** Resolves when each source has begun, or is known to be silent. */
	readonly begun: Promise<void>;
	/** Resolves when what is known was asked of etcd and of the owners. */
	readonly settled: () => Promise<void>;
};

export type CollectFrom = {
	readonly engine: Engine;
	readonly cluster: string;
	readonly api: Api;
	/** Undefined: all of them. */
	readonly namespace: string | undefined;
	/** Which pods: what is about others is not kept. Asked with a pod whenever one is seen. */
	readonly wanted: (pod: PodView, change: 'listed' | 'added' | 'modified' | 'deleted') => boolean;
};

/** Milliseconds before a source that ended is asked again. */
const pause = 500;
/** How far back the engine's memory is asked, in milliseconds. */
const past = 3_600_000;
/** A pod that crashes for days would fill the memory: the beginning of its way is kept, and the newest. */
const keptFirst = 500;
const keptLast = 2000;

/** Begin to listen; ends with the signal. @param changed called after each thing that became known, often */
export function collect({engine, cluster, api, namespace, wanted}: CollectFrom, changed: () => void, signal: AbortSignal): Collected {
	const observations: Observation[] = [];
	const revisions = new Set<string>();
	const alive = new Map<string, PodView>();
	const silent = new Map<string, string>();
	let components: readonly ComponentView[] = [];
	let offset = 0;
	const asking = new Set<Promise<unknown>>();

	const keep = (observation: Observation): void => {
		observations.push(observation);
		if (observations.length > keptFirst + keptLast * 2) {
			observations.splice(keptFirst, keptLast);
		}

		changed();
	};

	const etcd = askEtcd(engine, cluster, keep, signal);
	const hear = (observation: Observation): void => {
		const {seen} = observation;
		if (seen.source !== 'apiserver') {
			keep(observation);
			return;
		}

		const {pod, change} = seen;
		const id = `${pod.uid} ${pod.revision} ${change === 'deleted' ? 'deleted' : ''}`;
		if (revisions.has(id) || !wanted(pod, change)) {
			return;
		}

		revisions.add(id);
		if (change === 'deleted') {
			alive.delete(pod.uid);
		} else {
			if (!alive.has(pod.uid) && pod.owner) {
				const asked = ownersOf(api, pod, signal).then(owners => {
					keep({...observation, seen: {source: 'owners', what: 'owners', uid: pod.uid, owners}});
				}, () => undefined).finally(() => asking.delete(asked));
				asking.add(asked);
			}

			alive.set(pod.uid, pod);
			etcd.ask(pod);
		}

		keep(observation);
	};

	const begun = (name: string, work: (began: () => void, inner: AbortSignal) => Promise<void>): Promise<void> => new Promise(resolve => {
		void again(async () => {
			try {
				await work(() => {
					silent.delete(name);
					resolve();
					changed();
				}, signal);
				silent.set(name, 'it ended');
			} catch (error) {
				silent.set(name, messageOf(error));
			}

			resolve();
			changed();
		}, signal);
	});

	const all = Promise.all([
		begun('pods', async (began, inner) => followPods(api, namespace, ({items}) => {
			// Whoever was deleted while nobody listened.
			const uids = new Set(items.map(({metadata}) => metadata.uid));
			for (const pod of [...alive.values()].filter(({uid}) => !uids.has(uid))) {
				hear({at: Date.now(), precision: 'millisecond', clock: 'here', seen: {source: 'apiserver', what: 'pod', change: 'deleted', pod}});
			}

			began();
		}, hear, inner)),
		begun('events', async (began, inner) => followEvents(api, namespace, began, hear, inner)),
		begun('gateway', async (began, inner) => followCalls(engine, cluster, difference => {
			offset = difference;
			began();
		}, hear, inner)),
		begun('engine', async (began, inner) => {
			const events = await podEvents(engine, cluster, namespace, Date.now() - past, inner);
			began();
			for await (const event of events) {
				hear(fromAction(event));
			}
		}),
		begun('components', async (began, inner) => followComponents(engine, cluster, seen => {
			components = seen;
			began();
		}, inner)),
	]);
	return {
		observations: () => observations, components: () => components, offset: () => offset, silent: () => Object.fromEntries(silent),
		begun: all.then(() => undefined),
		async settled() {
			await Promise.all([etcd.settled(), ...asking]);
		},
	};
}

async function again(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		await work();
		await sleep(pause, undefined, {signal}).catch(() => undefined);
	}
}
