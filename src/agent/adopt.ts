/**
 * For a cluster whose containers somebody else starts: what `start` does beside starting them. Each component is waited
 * for by its probe, which also gives a node its range of pod addresses, and the cluster's own objects are applied.
 */
import {setTimeout as sleep} from 'node:timers/promises';
import {applyObjects} from '../cluster/apply-objects.ts';
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import {messageOf} from '../errors.ts';
import {awaitReady} from '../health/await-ready.ts';
import type {Topology} from '../plan/topology.ts';

export type AdoptOptions = {
	readonly engine: Engine;
	readonly readTopology: () => Promise<Topology>;
	readonly log: (line: string) => void;
	readonly signal: AbortSignal;
};

/** The limit for each wait, in seconds. */
const limitSeconds = 120;
/** Pauses after an attempt that failed, in milliseconds: the first, and the longest. */
const firstPause = 500;
const longestPause = 30_000;

/** Tries until all of it is done. @throws the signal's reason */
export async function adopt({engine, readTopology, log, signal}: AdoptOptions): Promise<void> {
	for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
		try {
			const startedAt = Date.now();
			await attempt(engine, await readTopology(), signal);
			log(`adopted: all components are ready, the cluster's objects are applied, after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
			return;
		} catch (error) {
			signal.throwIfAborted();
			log(`waiting to adopt: ${messageOf(error)}`);
		}

		await sleep(pause, undefined, {signal});
	}
}

async function attempt(engine: Engine, topology: Topology, signal: AbortSignal): Promise<void> {
	const {containers} = await observe(engine, topology.cluster);
	const missing = topology.components.filter(({id}) => !containers.some(({component}) => component === id)).map(({id}) => id);
	if (missing.length > 0) {
		throw new Error(`not made yet: ${missing.join(', ')}`);
	}

	const probed = topology.components.filter(({ready}) => ready?.kind === 'exec');
	const [apiserver, ...others] = probed;
	if (!apiserver) {
		return;
	}

	// The first in their order is the one that the others ask.
	await awaitReady(engine, topology, apiserver, limitSeconds, signal);
	await Promise.all([
		applyObjects(engine, topology, limitSeconds, signal),
		...others.map(async component => awaitReady(engine, topology, component, limitSeconds, signal)),
	]);
}
