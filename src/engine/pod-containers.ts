/** The containers that a kubelet made for one pod. */
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

/** Of a container of a pod: its name in the pod, and the engine's id. */
export type PodContainer = {readonly name: string; readonly container: string};

/** The kubelet's name for the container that only holds a pod's network. */
const sandbox = 'POD';

/** Running ones and ended ones, the newest of each name. The labels are those of dockershim and cri-dockerd. @throws SingleKubeError of translate-errors */
export async function podContainers(engine: Engine, cluster: string, namespace: string, pod: string): Promise<PodContainer[]> {
	const found = await engineCall('list the containers', engine.docker.listContainers({
		all: true, filters: {label: [`${labels.cluster}=${cluster}`, `io.kubernetes.pod.namespace=${namespace}`, `io.kubernetes.pod.name=${pod}`]},
	}));
	const newest = new Map<string, PodContainer>();
	for (const {Id, Labels} of found.sort((a, b) => a.Created - b.Created)) {
		const name = Labels['io.kubernetes.container.name'];
		if (name !== undefined && name !== sandbox) {
			newest.set(name, {name, container: Id});
		}
	}

	return [...newest.values()];
}

/** How many pods run on each node: their sandboxes. @throws SingleKubeError of translate-errors */
export async function countPods(engine: Engine, cluster: string): Promise<ReadonlyMap<string, number>> {
	const found = await engineCall('list the containers', engine.docker.listContainers({filters: {label: [`${labels.cluster}=${cluster}`, `io.kubernetes.container.name=${sandbox}`]}}));
	const counts = new Map<string, number>();
	for (const {Labels} of found) {
		const node = Labels[labels.node] ?? '';
		counts.set(node, (counts.get(node) ?? 0) + 1);
	}

	return counts;
}
