/** Containers that a fault or a scenario needs for as long as it lasts: of the cluster, and no components of it. */
import {inertContainer} from '../cluster/workbench.ts';
import {removeContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {labelledContainers} from '../engine/labelled.ts';
import {faultComponent} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {labels} from '../labels.ts';
import type {ContainerSpec, Topology} from '../plan/topology.ts';

/** What has to be known of a cluster. */
export type Parts = Pick<Topology, 'cluster' | 'components'>;

/** A component, or what the engine knows of its container. */
export type HasNetwork = {readonly id: string; readonly container: {readonly name: string}};

/**
 * The record of a container in the network namespace of a component's.
 *
 * @param suffix of its name: what it is for
 * @param more its labels, beside those by which all are found
 */
export function helperIn({cluster}: Parts, {id, container}: HasNetwork, suffix: string, image: string, more: Readonly<Record<string, string>> = {}): ContainerSpec {
	return {
		...inertContainer(cluster, suffix, image, {labels: {[labels.component]: faultComponent, ...more}}),
		network: {kind: 'joins', component: id, container: container.name},
	};
}

/** The image of a component that every cluster has, as this one has it. @throws SingleKubeError CLUSTER_NOT_RUNNING of a cluster that is older than what is asked of it */
export function imageOf({cluster, components}: Parts, name: string): string {
	const component = components.find(candidate => candidate.name === name);
	if (!component) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${cluster} has no ${name}`, {hint: `Have it made: single-kube start --name ${cluster}`});
	}

	return component.container.image;
}

/** Remove them all. What they did to namespaces that live on is not taken back by this. */
export async function removeHelpers(engine: Engine, cluster: string): Promise<void> {
	const helpers = await labelledContainers(engine, cluster, faultComponent);
	await Promise.all(helpers.map(async ({name}) => removeContainer(engine, name)));
}
