/** Undo a fault: put back what was broken, then take its mark away. Whoever is interrupted leaves the mark, and it can be done again. */
import {type ComponentContainer, componentContainer} from '../engine/component-container.ts';
import {startContainer, unpauseContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {limitCpu, limitMemory} from '../engine/limits.ts';
import {removeVolume} from '../engine/networks.ts';
import {type Fault, faultVolumeName} from './fault.ts';
import type {Parts} from './helpers.ts';
import {removeLatency} from './latency.ts';
import {restoreNetwork} from './network.ts';

export type UndoOptions = {
	/** Whether what the fault ended is started; else somebody else does that, or it is to stay down. */
	readonly start: boolean;
};

/**
 * Whatever has become of the component: one that was replaced, restarted or removed meanwhile has lost a part of the fault, or all.
 *
 * @param topology of a cluster that is half-made or stopped, without components
 * @throws SingleKubeError of the engine; CLUSTER_NOT_RUNNING when nobody knows the routes of one that was cut off
 */
export async function undoFault(engine: Engine, topology: Parts, fault: Fault, {start}: UndoOptions, signal: AbortSignal): Promise<void> {
	const container = await componentContainer(engine, topology.cluster, fault.component);
	if (container) {
		await putBack(engine, topology, fault, container, start, signal);
	}

	await removeVolume(engine, faultVolumeName(topology.cluster, fault.component, fault.kind));
}

async function putBack(engine: Engine, topology: Parts, fault: Fault, container: ComponentContainer, start: boolean, signal: AbortSignal): Promise<void> {
	switch (fault.kind) {
		case 'pause': {
			return container.state === 'paused' ? unpauseContainer(engine, container.name) : undefined;
		}

		case 'stop':
		case 'kill': {
			return start ? startContainer(engine, container.name) : undefined;
		}

		case 'cut': {
			// A namespace goes with its container's end, and the next one begins with all of its links.
			return container.state === 'running' || container.state === 'paused' ? restoreNetwork(engine, {topology, component: fault.component, container}, signal) : undefined;
		}

		case 'latency': {
			// A stop removes the container that does it, and needs no components.
			return topology.components.some(({id}) => id === fault.component) ? removeLatency(engine, topology, fault.component) : undefined;
		}

		case 'limit-cpu': {
			return limitCpu(engine, container.name, undefined);
		}

		case 'limit-memory': {
			return limitMemory(engine, container.name, undefined);
		}
	}
}
