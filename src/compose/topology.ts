/** From the files of compose/ and the variables of one cluster to its topology. */
import {createHash} from 'node:crypto';
import {SingleKubeError} from '../errors.ts';
import {labels} from '../labels.ts';
import type {Component, ContainerSpec, FileRequests, Mount, NodeSpec, Probe, Topology, VolumeSpec} from '../plan/topology.ts';
import type {Variables} from './interpolate.ts';
import {parseFile} from './parse.ts';
import type {RawFile} from './read.ts';
import {type ClusterFile, clusterFileSchema, componentFileSchema, type ServiceFile} from './schema.ts';
import {inRange} from './versions.ts';

export type TopologyInput = {
	readonly cluster: string;
	readonly kubernetesVersion: string;
	readonly nodes: readonly NodeSpec[];
	readonly variables: Variables;
	/** What is filled in for the components of one node. */
	readonly nodeVariables: (node: NodeSpec) => Variables;
};

/**
 * @param files what readComposeDirectory gave
 * @throws SingleKubeError COMPOSE_INVALID
 */
export function buildTopology(files: readonly RawFile[], input: TopologyInput): Topology {
	const clusterRaw = files.find(({file}) => file === 'cluster.yaml');
	if (!clusterRaw) {
		throw new SingleKubeError('COMPOSE_INVALID', 'cluster.yaml is missing', {seen: files.map(({file}) => file)});
	}

	const common: ClusterFile = parseFile(clusterRaw, clusterFileSchema, input.variables);
	const instances = files.filter(raw => raw !== clusterRaw).flatMap(raw => instantiate(raw, input));
	const volumes = new Map<string, VolumeSpec>();
	for (const {name, node} of [
		...Object.values(common.volumes).map(volume => ({name: volume.name, node: undefined})),
		...instances.flatMap(instance => [...instance.volumes.values()].map(name => ({name, node: instance.node?.name}))),
	]) {
		volumes.set(name, {name, labels: {...ownLabels(input.cluster, node), [labels.version]: input.kubernetesVersion}});
	}

	const {cluster: network} = common.networks;
	return {
		cluster: input.cluster,
		network: {
			name: network.name, subnet: network.ipam.config[0]!.subnet, driverOptions: network.driver_opts, labels: ownLabels(input.cluster),
		},
		volumes: [...volumes.values()].sort((a, b) => a.name.localeCompare(b.name)),
		components: inOrder(instances.map(instance => makeComponent(instance, instances, input))),
		nodes: input.nodes,
	};
}

/** A service of a file, for the cluster or for one node. */
type Instance = {
	readonly file: string;
	readonly name: string;
	readonly id: string;
	readonly service: ServiceFile;
	readonly node: NodeSpec | undefined;
	/** Volume keys of its file to names on the engine. */
	readonly volumes: ReadonlyMap<string, string>;
};

function instantiate(raw: RawFile, input: TopologyInput): Instance[] {
	// Which services are a node's own can be read before their variables have values.
	const services = (raw.content as {services?: Record<string, {'x-single-kube'?: {per?: string}}>} | undefined)?.services ?? {};
	const perNode = Object.values(services).some(service => service?.['x-single-kube']?.per === 'node');
	const scopes: Array<NodeSpec | undefined> = perNode ? [...input.nodes] : [undefined];
	return scopes.flatMap(node => {
		const variables = node === undefined ? input.variables : {...input.variables, ...input.nodeVariables(node)};
		const parsed = parseFile(raw, componentFileSchema, variables);
		const volumes = new Map(Object.entries(parsed.volumes).map(([key, volume]) => [key, volume.name]));
		return Object.entries(parsed.services).map(([name, service]) => ({
			file: raw.file, name, id: node === undefined ? name : `${name}@${node.name}`, service, node, volumes,
		}));
	});
}

function ownLabels(cluster: string, node?: string): Record<string, string> {
	return {[labels.cluster]: cluster, ...(node === undefined ? {} : {[labels.node]: node})};
}

function makeComponent(instance: Instance, instances: readonly Instance[], input: TopologyInput): Component {
	const {service, name, id, node} = instance;
	const extension = service['x-single-kube'];
	const command = [...service.command];
	for (const {versions, args} of extension.args) {
		if (inRange(input.kubernetesVersion, versions)) {
			command.push(...args);
		}
	}

	const configKey = `${name}-config`;
	const container: Omit<ContainerSpec, 'labels'> = {
		name: service.container_name,
		image: service.image,
		hostname: service.hostname,
		command,
		environment: service.environment,
		workingDirectory: service.working_dir,
		network: networkOf(instance, instances),
		hostPid: service.pid === 'host',
		capAdd: service.cap_add,
		capDrop: service.cap_drop,
		securityOptions: service.security_opt,
		deviceCgroupRules: service.device_cgroup_rules,
		devices: service.devices,
		sysctls: service.sysctls,
		mounts: [...service.volumes.map(volume => mountOf(volume, instance)), ...nodeMounts(instance, instances)],
		ports: service.ports.map(port => {
			const [hostAddress, hostPort, containerPort] = port.split(':');
			return {hostAddress: hostAddress!, hostPort: Number(hostPort), containerPort: Number(containerPort)};
		}),
		restart: service.restart,
		init: service.init,
	};
	const files: FileRequests = {
		certificates: extension.certificates.map(certificate => ({
			name: certificate.name, authority: certificate.authority, commonName: certificate['common-name'],
			organizations: certificate.organizations, usages: certificate.usages,
			dnsNames: certificate['dns-names'], ipAddresses: certificate['ip-addresses'],
		})),
		trust: extension.trust,
		signs: extension.signs,
		serviceAccount: extension['service-account'],
		kubeconfig: extension.kubeconfig && {
			commonName: extension.kubeconfig['common-name'], organizations: extension.kubeconfig.organizations, clientFiles: extension.kubeconfig.files,
		},
		files: extension.files,
	};
	const hash = hashOf({container, files});
	return {
		id, name, node: node?.name, summary: extension.summary, job: extension.job,
		dependsOn: service.depends_on.map(dependency => findInstance(instance, instances, dependency).id),
		container: {
			...container,
			labels: {...ownLabels(input.cluster, node?.name), [labels.component]: name, [labels.config]: hash},
		},
		configVolume: instance.volumes.get(configKey),
		servingIsEnough: extension['serving-is-enough'].map(dependency => findInstance(instance, instances, dependency).id),
		files, ready: probeOf(extension.ready), serving: probeOf(extension.serving), hash,
	};
}

function probeOf(probe: ServiceFile['x-single-kube']['ready']): Probe | undefined {
	if (probe === undefined) {
		return undefined;
	}

	return 'log' in probe ? {kind: 'log', text: probe.log} : {kind: 'exec', component: probe.exec.in, command: probe.exec.command};
}

/** A service that another one names: of the same node where there is one, else of the cluster. */
function findInstance(from: Instance, instances: readonly Instance[], name: string): Instance {
	const found = instances.find(other => other.name === name && (other.node === undefined || other.node === from.node));
	if (!found) {
		throw new SingleKubeError('COMPOSE_INVALID', `${from.file} names a service that does not exist`, {
			seen: [`${from.file}: services.${from.name}: expected one of ${instances.map(other => other.name).join(', ')}; found ${name}`],
		});
	}

	return found;
}

function networkOf(instance: Instance, instances: readonly Instance[]): ContainerSpec['network'] {
	const {service} = instance;
	if (service.networks) {
		return {kind: 'cluster', address: service.networks.cluster.ipv4_address, aliases: service.networks.cluster.aliases};
	}

	const joined = /^service:(.+)$/.exec(service.network_mode ?? '')?.[1];
	if (joined === undefined) {
		return {kind: 'none'};
	}

	const target = findInstance(instance, instances, joined);
	return {kind: 'joins', component: target.id, container: target.service.container_name};
}

function mountOf(volume: ServiceFile['volumes'][number], instance: Instance): Mount {
	if (typeof volume !== 'string') {
		return {kind: 'bind', source: volume.source, target: volume.target, readOnly: volume.read_only, propagation: volume.bind?.propagation ?? 'rprivate'};
	}

	const [source, target, mode] = volume.split(':') as [string, string, string | undefined];
	if (source.startsWith('/')) {
		return {kind: 'bind', source, target, readOnly: mode === 'ro', propagation: 'rprivate'};
	}

	const name = instance.volumes.get(source);
	if (name === undefined) {
		throw new SingleKubeError('COMPOSE_INVALID', `${instance.file} mounts a volume that it does not declare`, {
			seen: [`${instance.file}: services.${instance.name}.volumes: expected one of ${[...instance.volumes.keys()].join(', ')}; found ${source}`],
		});
	}

	return {kind: 'volume', volume: name, target, readOnly: mode === 'ro'};
}

/** The volumes of each node that a component of the cluster wants to see: the agent its nodes' sockets. */
function nodeMounts(instance: Instance, instances: readonly Instance[]): Mount[] {
	const wanted = instance.service['x-single-kube']['mounts-each-node'];
	return wanted === undefined ? [] : instances.filter(other => other.node && other.volumes.has(wanted.volume))
		.map(other => ({
			kind: 'volume' as const, volume: other.volumes.get(wanted.volume)!, target: `${wanted.at}/${other.node!.name}`, readOnly: false,
		}))
		.filter((mount, index, all) => all.findIndex(other => other.volume === mount.volume) === index);
}

function hashOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
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
			throw new SingleKubeError('COMPOSE_INVALID', 'components wait for each other', {seen: [[...visiting, component.id].join(' -> ')]});
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
