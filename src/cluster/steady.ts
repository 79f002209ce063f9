/** A program that does not like its flags may take a moment to find out: whether what was just started stays up. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Engine} from '../engine/engine.ts';
import {containerState} from '../engine/inspect.ts';
import {SingleKubeError} from '../errors.ts';
import {whyEnded} from '../health/why-ended.ts';
import type {Component} from '../plan/topology.ts';

/** For how long it has to have run, and how often it is looked at; in milliseconds. */
const steadyAfter = 3000;
const pause = 200;

/**
 * @param components whose containers were started a moment ago, and that are no jobs
 * @throws SingleKubeError COMPONENT_DIED with its last lines; the signal's reason
 */
export async function awaitSteady(engine: Engine, components: readonly Component[], signal: AbortSignal): Promise<void> {
	// By our own clock, too: the engine's machine may have another.
	const latest = Date.now() + steadyAfter;
	await Promise.all(components.map(async ({id, container: {name}}) => {
		for (;;) {
			const {running, startedAt, exitCode} = await containerState(engine, name);
			if (!running) {
				throw new SingleKubeError('COMPONENT_DIED', `${id} ended with code ${exitCode} in its first seconds`, await whyEnded(engine, name));
			}

			if (Date.now() >= Math.min(latest, startedAt + steadyAfter)) {
				return;
			}

			await sleep(pause, undefined, {signal});
		}
	}));
}
