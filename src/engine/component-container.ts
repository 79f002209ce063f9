/** The container that a component has at this moment, found by its labels: it may have been replaced meanwhile. */
import {labels} from '../labels.ts';
import type {ContainerState} from '../plan/observed.ts';
import type {Engine} from './engine.ts';
import {type Limits, limitsOf, type RawLimits} from './limits.ts';
import {engineCall, findCall} from './translate-errors.ts';

export type ComponentContainer = Limits & {
	readonly id: string;
	readonly name: string;
	readonly state: ContainerState;
	/** Milliseconds since the epoch; 0 when it never ran. */
	readonly startedAt: number;
	/** Of the cluster's network, by which packets leave; undefined where it has none, or does not run. */
	readonly gateway: string | undefined;
};

/** @param component its id: `etcd`, `kubelet@node-1` @returns undefined when it has none */
export async function componentContainer(engine: Engine, cluster: string, component: string): Promise<ComponentContainer | undefined> {
	const [name, node] = component.split('@');
	const wanted = [`${labels.cluster}=${cluster}`, `${labels.component}=${name}`, ...node === undefined ? [] : [`${labels.node}=${node}`]];
	const [found] = await engineCall('list the containers', engine.docker.listContainers({all: true, filters: {label: wanted}}));
	const inspected = found && await findCall(`inspect the container of ${component}`, engine.docker.getContainer(found.Id).inspect());
	return inspected && {
		id: inspected.Id, name: inspected.Name.replace(/^\//, ''), state: inspected.State.Status as ContainerState,
		startedAt: Math.max(0, Date.parse(inspected.State.StartedAt)),
		gateway: inspected.NetworkSettings.Networks?.[`sk-${cluster}`]?.Gateway || undefined,
		...limitsOf(inspected.HostConfig as RawLimits),
	};
}
