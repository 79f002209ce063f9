/**
 * When Compose takes a cluster down it knows nothing of pods, of marks of what was stopped, and of what the node left on
 * the engine's host. The agent is stopped after the kubelet, and takes them away as its last work.
 */
import {readdir} from 'node:fs/promises';
import {cleanHost} from '../cluster/clean-host.ts';
import {clusterDirectory} from '../cluster/cluster-directory.ts';
import {killContainer, removeContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {removeVolume} from '../engine/networks.ts';
import {observe} from '../engine/observe.ts';
import {eachFault} from '../faults/each.ts';
import {removeHelpers} from '../faults/helpers.ts';
import {undoFault} from '../faults/undo.ts';
import {heldVolume} from '../plan/held.ts';
import type {Topology} from '../plan/topology.ts';

/** Nothing is taken from a kubelet that runs: then only the agent is stopped. @throws SingleKubeError of the engine's */
export async function takeBack(engine: Engine, {cluster, components, nodes}: Topology, log: (line: string) => void): Promise<void> {
	const {containers, pods, held, faults = []} = await observe(engine, cluster);
	const kubelets = components.filter(({name}) => name === 'kubelet');
	if (containers.some(({component, state}) => kubelets.some(({id}) => id === component) && ['running', 'paused', 'restarting'].includes(state))) {
		return;
	}

	const guard = components.find(({name}) => name === 'agent-guard');
	if (guard) {
		// It would start us again, should it run against all expectation.
		await killContainer(engine, guard.container.name);
	}

	await Promise.all([removeHelpers(engine, cluster), ...pods.map(async ({id}) => removeContainer(engine, id))]);
	// Limits are the containers' own, which may be started again.
	const [failure] = await eachFault(faults, async fault => undoFault(engine, {cluster, components}, fault, {start: false}, new AbortController().signal));
	if (failure !== undefined) {
		throw failure;
	}

	await Promise.all(held.map(async component => removeVolume(engine, heldVolume(cluster, component).name)));
	const image = kubelets[0]!.container.image;
	const volumes = await readdir(`${clusterDirectory(cluster)}/volumes`).catch(() => []);
	if (volumes.length === 0) {
		await cleanHost(engine, cluster, image);
	} else {
		// What claims have written is data: who stops a cluster wants it back.
		for (const {name, directory} of nodes) {
			await cleanHost(engine, cluster, image, {directory, cgroup: `/single-kube/${cluster}/${name}`});
			await cleanHost(engine, cluster, image, {directory: `${directory}-image`, cgroup: `/single-kube/${cluster}/${name}`});
		}
	}

	log(`taken back: ${pods.length} containers of pods, ${held.length} marks, what the node left on the host${volumes.length > 0 ? `; volumes of claims stay: ${volumes.length}` : ''}`);
}
