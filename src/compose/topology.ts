/** From the files of compose/ and the variables of one cluster to its topology. */
import {SingleKubeError} from '../errors.ts';
import type {PortSpec} from '../plan/ports.ts';
import type {Component, NodeSpec, Settings, Topology, VolumeSpec} from '../plan/topology.ts';
import {labels} from '../labels.ts';
import {makeComponent} from './component.ts';
import {instantiate, ownLabels} from './instance.ts';
import {collectObjects} from './objects.ts';
import type {Variables} from './interpolate.ts';
import {parseFile} from './parse.ts';
import type {RawFile} from './read.ts';
import {type ClusterFile, clusterFileSchema} from './schema.ts';

export type TopologyInput = {
	readonly cluster: string;
	readonly kubernetesVersion: string;
	/** Of components whose version is another than the cluster's, by the service's name. */
	readonly versions?: Readonly<Record<string, string>> | undefined;
	/** The names of all services that the files have; filled in by buildTopology. */
	readonly services?: readonly string[];
	readonly nodes: readonly NodeSpec[];
	readonly variables: Variables;
	/** What is filled in for the components of one node. */
	readonly nodeVariables: (node: NodeSpec) => Variables;
	/** What is filled in for each replica of a component that has some, the first one is 1. */
	readonly replicaVariables: (replica: number) => Variables;
	/** Environment variables for the components that reach outside. */
	readonly proxies?: Readonly<Record<string, string>>;
	readonly settings: Settings;
	/** What is laid over components' configuration files, by the service's name. */
	readonly laid?: Readonly<Record<string, object>>;
	readonly ports: readonly PortSpec[];
	/** What is filled in for the component of one published port. */
	readonly portVariables: (port: PortSpec) => Variables;
};

/**
 * @param files what readComposeDirectory gave
 * @throws SingleKubeError COMPOSE_INVALID
 */
export function buildTopology(files: readonly RawFile[], given: TopologyInput): Topology {
	const input = {...given, services: files.flatMap(({content}) => Object.keys((content as {services?: object} | undefined)?.services ?? {}))};
	const clusterRaw = files.find(({file}) => file === 'cluster.yaml');
	if (!clusterRaw) {
		throw new SingleKubeError('COMPOSE_INVALID', 'cluster.yaml is missing', {seen: files.map(({file}) => file), hint: 'It has the cluster\'s network and authorities: put it back'});
	}

	const common: ClusterFile = parseFile(clusterRaw, clusterFileSchema, input.variables);
	const instances = files.filter(raw => raw !== clusterRaw).flatMap(raw => instantiate(raw, input));
	const volumes = new Map<string, VolumeSpec>();
	for (const {name, node, port} of [
		...Object.values(common.volumes).map(volume => ({name: volume.name, node: undefined, port: undefined})),
		...instances.flatMap(instance => [...instance.volumes.values()].map(name => ({name, node: instance.node?.name, port: instance.port}))),
	]) {
		volumes.set(name, {name, labels: {...ownLabels(input.cluster, node, port), [labels.version]: input.kubernetesVersion}});
	}

	const {cluster: network} = common.networks;
	return {
		cluster: input.cluster,
		network: {
			name: network.name, subnet: network.ipam.config[0]!.subnet, ipRange: network.ipam.config[0]!.ip_range, driverOptions: network.driver_opts, labels: ownLabels(input.cluster),
		},
		volumes: [...volumes.values()].sort((a, b) => a.name.localeCompare(b.name)),
		components: inOrder(instances.map(instance => makeComponent(instance, instances, input))),
		nodes: input.nodes,
		objects: collectObjects(files, instances, input.settings),
		settings: input.settings,
	};
}

/** Each component after those that it depends on or joins; otherwise by id, so that plans are stable. */
function inOrder(components: readonly Component[]): Component[] {
	const ordered: Component[] = [];
	const visiting = new Set<string>();
	const visit = (component: Component): void => {
		if (ordered.includes(component)) {
			return;
		}

		if (visiting.has(component.id)) {
			throw new SingleKubeError('COMPOSE_INVALID', 'components wait for each other', {seen: [[...visiting, component.id].join(' -> ')], hint: 'Take one of these out of depends_on, or out of what its probe runs in'});
		}

		visiting.add(component.id);
		const {network} = component.container;
		const probedIn = component.ready?.kind === 'exec' ? [component.ready.component] : [];
		for (const id of [...component.dependsOn, ...probedIn, ...(network.kind === 'joins' ? [network.component] : [])]) {
			visit(components.find(other => other.id === id)!);
		}

		visiting.delete(component.id);
		ordered.push(component);
	};

	for (const component of [...components].sort((a, b) => a.id.localeCompare(b.id))) {
		visit(component);
	}

	return ordered;
}
