/** What start would do, without doing any of it: no engine is started, nothing is installed, built or pulled. */
import {existsSync} from 'node:fs';
import {availableParallelism, totalmem} from 'node:os';
import {embeddedPaths} from '../embedded-engine/paths.ts';
import {bridgeMtu} from '../engine/networks.ts';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {neededRecipes} from '../images/catalogue.ts';
import {referenceOf} from '../images/content.ts';
import {describeFor, describeImages, refuseBuilds, type Wanted} from '../images/describe-images.ts';
import {thisArchitecture} from '../images/foreign-architecture.ts';
import {versionOf} from '../images/source.ts';
import type {ImageBuild} from '../images/plan-images.ts';
import type {Observed} from '../plan/observed.ts';
import type {Plan} from '../plan/operations.ts';
import {reconcile} from '../plan/reconcile.ts';
import {tunedOptions} from '../plan/tuning.ts';
import type {Topology} from '../plan/topology.ts';
import {type DesignInput, designTopology} from './design.ts';
import {withSource} from './design-cluster.ts';
import {dnsServerImages} from './dns-server.ts';
import {readExtraConfig} from './extra-settings.ts';
import {checkOptions, type ClusterOptions, defaultName, parseGiven} from './options.ts';
import {withMetricsServer} from './metrics-server-image.ts';
import {joinPorts, settlePorts} from './ports.ts';
import {refuseOtherVersion, refuseUnfinishedUpgrade} from './refuse-other-version.ts';
import {newSettings, settleSettings} from './settings.ts';
import {settleSource} from './settle-source.ts';
import {settleSpec, specWithoutEngine} from './spec.ts';
import {connectToExisting} from './status.ts';

/** What a start would do. */
export type StartPlan = {
	/** Where it would run; undefined when the embedded engine would have to be started, and perhaps installed, first. */
	readonly engine: string | undefined;
	readonly images: readonly ImageBuild[];
	/** Images that would be fetched, by their references. */
	readonly fetches: readonly string[];
	/** What of components and the node is not as usual, remembered or said now: `--extra-config kube-apiserver.v=4`. */
	readonly tuned: readonly string[];
	readonly operations: Plan;
};

/** @throws SingleKubeError as startCluster, but for what only doing it can tell */
export async function planStart(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<StartPlan> {
	const {host, wanted, observed, topology} = await designStart(options, emit, signal);
	refuseBuilds(wanted);
	const {builds, fetches} = wanted;
	const tuned = [...new Set(tunedOptions(topology.settings).map(({option}) => option))];
	return {engine: host, images: builds, fetches, tuned, operations: reconcile(topology, observed, {resume: true, now: Date.now()})};
}

export type StartDesign = {
	/** Where it would run, as in StartPlan. */
	readonly host: string | undefined;
	readonly wanted: Wanted;
	readonly observed: Observed;
	readonly topology: Topology;
};

/** What the cluster would be that start would bring up. @throws SingleKubeError as planStart */
export async function designStart(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<StartDesign> {
	checkOptions(options);
	await readExtraConfig(options.extraConfig ?? []);
	const engine = await findEngine(options, emit, signal);
	return engine ? designOn(engine, options, emit, signal) : designWithout(options, emit, signal);
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

async function designOn(engine: Engine, options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<StartDesign> {
	const cluster = options.name ?? defaultName;
	const chosen = await settleSettings(engine, cluster, options);
	refuseUnfinishedUpgrade(cluster, chosen, options);
	const settled = await settleSource(engine, options, chosen.images, emit, signal);
	const {source, images: imageSettings} = settled;
	refuseOtherVersion(cluster, await observe(engine, cluster), chosen, settled);
	const settings = withSource(chosen, source, imageSettings, options.force ?? false);
	const also = await dnsServerImages(engine, settings, source);
	const [wanted, info, mtu, observed] = await Promise.all([
		describeImages(engine, {source, addons: settings.addons, also}), engineInfo(engine), bridgeMtu(engine), observe(engine, cluster),
	]);
	const spec = await settleSpec(engine, options, source.kubernetesVersion);
	const images = await withMetricsServer(engine, references(wanted), settings, spec.kubernetesVersion);
	return design(engine.host, wanted, observed, {
		cluster, spec, settings, images, versions: source.versions, ports: await settlePorts(engine, cluster, options), trace: options.trace,
		engine: {...info, mtu, socketPath: engine.socketPath},
	});
}

async function designWithout(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<StartDesign> {
	const paths = embeddedPaths(options.environment ?? process.env);
	const cluster = options.name ?? defaultName;
	const chosen = await newSettings(options);
	const {source, images: imageSettings} = await settleSource(undefined, options, undefined, emit, signal);
	const settings = withSource(chosen, source, imageSettings, options.force ?? false);
	const recipes = neededRecipes(settings.addons, await dnsServerImages(undefined, settings, source), versionOf(source, 'kubelet'));
	const wanted = await describeFor(thisArchitecture(), {own: [], tagged: []}, source, recipes);
	const nothing: Observed = {network: undefined, volumes: [], held: [], applied: undefined, containers: [], pods: [], leftovers: []};
	return design(undefined, wanted, nothing, {
		cluster, spec: specWithoutEngine(options, source.kubernetesVersion), settings, images: references(wanted), versions: source.versions,
		ports: joinPorts(cluster, [], parseGiven(options.ports ?? [], '--port')), trace: options.trace,
		engine: {memoryBytes: totalmem(), cpus: availableParallelism(), socketPath: paths.socket, rootDir: paths.data, mtu: 1500, cgroupDriver: 'cgroupfs', cgroupVersion: existsSync('/sys/fs/cgroup/cgroup.controllers') ? 2 : 1},
	});
}

function references({recipes, hashes, published}: Wanted): Record<string, string> {
	return Object.fromEntries([
		...recipes.map(({name}) => [name, referenceOf(name, hashes.get(name)!)] as const), ...published.map(({name, reference}) => [name, reference] as const),
	]);
}

async function design(host: string | undefined, wanted: Wanted, observed: Observed, input: DesignInput): Promise<StartDesign> {
	return {host, wanted, observed, topology: await designTopology(input)};
}
