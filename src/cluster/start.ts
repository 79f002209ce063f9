/** Start a cluster, as a story: engine, images, settings, plan, apply, kubeconfig. */
import {connectEngine} from '../engine/connect.ts';
import type {Engine} from '../engine/engine.ts';
import {observe, refuseForeign} from '../engine/observe.ts';
import {beginPreflight} from '../doctor/preflight.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import type {Plan} from '../plan/operations.ts';
import type {Topology} from '../plan/topology.ts';
import {announceRegistry} from '../registry/announce.ts';
import {awaitWorkloads} from './await-workloads.ts';
import {bringUp} from './bring-up.ts';
import {type DesignedCluster, designCluster} from './design-cluster.ts';
import {readExtraConfig} from './extra-settings.ts';
import {writeUserKubeconfig} from './user-kubeconfig.ts';
import {kubeconfigOrWarning} from './kubeconfig-or-warning.ts';
import {withLock} from './lock.ts';
import {lostToAnother} from './lost-to-another.ts';
import {checkOptions, type ClusterOptions, type ClusterSpec, defaultName, defaultTimeoutSeconds} from './options.ts';
import {refuseOtherVersion, refuseUnfinishedUpgrade} from './refuse-other-version.ts';
import {settleSettings} from './settings.ts';
import {settleSource} from './settle-source.ts';

/** A cluster that runs. */
export type Cluster = {
	readonly name: string;
	readonly engine: Engine;
	readonly spec: ClusterSpec;
	readonly topology: Topology;
	/** What was done; empty when everything was as it should be. */
	readonly plan: Plan;
	/** References by image name. */
	readonly images: Readonly<Record<string, string>>;
	/** Where the user's kubeconfig was written; undefined when it was left alone. */
	readonly kubeconfig: string | undefined;
};

/**
 * Bring a cluster up: a new one, a stopped one, or one that a crash left half-made. On a running one nothing changes but what
 * was asked for.
 *
 * @throws SingleKubeError of every kind; then what was made of a new cluster is removed, unless `retain` says otherwise; of an
 *   existing one nothing is, and the next start goes on from there. COMPONENT_ROLLED_BACK when a running cluster does not take
 *   new flags, gates or images, and is what it was; TIMEOUT when the cluster runs and not all in it is well after `waitSeconds`
 */
export async function startCluster(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Cluster> {
	for (let attempt = 1; ; attempt++) {
		const prepared = await prepare(options, emit, signal);
		try {
			return await bringUpPrepared(prepared, options, emit, signal);
		} catch (error) {
			const lost = attempt < attempts ? await lostToAnother(error, prepared, options) : undefined;
			if (lost === undefined) {
				throw error;
			}

			emit({type: 'noted', phase: 'cluster', text: `${lost} was free a moment ago and is taken now: ${prepared.name} is started with another one`});
		}
	}
}

/** Of so many clusters that are started at the same moment each gets what is its own. */
const attempts = 5;

async function bringUpPrepared({engine, name, spec, topology, images, image}: Prepared, options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<Cluster> {
	const hands = {engine, image, limitSeconds: options.timeoutSeconds ?? defaultTimeoutSeconds, emit, signal};
	const {plan, former} = await withLock(engine, name, image, 'single-kube start', async () =>
		inPhase(emit, 'cluster', `Cluster ${name}`, async () => bringUp(topology, options, hands)));
	if (plan.length > 0) {
		await announceRegistry(engine, name, emit, signal);
	}

	const env = options.environment ?? process.env;
	const file = topology.settings.kubeconfig;
	const kubeconfig = options.kubeconfig === false ? undefined : await kubeconfigOrWarning(file !== undefined || Boolean(env['KUBECONFIG']), name, emit, async () =>
		writeUserKubeconfig(engine, name, spec, image, {env, file, formerFile: former?.settings.kubeconfig, keepContext: options.keepContext ?? false}));
	if (options.waitSeconds) {
		await inPhase(emit, 'cluster', 'Pods', async () => awaitWorkloads(engine, name, spec, options.waitSeconds!, signal));
	}

	return {name, engine, spec, topology, plan, images, kubeconfig};
}

type Prepared = DesignedCluster & {readonly engine: Engine; readonly name: string; readonly image: string};

async function prepare(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<Prepared> {
	checkOptions(options);
	await readExtraConfig(options.extraConfig ?? []);
	const name = options.name ?? defaultName;
	const engine = await inPhase(emit, 'engine', 'Engine', async () =>
		connectEngine({engine: options.engine ?? 'auto', install: options.install ?? true, confirm: options.confirm, env: options.environment}, emit, signal));
	const endPreflight = beginPreflight(engine, options, emit, signal);
	const before = await settleSettings(engine, name, options);
	const unfinished = refuseUnfinishedUpgrade(name, before, options);
	if (unfinished !== undefined) {
		emit({type: 'warned', phase: 'cluster', text: unfinished});
	}

	if (options.addons !== undefined && /^[a-z]/.test(options.addons) && options.addons !== 'none' && !before.addons.includes('dns')) {
		emit({type: 'warned', phase: 'cluster', text: `a cluster without DNS: --addons ${options.addons} chooses exactly these, and +NAME adds one`});
	}

	const designed = await designCluster(engine, options, before, async () => {
		const settled = await settleSource(engine, options, before.images, emit, signal);
		refuseOtherVersion(name, await observe(engine, name), before, settled);
		await endPreflight();
		return settled;
	}, emit, signal);
	const {topology, images} = designed;
	await refuseForeign(engine, name, {
		containers: topology.components.map(component => component.container.name), volumes: topology.volumes.map(volume => volume.name),
	});
	return {...designed, engine, name, image: images['holder']!};
}
