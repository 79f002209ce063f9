/** Services as the files have them, each for the cluster or for one of its nodes. */
import {SingleKubeError} from '../errors.ts';
import {labels} from '../labels.ts';
import {formatPort, portId, type PortSpec} from '../plan/ports.ts';
import type {NodeSpec} from '../plan/topology.ts';
import type {Variables} from './interpolate.ts';
import {parseFile} from './parse.ts';
import type {RawFile} from './read.ts';
import {componentFileSchema, type ServiceFile} from './schema.ts';
import type {TopologyInput} from './topology.ts';
import {inRange} from './versions.ts';

/** A service of a file, for the cluster, for one node or for one published port. */
export type Instance = {
	readonly file: string;
	readonly name: string;
	readonly id: string;
	readonly service: ServiceFile;
	readonly node: NodeSpec | undefined;
	readonly port: PortSpec | undefined;
	/** Volume keys of its file to names on the engine. */
	readonly volumes: ReadonlyMap<string, string>;
};

/** @returns the services of a file that belong to this cluster, each once, once a node, once a replica or once a published port */
export function instantiate(raw: RawFile, input: TopologyInput): Instance[] {
	// Which services there are, and how many of each, can be read before their variables have values.
	const services = Object.entries((raw.content as {services?: Record<string, RawService>} | undefined)?.services ?? {});
	const extensions = services.map(([name, service]) => ({name, extension: service?.['x-single-kube'] ?? {}}));
	const absent = extensions.filter(({name, extension}) => !isChosen(extension.addons, input.settings.addons) || !isOfVersion(name, extension, input)).map(({name}) => name);
	if (services.length > 0 && absent.length === services.length) {
		return [];
	}

	const scopes = scopesOf(extensions.map(({extension}) => extension), input);
	return scopes.flatMap(({node, replica, port, variables}) => {
		const parsed = parseFile(raw, componentFileSchema, {...input.variables, ...variables});
		const volumes = new Map(Object.entries(parsed.volumes).map(([key, volume]) => [key, volume.name]));
		return Object.entries(parsed.services).filter(([name]) => !absent.includes(name)).map(([name, service]) => ({
			file: raw.file, name: port ? portId(port) : name, id: port ? portId(port) : idOf(name, node, replica), service, node, port, volumes,
		}));
	});
}

type RawExtension = {
	readonly per?: string; readonly addons?: readonly string[]; readonly replicas?: unknown; readonly versions?: string; readonly 'version-of'?: string;
};
type RawService = {readonly 'x-single-kube'?: RawExtension} | undefined;
type Scope = {readonly node: NodeSpec | undefined; readonly replica: number; readonly port: PortSpec | undefined; readonly variables: Variables};

/** What there is one of each for: the cluster, its nodes, its published ports, a number of replicas. */
function scopesOf(extensions: readonly RawExtension[], input: TopologyInput): Scope[] {
	if (extensions.some(({per}) => per === 'node')) {
		return input.nodes.map(node => ({node, replica: 1, port: undefined, variables: input.nodeVariables(node)}));
	}

	if (extensions.some(({per}) => per === 'port')) {
		return input.ports.map(port => ({node: undefined, replica: 1, port, variables: input.portVariables(port)}));
	}

	const count = extensions.some(({replicas}) => replicas !== undefined) ? input.settings.dnsReplicas : 1;
	return Array.from({length: count}, (_, index) => ({node: undefined, replica: index + 1, port: undefined, variables: input.replicaVariables(index + 1)}));
}

/** Some components belong to some versions of Kubernetes only. */
function isOfVersion(name: string, extension: RawExtension, input: TopologyInput): boolean {
	return extension.versions === undefined || inRange(versionNamed(extension['version-of'] ?? name, input), extension.versions);
}

/** The version that a service's flags and files are for: its own where it differs from the cluster's. */
export function versionOf({service, name}: Pick<Instance, 'service' | 'name'>, input: TopologyInput): string {
	return versionNamed(service['x-single-kube']['version-of'] ?? name, input);
}

function versionNamed(component: string, {versions, kubernetesVersion}: TopologyInput): string {
	return versions?.[component] ?? kubernetesVersion;
}

/** What names no add-on belongs to every cluster. */
export function isChosen(wanted: readonly string[] | undefined, chosen: readonly string[]): boolean {
	return wanted === undefined || wanted.length === 0 || wanted.some(addon => chosen.includes(addon));
}

function idOf(name: string, node: NodeSpec | undefined, replica: number): string {
	return node === undefined ? `${name}${replica === 1 ? '' : `-${replica}`}` : `${name}@${node.name}`;
}

export function ownLabels(cluster: string, node?: string, port?: PortSpec): Record<string, string> {
	return {[labels.cluster]: cluster, ...(node === undefined ? {} : {[labels.node]: node}), ...(port ? {[labels.port]: formatPort(port)} : {})};
}

/** A service that another one names: of the same node where there is one, else of the cluster. */
export function findInstance(from: Instance, instances: readonly Instance[], name: string): Instance {
	const found = instances.find(other => other.name === name && (other.node === undefined || other.node === from.node));
	if (!found) {
		throw new SingleKubeError('COMPOSE_INVALID', `${from.file} names a service that does not exist`, {
			seen: [`${from.file}: services.${from.name}: expected one of ${instances.map(other => other.name).join(', ')}; found ${name}`],
			hint: `Mend the name in ${from.file}, or add a file with that service to compose/`,
		});
	}

	return found;
}

/**
 * The ids of services that another one depends on.
 *
 * @returns without those that this cluster does not have: another version, other add-ons
 * @throws SingleKubeError COMPOSE_INVALID for a name that no file has
 */
export function findPresent(from: Instance, instances: readonly Instance[], names: readonly string[], {services}: TopologyInput): string[] {
	return names.filter(name => instances.some(other => other.name === name) || !services?.includes(name)).map(name => findInstance(from, instances, name).id);
}
