/** See the services of a cluster, and where they answer from this machine. */
import {connect} from 'node:net';
import {askCluster} from '../cluster/ask-cluster.ts';
import {addressAt} from '../cluster/cidr.ts';
import {checkName, type ClusterOptions, defaultName} from '../cluster/options.ts';
import {readPorts} from '../cluster/ports.ts';
import {settleSettings} from '../cluster/settings.ts';
import {connectToExisting} from '../cluster/status.ts';
import {takenHostPorts} from '../diagnosis/host-ports.ts';
import type {ClusterObjects} from '../diagnosis/objects.ts';
import {engineInfo} from '../engine/info.ts';
import {ignoreEvents} from '../events.ts';
import type {Places} from './addresses.ts';

export type ServicesSeen = {readonly cluster: string; readonly objects: ClusterObjects; readonly places: Places};

/** @throws SingleKubeError CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING; ApiRequestError; those of the engine; the signal's reason */
export async function lookAtServices(options: ClusterOptions, signal: AbortSignal): Promise<ServicesSeen> {
	const cluster = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, ignoreEvents, signal);
	const {objects, spec} = await askCluster(engine, cluster, signal);
	const [published, {isLocal}, {addons}] = await Promise.all([readPorts(engine, cluster), engineInfo(engine), settleSettings(engine, cluster, {})]);
	// Without the add-on whatever listens there is somebody else's.
	const forwards = isLocal && addons.includes('load-balancer');
	return {cluster, objects, places: {
		nodeAddress: addressAt(spec.subnet, 10), published,
		onLoopback: forwards ? await listening(ownNodePorts(objects)) : new Set(),
	}};
}

/** Those that nobody else on this machine has: an open port may be another program's. */
function ownNodePorts({services, events}: ClusterObjects): number[] {
	return services.flatMap(service => {
		const taken = takenHostPorts(service, events).map(({port}) => port);
		return (service.spec?.ports ?? []).flatMap(({nodePort, protocol = 'TCP'}) => nodePort === undefined || protocol !== 'TCP' || taken.includes(nodePort) ? [] : [nodePort]);
	});
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
