/** Start a cluster, as a story: engine, images, settings, plan, apply, kubeconfig. */
import {connectEngine} from '../engine/connect.ts';
import type {Engine} from '../engine/engine.ts';
import {observe, refuseForeign} from '../engine/observe.ts';
import {beginPreflight} from '../doctor/preflight.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {awaitReady} from '../health/await-ready.ts';
import type {Plan} from '../plan/operations.ts';
import type {Topology} from '../plan/topology.ts';
import {announceRegistry} from '../registry/announce.ts';
import {bringTo} from './bring-to.ts';
import {type DesignedCluster, designCluster} from './design-cluster.ts';
import {thaw} from './pause.ts';
import {writeUserKubeconfig} from './user-kubeconfig.ts';
import {withLock} from './lock.ts';
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
 * Bring a cluster up: a new one, a stopped one, or one that a crash left half-made. On a running one nothing changes.
 *
 * @throws SingleKubeError of every kind; what was made stays, and the next start goes on from there
 */
export async function startCluster(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Cluster> {
	const prepared = await prepare(options, emit, signal);
	const {engine, name, spec, topology, images, image} = prepared;
	const limitSeconds = options.timeoutSeconds ?? defaultTimeoutSeconds;
	const plan = await withLock(engine, name, image, 'single-kube start', async () =>
		inPhase(emit, 'cluster', `Cluster ${name}`, async () => {
			const hands = {engine, image, limitSeconds, emit, signal};
			const bringUp = async (): Promise<Plan> => bringTo(topology, hands, {resume: true});
			const plan = [...await thaw(topology, hands), ...await bringUp()];
			try {
				await awaitOthers(engine, topology, plan, limitSeconds, signal);
				return plan;
			} catch (error) {
				if (!(error instanceof SingleKubeError && error.code === 'COMPONENT_DIED')) {
					throw error;
				}

				// It was not ours to start, and came too early: an interrupted start left it to the supervisor.
				const more = await bringUp();
				await awaitOthers(engine, topology, more, limitSeconds, signal);
				return [...plan, ...more];
			}
		}));
	if (plan.length > 0) {
		await announceRegistry(engine, name, emit, signal);
	}

	const kubeconfig = options.kubeconfig === false ? undefined : await writeUserKubeconfig(engine, name, spec, image, options.environment ?? process.env);
	return {name, engine, spec, topology, plan, images, kubeconfig};
}

/**
 * Components that ran already are not part of the plan, but they may have been started a moment ago, by the supervisor
 * or by a start that was interrupted: who asked for a cluster gets one that is ready.
 */
async function awaitOthers(engine: Engine, topology: Topology, plan: Plan, limitSeconds: number, signal: AbortSignal): Promise<void> {
	const awaited = new Set(plan.flatMap(({operation}) => operation.kind === 'await-ready' ? [operation.component] : []));
	const others = topology.components.filter(({id, ready}) => ready?.kind === 'exec' && !awaited.has(id));
	await Promise.all(others.map(async component => awaitReady(engine, topology, component, limitSeconds, signal)));
}

type Prepared = DesignedCluster & {readonly engine: Engine; readonly name: string; readonly image: string};

async function prepare(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<Prepared> {
	checkOptions(options);
	const name = options.name ?? defaultName;
	const engine = await inPhase(emit, 'engine', 'Engine', async () =>
		connectEngine({engine: options.engine ?? 'auto', install: options.install ?? true, confirm: options.confirm, env: options.environment}, emit, signal));
	const endPreflight = beginPreflight(engine, options, emit, signal);
	const before = await settleSettings(engine, name, options);
	const unfinished = refuseUnfinishedUpgrade(name, before, options);
	if (unfinished !== undefined) {
		emit({type: 'warned', phase: 'cluster', text: unfinished});
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
