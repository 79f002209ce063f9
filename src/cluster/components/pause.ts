import {pauseContainer, unpauseContainer} from '../../engine/containers.ts';
import {removeVolume} from '../../engine/networks.ts';
import {type Emit, ignoreEvents} from '../../events.ts';
import {faultVolumeName} from '../../faults/fault.ts';
import type {ClusterOptions} from '../options.ts';
import {changeComponents, type ComponentsReport, requireRunning} from './open.ts';

/**
 * Freeze components: they keep their memory and their connections, and answer nobody. The supervisor leaves them alone.
 *
 * @param words `etcd`, `kubelet@node-1`, `kubelet` where one node has it
 * @throws SingleKubeError COMPONENT_UNKNOWN, COMPONENT_ACTION_REFUSED, COMPONENT_NOT_RUNNING; CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING, CLUSTER_BUSY
 */
export async function pauseComponents(words: readonly string[], options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ComponentsReport> {
	return changeComponents({action: 'pause', words, options, emit, signal}, async ({engine, name, chosen, observed}) => {
		for (const component of chosen) {
			requireRunning(name, observed, component, 'pause');
		}

		await Promise.all(chosen.map(async ({container}) => pauseContainer(engine, container.name)));
	});
}

/** Thaw components; on those that are not paused nothing changes. @throws as pauseComponents */
export async function unpauseComponents(words: readonly string[], options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ComponentsReport> {
	return changeComponents({action: 'unpause', words, options, emit, signal}, async ({engine, name, chosen, observed}) => {
		for (const component of chosen) {
			requireRunning(name, observed, component, 'unpause');
		}

		await Promise.all(chosen.map(async ({id, container}) => {
			await unpauseContainer(engine, container.name);
			await removeVolume(engine, faultVolumeName(name, id, 'pause'));
		}));
	});
}
