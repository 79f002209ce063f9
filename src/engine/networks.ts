/** Networks and volumes: one function an engine call. */
import type {NetworkSpec, VolumeSpec} from '../plan/topology.ts';
import type {Engine} from './engine.ts';
import {SingleKubeError} from '../errors.ts';
import {engineCall, findCall, idempotentCall} from './translate-errors.ts';

export async function createNetwork(engine: Engine, spec: NetworkSpec): Promise<void> {
	await idempotentCall(`create the network ${spec.name}`, engine.docker.createNetwork({
		Name: spec.name,
		Driver: 'bridge',
		CheckDuplicate: true,
		Options: {...spec.driverOptions},
		IPAM: {Driver: 'default', Config: [{Subnet: spec.subnet, IPRange: spec.ipRange}]},
		Labels: {...spec.labels},
	}), [409]);
}

export async function removeNetwork(engine: Engine, name: string): Promise<void> {
	try {
		await idempotentCall(`remove the network ${name}`, engine.docker.getNetwork(name).remove(), [404]);
	} catch (error) {
		throw error instanceof SingleKubeError && await hasLostCount(engine, name, error) ? new SingleKubeError(error.code, error.message, {
			seen: [...error.seen, 'no container is on it'], hint: 'The engine has miscounted, which it mends when it starts: restart the engine, and delete again', cause: error,
		}) : error;
	}
}

/** Seen with Docker 20.10 on a busy machine: the network is empty, and the engine says that it is not. */
async function hasLostCount(engine: Engine, name: string, {seen}: SingleKubeError): Promise<boolean> {
	if (!seen.some(line => line.includes('has active endpoints'))) {
		return false;
	}

	const network = await findCall(`inspect the network ${name}`, engine.docker.getNetwork(name).inspect()) as {Containers?: object} | undefined;
	return Object.keys(network?.Containers ?? {}).length === 0;
}

/** The IPv4 ranges that the engine's networks use, each with the network's name. */
export async function usedSubnets(engine: Engine): Promise<Array<{readonly network: string; readonly subnet: string}>> {
	const networks = await engineCall('list the networks', engine.docker.listNetworks());
	return networks.flatMap(network => (network.IPAM?.Config ?? [])
		.flatMap(config => config.Subnet?.includes('.') ? [{network: network.Name, subnet: config.Subnet}] : []));
}

export async function createVolume(engine: Engine, spec: VolumeSpec): Promise<void> {
	await engineCall(`create the volume ${spec.name}`, engine.docker.createVolume({Name: spec.name, Labels: {...spec.labels}}));
}

export async function removeVolume(engine: Engine, name: string): Promise<void> {
	await idempotentCall(`remove the volume ${name}`, engine.docker.getVolume(name).remove({force: true}), [404]);
}

/** The MTU of the engine's default bridge: what its host's network carries. 1500 where it does not say. */
export async function bridgeMtu(engine: Engine): Promise<number> {
	const bridge = await findCall('inspect the default network', engine.docker.getNetwork('bridge').inspect()) as {Options?: Record<string, string>} | undefined;
	return Number(bridge?.Options?.['com.docker.network.driver.mtu'] ?? 1500);
}
