/** Make a fault: mark it, then break it. The mark comes first, so that whatever is broken is known to all. */
import {type ComponentContainer, componentContainer} from '../engine/component-container.ts';
import {killContainer, pauseContainer, startContainer, stopContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {limitCpu, limitMemory} from '../engine/limits.ts';
import {createVolume, removeVolume} from '../engine/networks.ts';
import {SingleKubeError} from '../errors.ts';
import type {Topology} from '../plan/topology.ts';
import {type Fault, faultVolume} from './fault.ts';
import {applyLatency} from './latency.ts';
import {cutNetwork} from './network.ts';
import {undoFault} from './undo.ts';
import {clearCommand} from './words.ts';

/** Seconds between SIGTERM and SIGKILL, as `single-kube stop` has it. */
const grace = 5;

/**
 * One of the same kind is replaced. When the engine refuses in the middle, what was broken is put back.
 *
 * @param topology of the cluster, as the agent has it
 * @throws SingleKubeError COMPONENT_NOT_RUNNING when it has no container; those of the engine; the signal's reason
 */
export async function applyFault(engine: Engine, topology: Topology, fault: Fault, signal: AbortSignal): Promise<void> {
	const {cluster} = topology;
	const container = await componentContainer(engine, cluster, fault.component);
	if (!container) {
		throw new SingleKubeError('COMPONENT_NOT_RUNNING', `${fault.component} has no container`, {hint: `single-kube start ${fault.component} --name ${cluster}`});
	}

	const mark = faultVolume(cluster, fault);
	// The engine leaves a volume of this name as it is, with its labels.
	await removeVolume(engine, mark.name);
	await createVolume(engine, mark);
	try {
		await breakComponent(engine, topology, fault, container, signal);
	} catch (error) {
		try {
			await undoFault(engine, topology, fault, {start: true}, new AbortController().signal);
		} catch (undoing) {
			throw error instanceof SingleKubeError ? new SingleKubeError(error.code, error.message, {
				seen: [...error.seen, `it was not put back: ${(undoing as Error).message}`], hint: `${clearCommand(fault)} --name ${cluster}`, cause: error,
			}) : error;
		}

		throw error;
	}
}

/** Also again, for what the restart of its container lost. @throws as applyFault */
export async function breakComponent(engine: Engine, topology: Topology, fault: Fault, container: ComponentContainer, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	switch (fault.kind) {
		case 'pause': {
			return pauseContainer(engine, container.name);
		}

		case 'stop': {
			return stopContainer(engine, container.name, grace);
		}

		case 'kill': {
			return killContainer(engine, container.name);
		}

		case 'cut': {
			return cutNetwork(engine, {topology, component: fault.component, container}, signal);
		}

		case 'latency': {
			await applyLatency(engine, topology, fault, signal);
			return;
		}

		case 'limit-cpu': {
			return limitCpu(engine, container.name, fault.cores);
		}

		case 'limit-memory': {
			return squeeze(engine, container, fault.bytes);
		}
	}
}

/** What the kernel of cgroup v1 says when more is in use than the limit; v2's ends the program instead. */
const inUse = /unable to set memory limit|resource busy/i;

async function squeeze(engine: Engine, {name, state}: ComponentContainer, bytes: number): Promise<void> {
	try {
		await limitMemory(engine, name, bytes);
	} catch (error) {
		if (!(error instanceof SingleKubeError && inUse.test(error.seen.join('\n'))) || state !== 'running') {
			throw error;
		}

		await killContainer(engine, name);
		await limitMemory(engine, name, bytes);
		await startContainer(engine, name);
	}
}
