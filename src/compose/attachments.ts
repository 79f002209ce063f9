/** What a service is attached to: its network, its volumes, the host's directories. */
import {SingleKubeError} from '../errors.ts';
import type {ContainerSpec, Mount} from '../plan/topology.ts';
import {findInstance, type Instance} from './instance.ts';
import type {ServiceFile} from './schema.ts';

export function networkOf(instance: Instance, instances: readonly Instance[]): ContainerSpec['network'] {
	const {service} = instance;
	if (service.networks) {
		return {kind: 'cluster', address: service.networks.cluster.ipv4_address, aliases: service.networks.cluster.aliases};
	}

	const joined = /^service:(.+)$/.exec(service.network_mode ?? '')?.[1];
	if (joined === undefined) {
		return {kind: service.network_mode === 'host' ? 'host' : 'none'};
	}

	const target = findInstance(instance, instances, joined);
	return {kind: 'joins', component: target.id, container: target.service.container_name};
}

export function mountOf(volume: ServiceFile['volumes'][number], instance: Instance): Mount {
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
			hint: `Declare it below volumes: in ${instance.file}, or take one of these`,
		});
	}

	return {kind: 'volume', volume: name, target, readOnly: mode === 'ro'};
}

/** The volumes of each node that a component of the cluster wants to see: the agent its nodes' sockets. */
export function nodeMounts(instance: Instance, instances: readonly Instance[]): Mount[] {
	const wanted = instance.service['x-single-kube']['mounts-each-node'];
	return wanted === undefined ? [] : instances.filter(other => other.node && other.volumes.has(wanted.volume))
		.map(other => ({
			kind: 'volume' as const, volume: other.volumes.get(wanted.volume)!, target: `${wanted.at}/${other.node!.name}`, readOnly: false,
		}))
		.filter((mount, index, all) => all.findIndex(other => other.volume === mount.volume) === index);
}
