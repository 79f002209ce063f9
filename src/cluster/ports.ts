/** The published ports of a cluster: found by the volumes that stand for them. */
import type {Engine} from '../engine/engine.ts';
import {observe, portLabels, runningPorts} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {ignoreEvents} from '../events.ts';
import type {ContainerState} from '../plan/observed.ts';
import {collide, defaultAddress, formatPort, inOrder, parsePortSpec, portId, type PortSpec} from '../plan/ports.ts';
import {checkName, type ClusterOptions, defaultName, parseGiven} from './options.ts';
import {refuseTaken} from './port-taken.ts';
import {refuseUnknown} from './refuse-unknown.ts';
import {connectToExisting} from './status.ts';

/** Those that the next start would publish. What cannot be read was not written by us, and is left out. */
export async function readPorts(engine: Engine, cluster: string): Promise<PortSpec[]> {
	return inOrder((await portLabels(engine, cluster)).flatMap(text => {
		try {
			return [parsePortSpec(text)];
		} catch {
			return [];
		}
	}));
}

/** A port of the engine's host, and the container that publishes it. */
export type PublishedPort = PortSpec & {readonly container: string; readonly state: ContainerState | 'missing'};

/** Each with its container. @throws SingleKubeError CLUSTER_UNKNOWN; those of the engine */
export async function listPorts(options: ClusterOptions = {}, signal: AbortSignal = new AbortController().signal): Promise<PublishedPort[]> {
	const cluster = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, ignoreEvents, signal);
	const observed = await observe(engine, cluster);
	await refuseUnknown(engine, cluster, observed);
	return (await readPorts(engine, cluster)).map(port => ({
		...port, container: `sk-${cluster}-${portId(port)}`,
		state: observed.containers.find(({component}) => component === portId(port))?.state ?? 'missing',
	}));
}

/**
 * The ports that a cluster has, and those that it is to have as well; one that is named again stays what it is, or leads elsewhere.
 *
 * @throws SingleKubeError OPTION_INVALID when two of the new ones want the same port, PORT_TAKEN when one of the cluster's own is in the way
 */
export function joinPorts(cluster: string, present: readonly PortSpec[], added: readonly PortSpec[]): PortSpec[] {
	for (const [index, port] of added.entries()) {
		const twin = added.slice(index + 1).find(other => collide(port, other) && formatPort(port) !== formatPort(other));
		if (twin) {
			throw new SingleKubeError('OPTION_INVALID', `${formatPort(port)} and ${formatPort(twin)} want the same port`, {hint: 'Give one of them another port of the host'});
		}

		const own = present.find(other => collide(port, other) && formatPort(port) !== formatPort(other));
		if (own) {
			throw new SingleKubeError('PORT_TAKEN', `port ${port.hostPort}/${port.protocol} is published already: ${formatPort(own)}`, {
				hint: `Take that away first: ${removal(cluster, own)}`,
			});
		}
	}

	const all = new Map([...present, ...added].map(port => [formatPort(port), port]));
	return inOrder([...all.values()]);
}

/**
 * What a start publishes: the ports that the cluster has and those that were given, each free or its own already.
 *
 * @throws SingleKubeError OPTION_INVALID, PORT_TAKEN
 */
export async function settlePorts(engine: Engine, cluster: string, options: ClusterOptions): Promise<PortSpec[]> {
	const present = await readPorts(engine, cluster);
	const ports = joinPorts(cluster, present, parseGiven(options.ports ?? [], '--port'));
	const running = await runningPorts(engine, cluster);
	await refuseTaken(engine, ports.filter(port => !running.includes(formatPort(port))), port => present.includes(port)
		? `End who has it, or start without it: ${removal(cluster, port)}` : undefined);
	return ports;
}

function removal(cluster: string, {address, hostPort, protocol}: PortSpec): string {
	return `single-kube port remove ${address === defaultAddress ? '' : `${address}:`}${hostPort}/${protocol} --name ${cluster}`;
}
