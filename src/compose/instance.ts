/** Services as the files have them, each for the cluster or for one of its nodes. */
import {SingleKubeError} from '../errors.ts';
import {labels} from '../labels.ts';
import type {NodeSpec} from '../plan/topology.ts';
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

export function instantiate(raw: RawFile, input: TopologyInput): Instance[] {
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
