/** Make a cluster's services, pods and names reachable from this machine, for as long as this process lives. */
import {connectApi} from '../cluster/admin.ts';
import {addressAt} from '../cluster/cidr.ts';
import {checkName, type ClusterOptions, type ClusterSpec, defaultName} from '../cluster/options.ts';
import {refuseUnknown} from '../cluster/refuse-unknown.ts';
import {settleSettings} from '../cluster/settings.ts';
import {dnsServerImages} from '../cluster/dns-server.ts';
import {settleSource} from '../cluster/settle-source.ts';
import {readSpec} from '../cluster/spec.ts';
import {connectToExisting} from '../cluster/status.ts';
import type {Endpoints} from '../diagnosis/objects.ts';
import {hasEndpoint} from '../diagnosis/service.ts';
import {type AttachedContainer, startAttached, untilRemoved} from '../engine/attached.ts';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {containerState} from '../engine/inspect.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {ensureImages} from '../images/ensure-images.ts';
import {orAborted} from '../or-aborted.ts';
import {closeTunnel} from './close.ts';
import {tunnelContainer, tunnelName} from './container.ts';

/** A tunnel that is open: the ranges that lead into the cluster. */
export type Tunnel = {
	readonly cluster: string;
	readonly services: string;
	readonly pods: string;
	/** The cluster's DNS server; undefined when it has none that is ready: then only addresses are reached. */
	readonly dns: string | undefined;
	/** Resolves when somebody else closed it: `stop`, `delete`, `docker stop`. @throws SingleKubeError TUNNEL_FAILED when it broke */
	readonly ended: Promise<void>;
	/** Close it, and wait until all is taken back. */
	readonly close: () => Promise<void>;
};

/** Milliseconds to open, and to take all back. */
const opensWithin = 30_000;
const closesWithin = 15_000;

/** @throws SingleKubeError TUNNEL_UNSUPPORTED, TUNNEL_OPEN, TUNNEL_FAILED, CIDR_OVERLAP, CLUSTER_NOT_RUNNING, … */
export async function openTunnel(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Tunnel> {
	const cluster = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal);
	await requireThisMachine(engine);
	const spec = await requireRunning(engine, cluster);
	const settings = await settleSettings(engine, cluster, {});
	const {addons} = settings;
	const {source} = await settleSource(engine, {}, settings.images, emit, signal);
	const images = await ensureImages(engine, {source, install: options.install ?? true, addons, also: await dnsServerImages(engine, settings, source)}, emit, signal);
	await refuseSecond(engine, cluster);
	// What an engine that was killed left of an earlier one.
	await closeTunnel(engine, cluster);
	const dns = addons.includes('dns') && await answersForNames(engine, cluster, spec, signal) ? addressAt(spec.serviceCidr, 10) : undefined;
	const container = await startAttached(engine, tunnelContainer(cluster, spec, images['access']!.reference, 'open', dns));
	try {
		await untilReady(container, cluster, AbortSignal.any([signal, AbortSignal.timeout(opensWithin)]));
	} catch (error) {
		container.close();
		await closeTunnel(engine, cluster);
		throw error;
	}

	const end = ended(engine, cluster, container);
	// Whoever closes it may not ask how it ended.
	end.catch(() => undefined);
	return {
		cluster, services: spec.serviceCidr, pods: spec.podCidr, dns,
		ended: end,
		async close() {
			container.close();
			await untilRemoved(engine, tunnelName(cluster), AbortSignal.timeout(closesWithin)).catch(() => undefined);
			await closeTunnel(engine, cluster);
		},
	};
}

async function requireThisMachine(engine: Engine): Promise<void> {
	if (process.platform !== 'linux' || !(await engineInfo(engine)).isLocal) {
		throw new SingleKubeError('TUNNEL_UNSUPPORTED', 'a tunnel needs the engine to run on this machine, and this machine to be a Linux', {
			seen: [`this machine: ${process.platform}`, `engine: ${engine.host}`], hint: 'Publish a port instead, which works everywhere: single-kube port add 8080:30080',
		});
	}
}

async function requireRunning(engine: Engine, cluster: string): Promise<ClusterSpec> {
	const observed = await observe(engine, cluster);
	await refuseUnknown(engine, cluster, observed);
	const holder = observed.containers.find(({component}) => component === 'node@node-1');
	const spec = await readSpec(engine, cluster);
	if (!spec || holder?.state !== 'running') {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${cluster} does not run`, {
			seen: [holder ? `its node is ${holder.state}` : 'it has no node'], hint: `single-kube start --name ${cluster}`,
		});
	}

	return spec;
}

/** A server that is asked first and does not answer would delay every name that this machine looks up. */
async function answersForNames(engine: Engine, cluster: string, spec: ClusterSpec, signal: AbortSignal): Promise<boolean> {
	const api = await connectApi(engine, cluster, spec);
	try {
		return hasEndpoint(await api.get<Endpoints>('/api/v1/namespaces/kube-system/endpoints/kube-dns', signal));
	} catch {
		signal.throwIfAborted();
		return false;
	} finally {
		api.close();
	}
}

async function refuseSecond(engine: Engine, cluster: string): Promise<void> {
	const state = await containerState(engine, tunnelName(cluster)).catch(() => undefined);
	if (state?.running) {
		throw new SingleKubeError('TUNNEL_OPEN', `a tunnel of the cluster ${cluster} is open already`, {
			seen: [`the container ${tunnelName(cluster)}, since ${new Date(state.startedAt).toISOString()}`], hint: `Use that one, or close it: docker stop ${tunnelName(cluster)}`,
		});
	}
}

async function untilReady(container: AttachedContainer, cluster: string, signal: AbortSignal): Promise<void> {
	const said: string[] = [];
	const read = async (): Promise<void> => {
		for await (const line of container.lines) {
			if (line === 'ready') {
				return;
			}

			said.push(line);
		}

		const taken = said.find(line => line.startsWith('taken '))?.slice('taken '.length);
		throw taken === undefined ? new SingleKubeError('TUNNEL_FAILED', `the tunnel of ${cluster} could not be opened`, {seen: said, hint: `See whether the cluster runs: single-kube status --name ${cluster}`})
			: new SingleKubeError('CIDR_OVERLAP', `this machine has a way to addresses of the cluster ${cluster} already`, {
				seen: [taken], hint: 'Close the other tunnel or VPN, or make the cluster anew with other ranges: --service-cidr, --pod-cidr',
			});
	};

	await orAborted(read(), signal);
}

async function ended(engine: Engine, cluster: string, container: AttachedContainer): Promise<void> {
	const exitCode = await container.ended;
	if (exitCode !== 0) {
		await closeTunnel(engine, cluster);
		throw new SingleKubeError('TUNNEL_FAILED', `the tunnel of ${cluster} ended with exit code ${exitCode}; what it had changed is taken back`, {hint: `Open it again: single-kube tunnel --name ${cluster}`});
	}
}
