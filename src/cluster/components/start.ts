/** Bring components back, in the order in which they need each other, and wait until they do their work. */
import {unpauseContainer} from '../../engine/containers.ts';
import {removeVolume} from '../../engine/networks.ts';
import {observe} from '../../engine/observe.ts';
import {type Emit, ignoreEvents} from '../../events.ts';
import {faultVolumeName} from '../../faults/fault.ts';
import {heldVolume} from '../../plan/held.ts';
import {planSome} from '../../plan/some-components.ts';
import {apply} from '../apply.ts';
import {deliverFiles} from '../deliver.ts';
import type {ClusterOptions} from '../options.ts';
import {changeComponents, type ComponentsReport, containerOf, type Opened} from './open.ts';
import {endAll} from './stop.ts';

/**
 * Start components that were stopped or paused on purpose, have died or are gone. On those that run nothing changes.
 *
 * @param words `etcd`, `kubelet@node-1`, `kubelet` where one node has it
 * @throws SingleKubeError COMPONENT_UNKNOWN, COMPONENT_ACTION_REFUSED, COMPONENT_NOT_READY, COMPONENT_DIED; CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING, CLUSTER_BUSY
 */
export async function startComponents(words: readonly string[], options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ComponentsReport> {
	return changeComponents({action: 'start', words, options, emit, signal}, bringBack);
}

/** Stop components and start them again; those that were stopped on purpose run afterwards. @throws as startComponents */
export async function restartComponents(words: readonly string[], options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ComponentsReport> {
	return changeComponents({action: 'restart', words, options, emit, signal}, async opened => {
		await endAll(opened);
		await bringBack(opened);
	});
}

async function bringBack({engine, image, name, topology, chosen, observed: before, limitSeconds, emit, signal}: Opened): Promise<void> {
	await Promise.all(chosen.map(async ({id, container}) => {
		await removeVolume(engine, heldVolume(name, id).name);
		// Who starts it wants it to run; what else is broken of it stays so.
		await Promise.all((['pause', 'stop', 'kill'] as const).map(async kind => removeVolume(engine, faultVolumeName(name, id, kind))));
		if (containerOf(before, id)?.state === 'paused') {
			await unpauseContainer(engine, container.name);
		}
	}));
	const {plan, waiting} = planSome(topology, await observe(engine, name), chosen.map(({id}) => id), Date.now());
	await apply(plan, {
		engine, topology, limitSeconds, emit, signal,
		deliver: async components => deliverFiles(engine, name, image, components), cleanHost: async () => undefined,
	});
	for (const {component, needs} of waiting) {
		emit({type: 'warned', phase: 'components', text: `${component} was started and cannot be ready yet: it needs ${needs.join(', ')}`});
	}
}
