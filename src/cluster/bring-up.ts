/** Under its lock, bring a cluster up: a new one whole or not at all, and one that was whole as it is to be or as it was. */
import {observe} from '../engine/observe.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {awaitReady} from '../health/await-ready.ts';
import type {Observed} from '../plan/observed.ts';
import type {Plan} from '../plan/operations.ts';
import {tunedComponents} from '../plan/tuning.ts';
import type {Topology} from '../plan/topology.ts';
import {readAgentTopology} from './agent-topology.ts';
import {namingOptions, rolledBack} from './blame-options.ts';
import {bringTo, type Hands} from './bring-to.ts';
import {checkComponent} from './component-health.ts';
import {copyEtcdData, dropEtcdCopy} from './etcd-copy.ts';
import type {ClusterOptions} from './options.ts';
import {thaw} from './pause.ts';
import {awaitSteady} from './steady.ts';
import {undoneOnFailure} from './undo-start.ts';
import {refuseUnknownKeys} from './unknown-keys.ts';
import {writeJournal} from './upgrade-journal.ts';
import {goBack} from './walk.ts';

export type BroughtUp = {
	readonly plan: Plan;
	/** What the cluster was before; undefined where it never was whole. */
	readonly former: Topology | undefined;
};

export type BringUpOptions = {
	/** Whether what was stopped or paused on purpose goes on, and everything has to be ready, as after a start. True by default. */
	readonly resume?: boolean;
};

/** @throws SingleKubeError of whatever failed; COMPONENT_ROLLED_BACK when what was asked for does not work, and the cluster is what it was */
export async function bringUp(topology: Topology, options: ClusterOptions, hands: Hands, {resume = true}: BringUpOptions = {}): Promise<BroughtUp> {
	const {cluster} = topology;
	const observed = await observe(hands.engine, cluster);
	const former = observed.applied === undefined ? undefined : await readAgentTopology(hands.engine, cluster).catch(() => undefined);
	const tuned = tunedComponents(former?.settings, topology.settings);
	const attempt = async (): Promise<Plan> => {
		const plan = resume ? await bringAllUp(topology, hands) : await bringTo(topology, hands, {});
		await checkTuned(topology, tuned, plan, hands);
		return plan;
	};

	if (isNothing(observed) && !(options.retain ?? false)) {
		const cleaner = topology.components.find(({name}) => name === 'kubelet')?.container.image;
		return {former, plan: await undoneOnFailure(cluster, cleaner, options, hands, async () => naming(topology, hands, attempt))};
	}

	return {former, plan: former && tuned.size > 0 ? await orAsItWas(former, topology, hands, attempt) : await staying(hands, async () => naming(topology, hands, attempt))};
}

function isNothing({network, containers, volumes, pods, leftovers}: Observed): boolean {
	return network === undefined && containers.length + volumes.length + pods.length + leftovers.length === 0;
}

async function staying<T>({emit, signal}: Hands, work: () => Promise<T>): Promise<T> {
	const say = (): void => {
		emit({type: 'warned', phase: 'cluster', text: 'what was made stays, and the next start goes on'});
	};

	signal.addEventListener('abort', say, {once: true});
	try {
		return await work();
	} finally {
		signal.removeEventListener('abort', say);
	}
}

async function bringAllUp(topology: Topology, hands: Hands): Promise<Plan> {
	const plan = [...await thaw(topology, hands), ...await bringTo(topology, hands, {resume: true})];
	try {
		await awaitOthers(topology, plan, hands);
		return plan;
	} catch (error) {
		if (!(error instanceof SingleKubeError && error.code === 'COMPONENT_DIED')) {
			throw error;
		}

		// It was not ours to start, and came too early: an interrupted start left it to the supervisor.
		const more = await bringTo(topology, hands, {resume: true});
		await awaitOthers(topology, more, hands);
		return [...plan, ...more];
	}
}

/**
 * Components that ran already are not part of the plan, but they may have been started a moment ago, by the supervisor
 * or by a start that was interrupted: who asked for a cluster gets one that is ready.
 */
async function awaitOthers(topology: Topology, plan: Plan, {engine, limitSeconds, signal}: Hands): Promise<void> {
	const awaited = new Set(plan.flatMap(({operation}) => operation.kind === 'await-ready' ? [operation.component] : []));
	const others = topology.components.filter(({id, ready}) => ready?.kind === 'exec' && !awaited.has(id));
	await Promise.all(others.map(async component => awaitReady(engine, topology, component, limitSeconds, signal)));
}

/** Not every component has a probe, and one that does not know a flag has ended by now. */
async function checkTuned(topology: Topology, tuned: ReadonlySet<string>, plan: Plan, {engine, limitSeconds, signal}: Hands): Promise<void> {
	const started = new Set(plan.flatMap(({operation}) => operation.kind === 'start-container' ? [operation.component] : []));
	for (const name of new Set(topology.components.filter(({id, name, job}) => tuned.has(name) && started.has(id) && !job).map(({name}) => name))) {
		await checkComponent(engine, topology, name, undefined, limitSeconds, signal);
		await refuseUnknownKeys(engine, topology, name);
	}

	await awaitSteady(engine, topology.components.filter(({id, name, job}) => tuned.has(name) && started.has(id) && !job), signal);
}

async function naming<T>(topology: Topology, {engine}: Hands, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw await namingOptions(engine, topology, error);
	}
}

/** @throws SingleKubeError COMPONENT_ROLLED_BACK; the signal's reason, and then what is begun is for the next start to finish */
async function orAsItWas(former: Topology, topology: Topology, hands: Hands, attempt: () => Promise<Plan>): Promise<Plan> {
	const {cluster} = topology;
	const {engine, emit, signal} = hands;
	const copied = etcdImage(former) !== etcdImage(topology);
	// What copies etcd's data needs a shell.
	const withShell = {...hands, image: topology.components.find(({name}) => name === 'agent')?.container.image ?? hands.image};
	try {
		if (copied) {
			await writeJournal(engine, withShell.image, {before: former, target: topology.settings.images ?? {source: 'debian'}});
			await copyEtcdData(cluster, withShell);
		}

		return await staying(hands, attempt);
	} catch (error) {
		signal.throwIfAborted();
		emit({type: 'warned', phase: 'cluster', text: `${messageOf(error)}: ${cluster} becomes again what it was`});
		const refused = await rolledBack(engine, former, topology, error);
		await goBack(topology, former, withShell).catch((second: unknown) => {
			signal.throwIfAborted();
			throw notBack(cluster, refused, second);
		});
		throw refused;
	} finally {
		if (copied) {
			await dropEtcdCopy(cluster, hands);
		}
	}
}

/** Another etcd may rewrite the data; other flags leave them as they are. */
function etcdImage({components}: Topology): string | undefined {
	return components.find(({name}) => name === 'etcd')?.container.image;
}

/** What the cluster was is remembered by then: a start without the option goes on with that. */
function notBack(cluster: string, refused: SingleKubeError, error: unknown): SingleKubeError {
	return new SingleKubeError(error instanceof SingleKubeError ? error.code : 'COMPONENT_NOT_READY', `${cluster} could not be brought back to what it was: ${messageOf(error)}`, {
		because: `before that, ${refused.message.replace(/^the cluster \S+ is again what it was, because /, '')}`,
		seen: error instanceof SingleKubeError ? error.seen : [], hint: `Without the option: single-kube start --name ${cluster}`, cause: error,
	});
}
