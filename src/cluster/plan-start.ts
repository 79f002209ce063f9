/** What start would do, without doing any of it: no engine is started, nothing is installed, built or pulled. */
import {existsSync} from 'node:fs';
import {embeddedPaths} from '../embedded-engine/paths.ts';
import {bridgeMtu} from '../engine/networks.ts';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {debianKubernetesVersion, neededRecipes} from '../images/catalogue.ts';
import {referenceOf} from '../images/content.ts';
import {describeFor, describeImages, type Wanted} from '../images/ensure-images.ts';
import type {ImageBuild} from '../images/plan-images.ts';
import type {Observed} from '../plan/observed.ts';
import type {Plan} from '../plan/operations.ts';
import {reconcile} from '../plan/reconcile.ts';
import type {PortSpec} from '../plan/ports.ts';
import type {Settings} from '../plan/topology.ts';
import {type DesignInput, designTopology} from './design.ts';
import {dnsServerImages} from './dns-server.ts';
import {checkOptions, type ClusterOptions, type ClusterSpec, defaultName, parseGiven} from './options.ts';
import {withMetricsServer} from './metrics-server-image.ts';
import {joinPorts, settlePorts} from './ports.ts';
import {newSettings, settleSettings} from './settings.ts';
import {settleSpec, specWithoutEngine} from './spec.ts';
import {refuseOtherVersion} from './start.ts';
import {connectToExisting} from './status.ts';

export type StartPlan = {
	/** Where it would run; undefined when the embedded engine would have to be started, and perhaps installed, first. */
	readonly engine: string | undefined;
	readonly images: readonly ImageBuild[];
	readonly operations: Plan;
};

/** @throws SingleKubeError as startCluster, but for what only doing it can tell */
export async function planStart(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<StartPlan> {
	checkOptions(options);
	const engine = await findEngine(options, emit, signal);
	return engine ? planOn(engine, options) : planWithout(options);
}

async function findEngine(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<Engine | undefined> {
	try {
		return await connectToExisting(options, emit, signal);
	} catch (error) {
		// A named engine that does not answer stays an error; none at all is what start would mend.
		if (error instanceof SingleKubeError && error.code === 'ENGINE_UNREACHABLE' && error.hint?.includes('engine start')) {
			return undefined;
		}

		throw error;
	}
}

async function planOn(engine: Engine, options: ClusterOptions): Promise<StartPlan> {
	const name = options.name ?? defaultName;
	const settings = await settleSettings(engine, name, options);
	const also = await dnsServerImages(engine, settings, debianKubernetesVersion);
	const [wanted, info, mtu, observed] = await Promise.all([describeImages(engine, settings.addons, also), engineInfo(engine), bridgeMtu(engine), observe(engine, name)]);
	const spec = await settleSpec(engine, options, debianKubernetesVersion);
	const ports = await settlePorts(engine, name, options);
	const images = await withMetricsServer(engine, references(wanted), settings, spec.kubernetesVersion);
	return plan(engine.host, name, spec, settings, ports, images, wanted.builds, {...info, mtu, socketPath: engine.socketPath}, observed, options.trace);
}

async function planWithout(options: ClusterOptions): Promise<StartPlan> {
	const paths = embeddedPaths(options.environment ?? process.env);
	const settings = newSettings(options);
	const wanted = await describeFor(process.arch === 'x64' ? 'amd64' : process.arch, [], neededRecipes(settings.addons, await dnsServerImages(undefined, settings, debianKubernetesVersion)));
	const nothing: Observed = {network: undefined, volumes: [], held: [], applied: undefined, containers: [], pods: [], leftovers: []};
	return plan(undefined, options.name ?? defaultName, specWithoutEngine(options, debianKubernetesVersion), settings, joinPorts(options.name ?? defaultName, [], parseGiven(options.ports ?? [], '--port')), references(wanted), wanted.builds, {
		socketPath: paths.socket, rootDir: paths.data, mtu: 1500, cgroupDriver: 'cgroupfs', cgroupVersion: existsSync('/sys/fs/cgroup/cgroup.controllers') ? 2 : 1,
	}, nothing, options.trace);
}

const references = ({recipes, hashes}: Wanted): Record<string, string> => Object.fromEntries(recipes.map(({name}) => [name, referenceOf(name, hashes.get(name)!)]));

async function plan(host: string | undefined, cluster: string, spec: ClusterSpec, settings: Settings, ports: readonly PortSpec[], images: Readonly<Record<string, string>>, builds: readonly ImageBuild[], engine: DesignInput['engine'], observed: Observed, trace: boolean | undefined): Promise<StartPlan> {
	const topology = await designTopology({cluster, spec, images, settings, ports, engine, trace});
	refuseOtherVersion(cluster, observed, topology, spec);
	return {engine: host, images: builds, operations: reconcile(topology, observed, {resume: true, now: Date.now()})};
}
