/** What an engine has of each cluster: enough to tell a cluster from what one has left. */
import {lockHolder} from '../cluster/lock.ts';
import type {Engine} from '../engine/engine.ts';
import {isComponent, type LabelledResource, labelledResources, lockComponent, podComponent} from '../engine/observe.ts';

export type ClusterRemains = {
	readonly cluster: string;
	readonly network: boolean;
	/** Containers that `delete` takes away: components and pods. */
	readonly components: number;
	/** Names of containers with the cluster's label and no component's: not made by single-kube. */
	readonly strangers: readonly string[];
	readonly volumes: number;
	readonly lock: {readonly alive: boolean; readonly owner: string} | undefined;
	/** Containers that are there for a moment, and have been for longer. */
	readonly workbenches: readonly string[];
};

/** How long a workbench or the cleaner may be there, in milliseconds: longer than any command has one. */
const longestMoment = 2 * 60_000;

/** @throws SingleKubeError of translate-errors */
export async function clusterRemains(engine: Engine): Promise<ClusterRemains[]> {
	const resources = await labelledResources(engine);
	const clusters = [...new Set(resources.map(({cluster}) => cluster))].sort();
	return Promise.all(clusters.map(async cluster => {
		const own = resources.filter(resource => resource.cluster === cluster);
		const lock = own.some(({name}) => name === `sk-${cluster}-lock`) ? await lockHolder(engine, cluster) : undefined;
		return {...sortOut(cluster, own, Date.now()), lock};
	}));
}

/** Pure. @param now milliseconds since the epoch */
export function sortOut(cluster: string, own: readonly LabelledResource[], now: number): Omit<ClusterRemains, 'lock'> {
	const containers = own.filter(({kind}) => kind === 'container');
	return {
		cluster, network: own.some(({kind, name}) => kind === 'network' && name === `sk-${cluster}`), volumes: own.filter(({kind}) => kind === 'volume').length,
		components: containers.filter(({component}) => component === podComponent || isComponent(component)).length,
		strangers: containers.filter(({component}) => component === undefined).map(({name}) => name),
		workbenches: containers.filter(({name, component, createdAt}) => component === lockComponent && name !== `sk-${cluster}-lock` && now - (createdAt ?? now) > longestMoment).map(({name}) => name),
	};
}
