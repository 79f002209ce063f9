/** Find what an engine has of a cluster, by label. */
import type Docker from 'dockerode';
import {SingleKubeError} from '../errors.ts';
import {labels} from '../labels.ts';
import type {ContainerState, Observed, ObservedContainer} from '../plan/observed.ts';
import type {Engine} from './engine.ts';
import {faultsIn} from './fault-marks.ts';
import {engineCall, findCall} from './translate-errors.ts';

/** The component label of containers that a kubelet made, and of the one that is a cluster's lock. */
export const podComponent = 'pod';
export const lockComponent = 'lock';
/** The one that keeps a tunnel open: whoever opened it takes it back, nobody else. */
export const tunnelComponent = 'tunnel';
/** Those that a fault or a scenario needs for as long as it lasts. */
export const faultComponent = 'fault';
/** The component labels of what is no component: nobody supervises it. */
export const otherLabels: readonly string[] = [podComponent, lockComponent, tunnelComponent, faultComponent];

/** @throws SingleKubeError STATE_FOREIGN when something else wears one of our names; those of translate-errors */
export async function observe(engine: Engine, cluster: string): Promise<Observed> {
	const filters = {label: [`${labels.cluster}=${cluster}`]};
	const [containers, networks, volumes] = await Promise.all([
		engineCall('list the containers', engine.docker.listContainers({all: true, filters})),
		engineCall('list the networks', engine.docker.listNetworks({filters: {name: [`sk-${cluster}`]}})),
		engineCall('list the volumes', engine.docker.listVolumes({filters: {name: [`sk-${cluster}-`]}} as object)),
	]);
	const network = networks.find(candidate => candidate.Name === `sk-${cluster}`);
	if (network && network.Labels?.[labels.cluster] !== cluster) {
		throw foreign('network', network.Name, cluster);
	}

	// The engine lists volumes in no order of its own.
	const owned = (volumes.Volumes ?? []).filter(volume => volume.Labels?.[labels.cluster] === cluster).sort((a, b) => a.Name.localeCompare(b.Name));
	const components = containers.filter(({Labels}) => isComponent(Labels[labels.component]));
	const faults = faultsIn(owned);
	const observed = await Promise.all(components.map(async container => observeContainer(engine, container)));
	return {
		network: network && {id: network.Id},
		volumes: owned.map(volume => ({name: volume.Name, version: volume.Labels?.[labels.version] ?? ''})),
		held: owned.map(volume => volume.Labels[labels.held]).filter(component => component !== undefined),
		...faults.length > 0 ? {faults} : {},
		...pausedBefore(owned.map(volume => volume.Labels[labels.paused]).find(names => names !== undefined)),
		applied: owned.map(volume => volume.Labels[labels.applied]).find(hash => hash !== undefined),
		containers: observed.filter(container => container !== undefined),
		leftovers: containers.filter(({Names, Labels}) => Labels[labels.component] === lockComponent && nameOf(Names) !== `sk-${cluster}-lock`).map(({Names}) => nameOf(Names)),
		pods: containers.filter(({Labels}) => Labels[labels.component] === podComponent).map(({Id, Names, Labels, State, Created}) => ({
			id: Id, name: nameOf(Names), node: Labels[labels.node] ?? '', state: State as ContainerState, createdAt: Created * 1000,
		})),
	};
}

/** A label that is not as we write it says at least that the cluster is paused. */
function pausedBefore(label: string | undefined): Pick<Observed, 'paused'> {
	try {
		return label === undefined ? {} : {paused: JSON.parse(label) as string[]};
	} catch {
		return {paused: []};
	}
}

/** Names of all clusters that have anything on the engine. */
export async function listClusters(engine: Engine): Promise<string[]> {
	return [...new Set((await labelledResources(engine)).map(({cluster}) => cluster))].sort();
}

/** Whatever wears a cluster's label. */
export type LabelledResource = {
	readonly kind: 'container' | 'network' | 'volume';
	readonly name: string;
	readonly cluster: string;
	/** The component label; undefined where there is none. */
	readonly component: string | undefined;
	/** Milliseconds since the epoch; of containers. */
	readonly createdAt: number | undefined;
};

/** Of all clusters. @throws SingleKubeError of translate-errors */
export async function labelledResources(engine: Engine): Promise<LabelledResource[]> {
	const filters = {label: [labels.cluster]};
	const [containers, networks, volumes] = await Promise.all([
		engineCall('list the containers', engine.docker.listContainers({all: true, filters})),
		engineCall('list the networks', engine.docker.listNetworks({filters})),
		engineCall('list the volumes', engine.docker.listVolumes({filters} as object)),
	]);
	const resource = (kind: LabelledResource['kind'], name: string, own: Readonly<Record<string, string>> | undefined, createdAt?: number): LabelledResource[] => {
		const cluster = own?.[labels.cluster];
		return cluster === undefined ? [] : [{kind, name, cluster, component: own?.[labels.component], createdAt}];
	};

	return [
		...containers.flatMap(({Names, Labels, Created}) => resource('container', nameOf(Names), Labels, Created * 1000)),
		...networks.flatMap(({Name, Labels}) => resource('network', Name, Labels)),
		...(volumes.Volumes ?? []).flatMap(({Name, Labels}) => resource('volume', Name, Labels)),
	];
}

/** The settings that a cluster was made with: the `spec` label of its network. Undefined when there is none. */
export async function readSpecLabel(engine: Engine, cluster: string): Promise<string | undefined> {
	const network = await findCall(`inspect the network sk-${cluster}`, engine.docker.getNetwork(`sk-${cluster}`).inspect() as Promise<Docker.NetworkInspectInfo>);
	return network?.Labels?.[labels.spec];
}

/** The published ports that a cluster remembers: the `port` labels of their volumes. */
export async function portLabels(engine: Engine, cluster: string): Promise<string[]> {
	const filters = {label: [`${labels.cluster}=${cluster}`, labels.port]};
	const {Volumes: volumes} = await engineCall('list the volumes', engine.docker.listVolumes({filters} as object));
	return (volumes ?? []).flatMap(({Labels}) => Labels?.[labels.cluster] === cluster ? Labels[labels.port] ?? [] : []);
}

/** Those of them that are published at this moment. */
export async function runningPorts(engine: Engine, cluster: string): Promise<string[]> {
	const filters = {label: [`${labels.cluster}=${cluster}`, labels.port]};
	const containers = await engineCall('list the containers', engine.docker.listContainers({filters}));
	return containers.flatMap(({Labels}) => Labels[labels.port] ?? []);
}

/** What the user chose at an earlier start: the `settings` label of the volume that settingsVolume describes. */
export async function readSettingsLabel(engine: Engine, cluster: string): Promise<string | undefined> {
	const volume = await findCall(`inspect the volume sk-${cluster}-settings`, engine.docker.getVolume(`sk-${cluster}-settings`).inspect());
	return volume?.Labels?.[labels.cluster] === cluster ? volume.Labels[labels.settings] : undefined;
}

/** @throws SingleKubeError STATE_FOREIGN when a container or volume that is not the cluster's has one of these names */
export async function refuseForeign(engine: Engine, cluster: string, names: {containers: readonly string[]; volumes: readonly string[]}): Promise<void> {
	const [containers, volumes] = await Promise.all([
		engineCall('list the containers', engine.docker.listContainers({all: true, filters: {name: [`sk-${cluster}`]}})),
		engineCall('list the volumes', engine.docker.listVolumes({filters: {name: [`sk-${cluster}-`]}} as object)),
	]);
	const container = containers.find(({Names, Labels}) => names.containers.includes(nameOf(Names)) && Labels[labels.cluster] !== cluster);
	if (container) {
		throw foreign('container', nameOf(container.Names), cluster);
	}

	const volume = (volumes.Volumes ?? []).find(({Name, Labels}) => names.volumes.includes(Name) && Labels?.[labels.cluster] !== cluster);
	if (volume) {
		throw foreign('volume', volume.Name, cluster);
	}
}

function foreign(what: string, name: string, cluster: string): SingleKubeError {
	return new SingleKubeError('STATE_FOREIGN', `a ${what} named ${name} exists that does not belong to the cluster ${cluster}`, {
		seen: [`it has no label ${labels.cluster}=${cluster}`],
		hint: `Remove it (docker ${what} rm ${name}) or choose another cluster name: --name NAME`,
	});
}

/** @param label of a container */
export function isComponent(label: string | undefined): boolean {
	return label !== undefined && !otherLabels.includes(label);
}

function nameOf(names: readonly string[]): string {
	return names[0]?.replace(/^\//, '') ?? '';
}

async function observeContainer(engine: Engine, listed: Docker.ContainerInfo): Promise<ObservedContainer | undefined> {
	const inspected = await findCall(`inspect ${nameOf(listed.Names)}`, engine.docker.getContainer(listed.Id).inspect());
	if (!inspected) {
		return undefined;
	}

	const {State: state, HostConfig: host} = inspected;
	const node = listed.Labels[labels.node];
	return {
		id: listed.Id,
		name: nameOf(listed.Names),
		component: node === undefined ? listed.Labels[labels.component]! : `${listed.Labels[labels.component]}@${node}`,
		config: listed.Labels[labels.config] ?? '',
		state: state.Status as ContainerState,
		exitCode: state.ExitCode,
		startedAt: Math.max(0, Date.parse(state.StartedAt)),
		finishedAt: Math.max(0, Date.parse(state.FinishedAt)),
		joined: /^container:(.+)$/.exec(host.NetworkMode ?? '')?.[1],
		image: listed.Image,
		pid: state.Pid,
		restarts: inspected.RestartCount ?? 0,
		outOfMemory: state.OOMKilled,
		address: addressOf(inspected),
		version: listed.Labels[labels.version],
	};
}

function addressOf({NetworkSettings: {Networks: networks}}: Docker.ContainerInspectInfo): string | undefined {
	return Object.values(networks ?? {}).map(({IPAddress: address}) => address).find(address => address !== '');
}
