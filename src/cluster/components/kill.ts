/** Let components crash, and see them come back. */
import {constants} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {killContainer} from '../../engine/containers.ts';
import {observe} from '../../engine/observe.ts';
import {SingleKubeError} from '../../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../../events.ts';
import {awaitReady} from '../../health/await-ready.ts';
import {deadline} from '../../health/deadline.ts';
import type {Component} from '../../plan/topology.ts';
import type {ClusterOptions} from '../options.ts';
import {changeComponents, type ComponentsReport, containerOf, type Opened, requireRunning, statesOf} from './open.ts';

/** How components are killed. */
export type KillOptions = {
	/** `KILL` (the default), `SIGTERM`, `15`. */
	readonly signal?: string;
	/** Whether to wait until they were started again and are ready. */
	readonly wait?: boolean;
};

/** Between two looks, in milliseconds. */
const pause = 100;

/**
 * Send a signal to the program of components. One that ends by it is started again by the agent; by default nobody waits
 * for that.
 *
 * @param words `etcd`, `kubelet@node-1`, `kubelet` where one node has it
 * @throws SingleKubeError OPTION_INVALID for an unknown signal; COMPONENT_UNKNOWN, COMPONENT_ACTION_REFUSED, COMPONENT_NOT_RUNNING;
 *   COMPONENT_NOT_READY when one that is waited for does not come back; CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING, CLUSTER_BUSY
 */
export async function killComponents(
	words: readonly string[], {signal: wanted = 'KILL', wait = false}: KillOptions, options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal,
): Promise<ComponentsReport> {
	const name = signalName(wanted);
	let opened: Opened | undefined;
	const report = await changeComponents({action: 'kill', words, options, emit, signal}, async cluster => {
		opened = cluster;
		for (const component of cluster.chosen) {
			requireRunning(cluster.name, cluster.observed, component, 'kill');
		}

		await Promise.all(cluster.chosen.map(async ({container}) => killContainer(cluster.engine, container.name, name)));
	});
	// Only now that the lock is free does anybody start them again.
	return wait && opened ? inPhase(emit, 'components', `Wait for ${words.join(', ')}`, async () => awaitReturn(opened!)) : report;
}

/** @returns `SIGKILL` of `KILL`, `sigkill`, `9` @throws SingleKubeError OPTION_INVALID */
export function signalName(word: string): string {
	const known = Object.entries(constants.signals);
	const upper = word.toUpperCase();
	const found = known.find(([name, number]) => name === upper || name === `SIG${upper}` || String(number) === word);
	if (!found) {
		throw new SingleKubeError('OPTION_INVALID', `--signal takes the name or the number of a signal, found ${word}`, {hint: 'For example: --signal TERM'});
	}

	return found[0];
}

async function awaitReturn(opened: Opened): Promise<ComponentsReport> {
	const {engine, name, topology, chosen, limitSeconds, signal} = opened;
	await Promise.all(chosen.map(async component => {
		await awaitStart(opened, component);
		await awaitReady(engine, topology, component, limitSeconds, signal);
	}));
	return {cluster: name, components: statesOf(chosen, await observe(engine, name))};
}

async function awaitStart({engine, name, observed: before, limitSeconds, signal}: Opened, {id}: Component): Promise<void> {
	const limit = deadline(limitSeconds, signal);
	const startedAt = containerOf(before, id)?.startedAt ?? 0;
	for (;;) {
		const container = containerOf(await observe(engine, name), id);
		if (container?.state === 'running' && container.startedAt > startedAt) {
			return;
		}

		if (limit.signal.aborted) {
			signal.throwIfAborted();
			throw new SingleKubeError('COMPONENT_NOT_READY', `${id} was not started again within ${limitSeconds} s`, {
				seen: [`its container is ${container?.state ?? 'gone'}`],
				hint: container?.state === 'running' ? 'The signal did not end it: single-kube kill without --signal does' : `See what the agent says: single-kube logs agent --name ${name}`,
			});
		}

		await sleep(pause, undefined, {signal});
	}
}
