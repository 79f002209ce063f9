/** From a cluster's spec, its images and what its engine reports to its topology: the variables of compose/. */
import type {Variables} from '../compose/interpolate.ts';
import {composeDirectory, readComposeDirectory} from '../compose/read.ts';
import {buildTopology} from '../compose/topology.ts';
import {portId, type PortSpec} from '../plan/ports.ts';
import type {NodeSpec, Settings, Topology} from '../plan/topology.ts';
import {labels} from '../labels.ts';
import {addressAt} from './cidr.ts';
import {clusterDirectory} from './cluster-directory.ts';
import {proxyVariables} from './component-proxies.ts';
import {reserved} from './node-offers.ts';
import type {ClusterSpec} from './options.ts';

export type DesignInput = {
	readonly cluster: string;
	readonly spec: ClusterSpec;
	/** References by image name: `kube-apiserver` → `single-kube/kube-apiserver:1.20.2-…`. */
	readonly images: Readonly<Record<string, string>>;
	/** The versions of components that are not the cluster's, by the service's name. */
	readonly versions?: Readonly<Record<string, string>>;
	readonly engine: {
		readonly socketPath: string; readonly rootDir: string; readonly mtu: number;
		readonly cgroupDriver: 'cgroupfs' | 'systemd'; readonly cgroupVersion: 1 | 2;
		/** What its machine has; undefined of an engine that is yet to come. */
		readonly memoryBytes?: number; readonly cpus?: number;
	};
	readonly settings: Settings;
	/** The published ports; none by default. */
	readonly ports?: readonly PortSpec[];
	readonly trace?: boolean;
	readonly composeDirectory?: string;
};

/** @throws SingleKubeError COMPOSE_INVALID; OPTION_INVALID when the node is to offer more than its machine has */
export async function designTopology(input: DesignInput): Promise<Topology> {
	const {cluster, spec, images} = input;
	const nodes: NodeSpec[] = [{name: 'node-1', address: addressAt(spec.subnet, 10), directory: `${clusterDirectory(cluster)}/node-1`}];
	const topology = buildTopology(await readComposeDirectory(input.composeDirectory ?? composeDirectory), {
		cluster,
		kubernetesVersion: spec.kubernetesVersion,
		versions: input.versions,
		nodes,
		variables: {...clusterVariables(input, nodes[0]!), ...imageVariables(images)},
		nodeVariables: node => nodeVariables(input, node),
		replicaVariables: replica => replicaVariables(spec, replica),
		settings: input.settings,
		laid: reservedIn(input),
		proxies: proxyVariables(input.settings.proxies ?? {}, spec),
		ports: input.ports ?? [],
		portVariables,
	});
	return {...topology, network: {...topology.network, labels: {...topology.network.labels, [labels.spec]: JSON.stringify(spec)}}};
}

function reservedIn({settings: {offers}, engine: {memoryBytes, cpus}}: DesignInput): Record<string, object> {
	return offers && memoryBytes !== undefined && cpus !== undefined ? {kubelet: {systemReserved: reserved(offers, {memoryBytes, cpus})}} : {};
}

function clusterVariables({cluster, spec, images, engine, settings, trace}: DesignInput, firstNode: NodeSpec): Variables {
	return {
		CLUSTER: cluster,
		CLUSTER_DIR: clusterDirectory(cluster),
		KUBERNETES_VERSION: spec.kubernetesVersion,
		SUBNET: spec.subnet,
		NETWORK_PREFIX: spec.subnet.split('.').slice(0, 3).join('.'),
		MTU: engine.mtu,
		POD_CIDR: spec.podCidr,
		SERVICE_CIDR: spec.serviceCidr,
		SERVICE_FIRST_ADDRESS: addressAt(spec.serviceCidr, 1),
		API_PORT: spec.apiPort,
		FIRST_NODE_ADDRESS: firstNode.address,
		ADDONS: settings.addons.join(','),
		DNS_REPLICAS: settings.dnsReplicas,
		DNS_SERVER: 'coredns' in images ? 'coredns' : 'bind',
		// The tenth, as kubeadm has it: a convention that people and manifests rely on.
		DNS_ADDRESS: addressAt(spec.serviceCidr, 10),
		CLUSTER_DNS: settings.addons.includes('dns') ? [addressAt(spec.serviceCidr, 10)] : [],
		// Stays as it is until objects are applied: a topology has no certificates (images/kubectl/apply-objects).
		CA_BUNDLE: '${CA_BUNDLE}',
		TRACE: trace ? '1' : '0',
		ENGINE_SOCKET: engine.socketPath,
		ENGINE_ROOT: engine.rootDir,
	};
}

function nodeVariables({cluster, spec, engine}: DesignInput, node: NodeSpec): Variables {
	// With systemd's driver and no D-Bus in the kubelet's container, groups per QoS class cannot be made (DESIGN §6.7).
	const ownGroups = engine.cgroupDriver === 'cgroupfs';
	return {
		NODE: node.name,
		NODE_ADDRESS: node.address,
		NODE_DIR: node.directory,
		NODE_POD_CIDR: spec.podCidr.replace(/\/\d+$/, '/24'),
		CGROUP_DRIVER: engine.cgroupDriver,
		CGROUP_ROOT: ownGroups ? `/single-kube/${cluster}/${node.name}` : '/',
		CGROUPS_PER_QOS: ownGroups,
		ENFORCE_NODE_ALLOCATABLE: ownGroups ? ['pods'] : [],
	};
}

function replicaVariables(spec: ClusterSpec, replica: number): Variables {
	return {
		REPLICA: replica,
		REPLICA_SUFFIX: replica === 1 ? '' : `-${replica}`,
		REPLICA_ADDRESS: addressAt(spec.subnet, 19 + replica),
	};
}

function portVariables(port: PortSpec): Variables {
	const {address, hostPort, nodePort, protocol} = port;
	return {PORT: portId(port), PORT_ADDRESS: address, PORT_HOST: hostPort, PORT_NODE: nodePort, PORT_PROTOCOL: protocol};
}

function imageVariables(images: Readonly<Record<string, string>>): Variables {
	// Whoever has CoreDNS' image among the cluster's wants it to be the server.
	const server = images['coredns'] ?? images['dns'];
	return {
		...Object.fromEntries(Object.entries(images).map(([name, reference]) => [`IMAGE_${name.toUpperCase().replaceAll('-', '_')}`, reference])),
		...server === undefined ? {} : {IMAGE_DNS_SERVER: server},
	};
}
