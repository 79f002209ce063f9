/** Services as the files have them, each for the cluster or for one of its nodes. */
import {SingleKubeError} from '../errors.ts';
import {labels} from '../labels.ts';
import type {NodeSpec} from '../plan/topology.ts';
import type {Variables} from './interpolate.ts';
import {parseFile} from './parse.ts';
import type {RawFile} from './read.ts';
import {componentFileSchema, type ServiceFile} from './schema.ts';
import type {TopologyInput} from './topology.ts';

/** A service of a file, for the cluster or for one node. */
export type Instance = {
	readonly file: string;
	readonly name: string;
	readonly id: string;
	readonly service: ServiceFile;
	readonly node: NodeSpec | undefined;
	/** Volume keys of its file to names on the engine. */
	readonly volumes: ReadonlyMap<string, string>;
};

/** @returns the services of a file that belong to this cluster, each once, once a node, or once a replica */
export function instantiate(raw: RawFile, input: TopologyInput): Instance[] {
	// Which services there are, and how many of each, can be read before their variables have values.
	const services = Object.entries((raw.content as {services?: Record<string, RawService>} | undefined)?.services ?? {});
	const extensions = services.map(([name, service]) => ({name, extension: service?.['x-single-kube'] ?? {}}));
	const absent = extensions.filter(({extension}) => !isChosen(extension.addons, input.settings.addons)).map(({name}) => name);
	if (services.length > 0 && absent.length === services.length) {
		return [];
	}

	const perNode = extensions.some(({extension}) => extension.per === 'node');
	const replicated = extensions.some(({extension}) => extension.replicas !== undefined);
	const scopes: readonly Scope[] = perNode
		? input.nodes.map(node => ({node, replica: 1, variables: input.nodeVariables(node)}))
		: Array.from({length: replicated ? input.settings.dnsReplicas : 1}, (_, index) => ({node: undefined, replica: index + 1, variables: input.replicaVariables(index + 1)}));
	return scopes.flatMap(({node, replica, variables}) => {
		const parsed = parseFile(raw, componentFileSchema, {...input.variables, ...variables});
		const volumes = new Map(Object.entries(parsed.volumes).map(([key, volume]) => [key, volume.name]));
		return Object.entries(parsed.services).filter(([name]) => !absent.includes(name)).map(([name, service]) => ({
			file: raw.file, name, id: idOf(name, node, replica), service, node, volumes,
		}));
	});
}

type RawService = {readonly 'x-single-kube'?: {readonly per?: string; readonly addons?: readonly string[]; readonly replicas?: unknown}} | undefined;
type Scope = {readonly node: NodeSpec | undefined; readonly replica: number; readonly variables: Variables};

/** What names no add-on belongs to every cluster. */
export function isChosen(wanted: readonly string[] | undefined, chosen: readonly string[]): boolean {
	return wanted === undefined || wanted.length === 0 || wanted.some(addon => chosen.includes(addon));
}

function idOf(name: string, node: NodeSpec | undefined, replica: number): string {
	return node === undefined ? `${name}${replica === 1 ? '' : `-${replica}`}` : `${name}@${node.name}`;
}

export function ownLabels(cluster: string, node?: string): Record<string, string> {
	return {[labels.cluster]: cluster, ...(node === undefined ? {} : {[labels.node]: node})};
}

/** A service that another one names: of the same node where there is one, else of the cluster. */
export function findInstance(from: Instance, instances: readonly Instance[], name: string): Instance {
	const found = instances.find(other => other.name === name && (other.node === undefined || other.node === from.node));
	if (!found) {
		throw new SingleKubeError('COMPOSE_INVALID', `${from.file} names a service that does not exist`, {
			seen: [`${from.file}: services.${from.name}: expected one of ${instances.map(other => other.name).join(', ')}; found ${name}`],
		});
	}

	return found;
}
