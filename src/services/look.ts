/** See the services of a cluster, and where they answer from this machine. */
import {connect} from 'node:net';
import {askCluster} from '../cluster/ask-cluster.ts';
import {addressAt} from '../cluster/cidr.ts';
import {checkName, type ClusterOptions, defaultName} from '../cluster/options.ts';
import {readPorts} from '../cluster/ports.ts';
import {connectToExisting} from '../cluster/status.ts';
import type {ClusterObjects, Service} from '../diagnosis/objects.ts';
import {engineInfo} from '../engine/info.ts';
import {ignoreEvents} from '../events.ts';
import type {Places} from './addresses.ts';

export type ServicesSeen = {readonly cluster: string; readonly objects: ClusterObjects; readonly places: Places};

/** @throws SingleKubeError CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING; ApiRequestError; those of the engine; the signal's reason */
export async function lookAtServices(options: ClusterOptions, signal: AbortSignal): Promise<ServicesSeen> {
	const cluster = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, ignoreEvents, signal);
	const {objects, spec} = await askCluster(engine, cluster, signal);
	const [published, {isLocal}] = await Promise.all([readPorts(engine, cluster), engineInfo(engine)]);
	return {cluster, objects, places: {
		nodeAddress: addressAt(spec.subnet, 10), published,
		onLoopback: isLocal ? await listening(nodePorts(objects.services)) : new Set(),
	}};
}

function nodePorts(services: readonly Service[]): number[] {
	return services.flatMap(({spec}) => spec?.ports ?? []).flatMap(({nodePort, protocol = 'TCP'}) => nodePort === undefined || protocol !== 'TCP' ? [] : [nodePort]);
}

/** Which of the ports take a connection on 127.0.0.1. A local connection is there at once or never. */
async function listening(ports: readonly number[]): Promise<ReadonlySet<number>> {
	const open = await Promise.all(ports.map(async port => new Promise<boolean>(resolve => {
		const socket = connect({port, host: '127.0.0.1', timeout: 300});
		const end = (isOpen: boolean) => (): void => {
			socket.destroy();
			resolve(isOpen);
		};

		socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
	})));
	return new Set(ports.filter((_, index) => open[index]));
}
