/** What etcd has of a pod: asked for each version that the apiserver told of. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Engine} from '../../engine/engine.ts';
import {execInContainer} from '../../engine/exec.ts';
import {keyOfPod, rangeCommand, readRange} from '../etcd-range.ts';
import type {Observation} from '../observation.ts';
import type {PodView} from '../pod-view.ts';

/** Milliseconds in which versions are collected for one question, and those that an answer may take. */
const pace = 150;
const patience = 10_000;
/** So often without an answer, and a version is not asked for any more. */
const attempts = 3;

export type EtcdSource = {
	/** Have etcd asked about this version of a pod; asked once for each. */
	readonly ask: (pod: PodView) => void;
	/** Resolves when everything was asked that is known. */
	readonly settled: () => Promise<void>;
};

/** Etcd that does not answer is asked again with the next version, too: nothing depends on it but what is told. */
export function askEtcd(engine: Engine, cluster: string, tell: (observation: Observation) => void, signal: AbortSignal): EtcdSource {
	const asked = new Set<string>();
	let waiting: PodView[] = [];
	let asking: Promise<void> | undefined;

	const question = async (pods: readonly PodView[]): Promise<void> => {
		const [{uid}] = pods as [PodView];
		const {stdout} = await execInContainer(engine, `sk-${cluster}-kubectl`, rangeCommand(keyOfPod(pods[0]!), pods.map(({revision}) => revision)), AbortSignal.any([signal, AbortSignal.timeout(patience)]));
		for (const value of readRange(stdout)) {
			tell({at: Date.now(), precision: 'millisecond', clock: 'here', seen: {source: 'etcd', what: 'value', uid, ...value}});
		}
	};

	const work = async (): Promise<void> => {
		let failures = 0;
		while (waiting.length > 0 && failures < attempts) {
			await sleep(pace, undefined, {signal});
			const now = waiting;
			waiting = [];
			for (const pods of Map.groupBy(now, ({uid}) => uid).values()) {
				try {
					await question(pods);
				} catch {
					signal.throwIfAborted();
					failures++;
					waiting.push(...pods);
				}
			}
		}
	};

	return {
		ask(pod) {
			const id = `${pod.uid} ${pod.revision}`;
			if (!asked.has(id)) {
				asked.add(id);
				waiting.push(pod);
				asking ??= work().catch(() => undefined).finally(() => {
					asking = undefined;
				});
			}
		},
		settled: async () => asking,
	};
}
