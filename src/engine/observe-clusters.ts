/** All clusters of an engine in three calls: enough to list them; observe.ts looks at one closely. */
import {labels} from '../labels.ts';
import type {ContainerState} from '../plan/observed.ts';
import type {Engine} from './engine.ts';
import {isComponent, podComponent} from './observe.ts';
import {engineCall} from './translate-errors.ts';

export type ListedCluster = {
	readonly name: string;
	/** When the first of what there still is was made, in milliseconds since the epoch. */
	readonly createdAt: number | undefined;
	readonly nodes: readonly string[];
	readonly containers: ReadonlyArray<{readonly component: string; readonly state: ContainerState; readonly exitCode: number}>;
	/** As a whole, or about to be. */
	readonly paused: boolean;
	/** Containers of pods that run. */
	readonly pods: number;
};

/** @throws SingleKubeError of translate-errors */
export async function observeClusters(engine: Engine): Promise<ListedCluster[]> {
	const filters = {label: [labels.cluster]};
	const [containers, networks, volumes] = await Promise.all([
		engineCall('list the containers', engine.docker.listContainers({all: true, filters})),
		engineCall('list the networks', engine.docker.listNetworks({filters})),
		engineCall('list the volumes', engine.docker.listVolumes({filters} as object)),
	]);
	const all = [...containers, ...networks, ...(volumes.Volumes ?? [])].map(({Labels}) => Labels?.[labels.cluster]).filter(name => name !== undefined);
	return [...new Set(all)].sort().map(name => {
		const own = containers.filter(({Labels}) => Labels[labels.cluster] === name);
		const components = own.filter(({Labels}) => isComponent(Labels[labels.component]));
		const times = [
			...components.map(({Created}) => Created * 1000),
			...networks.filter(({Labels}) => Labels?.[labels.cluster] === name).map(({Created}) => Date.parse(Created ?? '')),
		].filter(time => time > 0);
		return {
			name,
			createdAt: times.length > 0 ? Math.min(...times) : undefined,
			nodes: [...new Set(own.map(({Labels}) => Labels[labels.node]).filter(node => node !== undefined))].sort(),
			containers: components.map(({Labels, State, Status}) => ({
				component: Labels[labels.node] === undefined ? Labels[labels.component]! : `${Labels[labels.component]}@${Labels[labels.node]}`,
				state: State as ContainerState, exitCode: exitCodeIn(Status),
			})),
			paused: (volumes.Volumes ?? []).some(({Labels}) => Labels?.[labels.cluster] === name && Labels[labels.paused] !== undefined),
			pods: own.filter(({Labels, State}) => Labels[labels.component] === podComponent && State === 'running').length,
		};
	});
}

/** The engine says it in words only: `Exited (137) 2 minutes ago`. */
export function exitCodeIn(status: string): number {
	return Number(/^Exited \((\d+)\)/.exec(status)?.[1] ?? 0);
}
