import {stopContainer, unpauseContainer} from '../../engine/containers.ts';
import {createVolume} from '../../engine/networks.ts';
import {type Emit, ignoreEvents} from '../../events.ts';
import {heldVolume} from '../../plan/held.ts';
import type {ClusterOptions} from '../options.ts';
import {changeComponents, type ComponentsReport, containerOf, type Opened} from './open.ts';

/** Seconds between SIGTERM and SIGKILL: etcd closes its files in one, an apiserver would wait for its watchers for a minute. */
const grace = 5;

/**
 * Stop components on purpose: the supervisor leaves them alone until somebody starts them.
 *
 * @param words `etcd`, `kubelet@node-1`, `kubelet` where one node has it
 * @throws SingleKubeError COMPONENT_UNKNOWN, COMPONENT_ACTION_REFUSED; CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING, CLUSTER_BUSY; those of the engine
 */
export async function stopComponents(words: readonly string[], options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ComponentsReport> {
	return changeComponents({action: 'stop', words, options, emit, signal}, async opened => {
		const {engine, name, chosen} = opened;
		await endAll(opened);
		// The supervisor marks nothing while a command is at work: a stop may be a part of that.
		await Promise.all(chosen.map(async ({id}) => createVolume(engine, heldVolume(name, id))));
	});
}

/** All that run or are paused, at once. */
export async function endAll({engine, chosen, observed, signal}: Opened): Promise<void> {
	signal.throwIfAborted();
	await Promise.all(chosen.map(async ({id, container: {name}}) => {
		const state = containerOf(observed, id)?.state;
		if (state === 'paused') {
			// What is frozen hears no SIGTERM.
			await unpauseContainer(engine, name);
		}

		if (state !== undefined && state !== 'exited' && state !== 'created') {
			await stopContainer(engine, name, grace);
		}
	}));
}
