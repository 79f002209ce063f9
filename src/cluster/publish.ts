/** Publish ports of a running cluster, and take them back; nothing else of it is touched. */
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {removeContainer} from '../engine/containers.ts';
import {bridgeMtu, removeVolume} from '../engine/networks.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {ensureImages, referencesOf} from '../images/ensure-images.ts';
import {heldVolume} from '../plan/held.ts';
import {formatPort, matches, type PortPattern, portId, type PortSpec, type WantedPort} from '../plan/ports.ts';
import {reconcile} from '../plan/reconcile.ts';
import type {Topology} from '../plan/topology.ts';
import {readAgentTopology, writeAgentTopology} from './agent-topology.ts';
import {apply} from './apply.ts';
import {deliverFiles} from './deliver.ts';
import {designTopology} from './design.ts';
import {dnsServerImages} from './dns-server.ts';
import {withLock} from './lock.ts';
import {openCluster} from './open-running.ts';
import {type ClusterOptions, defaultTimeoutSeconds} from './options.ts';
import {portTaken, refuseTaken} from './port-taken.ts';
import {joinPorts, readPorts} from './ports.ts';
import {resolvePorts} from './resolve-ports.ts';
import {settleSettings} from './settings.ts';
import {settleSource} from './settle-source.ts';
import {readSpec} from './spec.ts';

/**
 * Publish ports now and with each start from now on. All of them or none.
 *
 * @returns the ports that were not there before
 * @throws SingleKubeError PORT_TAKEN, OPTION_INVALID, CLUSTER_NOT_RUNNING, SERVICE_UNKNOWN, SERVICE_NOT_EXPOSED, …
 */
export async function addPorts(wanted: readonly WantedPort[], options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<PortSpec[]> {
	const {engine, name, image} = await openCluster(options, {running: true, more}, emit, signal);
	const ports = await resolvePorts(engine, name, wanted, signal);
	const images = await imagesOf(engine, name, options, emit, signal);
	return withLock(engine, name, image, 'single-kube port add', async () => inPhase(emit, 'cluster', `Cluster ${name}`, async () => {
		const present = await readPorts(engine, name);
		const added = joinPorts(name, present, ports).filter(port => !present.some(other => formatPort(other) === formatPort(port)));
		if (added.length === 0) {
			return [];
		}

		await refuseTaken(engine, added);
		const stored = await readAgentTopology(engine, name);
		const fresh = await design(engine, name, stored, images, added);
		const components = fresh.components.filter(({port}) => port !== undefined);
		const volumes = fresh.volumes.filter(volume => components.some(({id}) => volume.name === `sk-${name}-${id}`));
		const topology: Topology = {...stored, components: [...stored.components, ...components], volumes: [...stored.volumes, ...volumes]};
		try {
			await carryOut(engine, topology, options, emit, signal);
			await writeAgentTopology(engine, image, topology);
		} catch (error) {
			await Promise.all(added.map(async port => forget(engine, name, port)));
			throw await explain(engine, added, error);
		}

		return added;
	}));
}

/**
 * Take ports back, of a running or a stopped cluster.
 *
 * @returns what was taken away
 * @throws SingleKubeError OPTION_INVALID when a pattern matches no port or more than one
 */
export async function removePorts(patterns: readonly PortPattern[], options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<PortSpec[]> {
	const {engine, name, image} = await openCluster(options, {running: false, more}, emit, signal);
	return withLock(engine, name, image, 'single-kube port remove', async () => {
		const present = await readPorts(engine, name);
		const gone = [...new Set(patterns.map(pattern => choose(pattern, present)))];
		const ids = new Set(gone.map(port => portId(port)));
		const stored = await readAgentTopology(engine, name);
		// The memory goes last: when this is interrupted, what is left is a port that can be removed again.
		await writeAgentTopology(engine, image, {
			...stored, components: stored.components.filter(({id}) => !ids.has(id)),
			volumes: stored.volumes.filter(volume => ![...ids].some(id => volume.name === `sk-${name}-${id}`)),
		});
		await Promise.all(gone.map(async port => forget(engine, name, port)));
		return gone;
	});
}

const more = '; ports can be given there: --port 8080:30080';

type Images = {readonly references: Readonly<Record<string, string>>; readonly versions: Readonly<Record<string, string>>};

/** Those of this version of single-kube: what a cluster of an older one runs stays as it is. */
async function imagesOf(engine: Engine, cluster: string, options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<Images> {
	const settings = await settleSettings(engine, cluster, {});
	const {source} = await settleSource(engine, {}, settings.images, emit, signal);
	const images = await ensureImages(engine, {source, install: options.install ?? true, addons: settings.addons, also: await dnsServerImages(engine, settings, source)}, emit, signal);
	return {references: referencesOf(images), versions: source.versions};
}

async function design(engine: Engine, cluster: string, stored: Topology, {references, versions}: Images, ports: readonly PortSpec[]): Promise<Topology> {
	const [spec, info, mtu] = await Promise.all([readSpec(engine, cluster), engineInfo(engine), bridgeMtu(engine)]);
	if (!spec) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${cluster} has no network`, {hint: `single-kube start --name ${cluster}`});
	}

	return designTopology({cluster, spec, images: references, versions, ports, settings: stored.settings, engine: {...info, mtu, socketPath: engine.socketPath}});
}

async function carryOut(engine: Engine, topology: Topology, options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<void> {
	const observed = await observe(engine, topology.cluster);
	const others = topology.components.filter(({port}) => port === undefined).map(({id}) => id);
	await apply(reconcile(topology, observed, {leaveAlone: new Set(others), now: Date.now()}), {
		engine, topology, emit, signal, limitSeconds: options.timeoutSeconds ?? defaultTimeoutSeconds,
		deliver: async components => deliverFiles(engine, topology.cluster, topology.components[0]!.container.image, components),
		cleanHost: async () => undefined,
	});
}

/** The container, what remembers it, and the mark of one that was stopped on purpose. */
async function forget(engine: Engine, cluster: string, port: PortSpec): Promise<void> {
	const id = portId(port);
	await removeContainer(engine, `sk-${cluster}-${id}`);
	await removeVolume(engine, `sk-${cluster}-${id}`);
	await removeVolume(engine, heldVolume(cluster, id).name);
}

/** The engine names no owner, and a hint of its own would be about the apiserver's port. */
async function explain(engine: Engine, ports: readonly PortSpec[], error: unknown): Promise<unknown> {
	if (!(error instanceof SingleKubeError && error.code === 'PORT_TAKEN')) {
		return error;
	}

	const said = [error.message, ...error.seen].join('\n');
	return portTaken(engine, ports.find(port => said.includes(`:${port.hostPort} `) || said.includes(portId(port))) ?? ports[0]!, undefined, error);
}

function choose(pattern: PortPattern, present: readonly PortSpec[]): PortSpec {
	const found = present.filter(port => matches(port, pattern));
	if (found.length !== 1) {
		throw new SingleKubeError('OPTION_INVALID', found.length === 0 ? `port ${pattern.hostPort} is not published` : `port ${pattern.hostPort} is published more than once`, {
			seen: present.length === 0 ? ['no port is published'] : (found.length === 0 ? present : found).map(port => formatPort(port)), hint: 'Name one of them: single-kube port list shows all',
		});
	}

	return found[0]!;
}
