/** The topology that the agent supervises: a file in its volume, read by it again whenever a command let go of the lock. */
import type {Engine} from '../engine/engine.ts';
import {readFiles} from '../engine/files.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import type {Topology} from '../plan/topology.ts';
import {deliverFiles} from './deliver.ts';

const file = 'topology.json';

/** The files that the agent gets. */
export function agentFiles(topology: Topology): Array<{volume: string; path: string; content: string}> {
	const agent = topology.components.find(component => component.name === 'agent');
	return agent?.configVolume === undefined ? [] : [{volume: agent.configVolume, path: file, content: JSON.stringify(topology)}];
}

/** @throws SingleKubeError CLUSTER_NOT_RUNNING when the cluster has no agent, STATE_CORRUPT when its file is damaged */
export async function readAgentTopology(engine: Engine, cluster: string): Promise<Topology> {
	const files = await readFiles(engine, `sk-${cluster}-agent`, '/etc/single-kube');
	const text = files?.get(file);
	if (text === undefined) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${cluster} is half-made: it has no agent`, {hint: `Have the rest made: single-kube start --name ${cluster}`});
	}

	try {
		return JSON.parse(text) as Topology;
	} catch (error) {
		throw new SingleKubeError('STATE_CORRUPT', `what the agent of ${cluster} supervises cannot be read`, {seen: [messageOf(error)], hint: `Have it written anew: single-kube start --name ${cluster}`, cause: error});
	}
}

/** Under the cluster's lock. @param image any image that the engine has */
export async function writeAgentTopology(engine: Engine, image: string, topology: Topology): Promise<void> {
	await deliverFiles(engine, topology.cluster, image, [], agentFiles(topology));
}
