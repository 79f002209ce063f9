/** Bring a running cluster to another version of Kubernetes, one component at a time, and back when one of them is not well. */
import {messageOf, SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {versionOf} from '../images/source.ts';
import {isKubernetesProgram} from '../images/catalogue.ts';
import {mix} from '../plan/mix.ts';
import type {Settings, Topology, UsedImages} from '../plan/topology.ts';
import {type UpgradeStep, upgradeSteps} from '../plan/upgrade-steps.ts';
import {type DesignedCluster, designCluster} from './design-cluster.ts';
import {dropEtcdCopy} from './etcd-copy.ts';
import {withLock} from './lock.ts';
import type {ClusterOptions} from './options.ts';
import {bringTo} from './bring-to.ts';
import {rememberSettings} from './remember-settings.ts';
import {onlyTools, openRunning, refuseChanged, type RunningCluster, waysTo} from './running-cluster.ts';
import {type SettledSource, settleSource} from './settle-source.ts';
import {checkUpgrade} from './skew.ts';
import {clearJournal, readJournal, writeJournal} from './upgrade-journal.ts';
import {goBack, goForward, withUsedImages} from './walk.ts';

/** From where to where, through which components, in how many seconds. */
export type UpgradeReport = {
	readonly name: string; readonly from: string; readonly to: string;
	/** What was replaced, in that order; empty when the cluster was there already. */
	readonly steps: readonly string[];
	readonly seconds: number;
};

/**
 * To `kubernetesVersion`, to the programs in `binaries`, or on with an upgrade that was interrupted. The images of all components
 * are there before the first is touched. Objects and pods stay.
 *
 * @throws SingleKubeError VERSION_SKEW for more than one minor version or an older one, UPGRADE_ROLLED_BACK, UPGRADE_UNFINISHED,
 *   CLUSTER_NOT_RUNNING, those of the source
 */
export async function upgradeCluster(given: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<UpgradeReport> {
	const startedAt = Date.now();
	const cluster = await openRunning(given, emit, signal);
	const {name, engine, hands} = cluster;
	const {before, target, designed, steps} = await prepare(cluster, emit, signal);
	const [from, to] = [before.settings.kubernetesVersion ?? cluster.settings.kubernetesVersion, designed.source.kubernetesVersion];
	await withLock(engine, name, hands.image, 'single-kube upgrade', async () => inPhase(emit, 'cluster', `Upgrade ${name} from ${from} to ${to}`, async () => {
		await refuseChanged(cluster);
		if (!cluster.settings.upgrading) {
			// What is not as it should be already would be blamed on the upgrade.
			await bringTo(before, hands, {});
		}

		await writeJournal(engine, hands.image, {before, target});
		await walk(cluster.topology, before, {designed, steps, to, from}, hands);
		await rememberSettings(engine, hands.image, finished(before, designed.topology), true);
		await clearJournal(engine, hands.image, before);
		await dropEtcdCopy(name, hands);
	}));
	return {name, from, to, steps: steps.map(({component}) => component), seconds: (Date.now() - startedAt) / 1000};
}

/** What upgradeCluster would do, without doing it; images are made. @throws SingleKubeError as upgradeCluster */
export async function planUpgrade(given: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<UpgradeReport> {
	const startedAt = Date.now();
	const cluster = await openRunning(given, emit, signal);
	const {before, designed, steps} = await prepare(cluster, emit, signal);
	return {
		name: cluster.name, from: before.settings.kubernetesVersion ?? cluster.settings.kubernetesVersion, to: designed.source.kubernetesVersion,
		steps: steps.map(({component}) => component), seconds: (Date.now() - startedAt) / 1000,
	};
}

/** Back from an upgrade that was interrupted. @throws SingleKubeError UPGRADE_UNFINISHED when there is none */
export async function rollBackUpgrade(given: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<UpgradeReport> {
	const startedAt = Date.now();
	const {engine, name, hands, settings, topology} = await openRunning(given, emit, signal);
	const journal = settings.upgrading && await readJournal(engine, name);
	if (!journal) {
		throw new SingleKubeError('UPGRADE_UNFINISHED', `no upgrade of ${name} is under way`, {hint: `What it runs: single-kube status --name ${name}`});
	}

	const {before} = journal;
	const [from, to] = [settings.upgrading!.to, before.settings.kubernetesVersion ?? ''];
	const steps = upgradeSteps(topology, before).reverse().map(({component}) => component);
	await withLock(engine, name, hands.image, 'single-kube upgrade', async () => inPhase(emit, 'cluster', `Back from ${from} to ${to}`, async () => {
		await goBack(topology, before, hands);
		await clearJournal(engine, hands.image, before);
		await dropEtcdCopy(name, hands);
	}));
	return {name, from, to, steps, seconds: (Date.now() - startedAt) / 1000};
}

type Prepared = {readonly before: Topology; readonly target: SettledSource['images']; readonly designed: DesignedCluster; readonly steps: readonly UpgradeStep[]};

async function prepare({engine, name, settings, topology, options}: RunningCluster, emit: Emit, signal: AbortSignal): Promise<Prepared> {
	const journal = settings.upgrading && await readJournal(engine, name);
	if (settings.upgrading?.restoring) {
		throw new SingleKubeError('UPGRADE_UNFINISHED', `the way back of an upgrade of ${name} was interrupted`, {hint: `Finish it: single-kube upgrade --rollback --name ${name}`});
	}

	const before: Topology = journal?.before ?? {...topology, settings};
	const own = before.settings.images ?? {source: 'debian'};
	const {upgrading: _, ...chosen} = before.settings;
	const wanted = [options.binaries, options.kubernetesVersion, options.bundle].some(option => option !== undefined);
	if (!wanted && !journal) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', 'upgrade takes a version, or a folder of programs', {hint: 'For example: single-kube upgrade 1.37, or single-kube upgrade --binaries _output/bin'});
	}

	let target: SettledSource['images'] | undefined;
	const designed = await designCluster(engine, {...options, ports: undefined}, chosen, async () => {
		const settled = wanted ? await settleSource(engine, options, waysTo(own), emit, signal)
			: await settleSource(engine, onlyTools(options), journal!.target, emit, signal);
		const to = settled.source.kubernetesVersion;
		refuseLeap(name, before.settings.kubernetesVersion ?? settings.kubernetesVersion, to, options.force ?? false);
		if (settings.upgrading && settings.upgrading.to !== to) {
			throw new SingleKubeError('UPGRADE_UNFINISHED', `an upgrade of ${name} to ${settings.upgrading.to} was interrupted`, {
				hint: `Go on with single-kube upgrade --name ${name}, or go back with single-kube upgrade --rollback --name ${name}`,
			});
		}

		target = settled.images;
		return settled;
	}, emit, signal);
	return {before, target: target!, designed, steps: upgradeSteps(topology, finished(before, designed.topology))};
}

/** @throws SingleKubeError VERSION_SKEW */
function refuseLeap(name: string, from: string, to: string, force: boolean): void {
	const refused = checkUpgrade(from, to);
	if (refused && !force) {
		throw new SingleKubeError('VERSION_SKEW', `${name} cannot go from Kubernetes ${from} to ${to} at once`, {
			seen: [refused.rule], hint: refused.next === undefined ? `Name a version from ${from} on` : `First: single-kube upgrade ${refused.next} --name ${name}`,
		});
	}
}

type Way = {readonly designed: DesignedCluster; readonly steps: readonly UpgradeStep[]; readonly from: string; readonly to: string};

async function walk(start: Topology, before: Topology, {designed, steps, from, to}: Way, hands: RunningCluster['hands']): Promise<void> {
	let current = start;
	for (const step of steps) {
		const next = mix(current, designed.topology, {names: step.names, settings: midway(current.settings, designed, step, to), objects: step.images.length === 0});
		const version = isKubernetesProgram(step.component) ? versionOf(designed.source, step.component) : undefined;
		try {
			await goForward(current, next, step, version, hands);
		} catch (error) {
			hands.signal.throwIfAborted();
			throw await rolledBack(next, before, {component: step.component, error, from, to}, hands);
		}

		current = next;
	}
}

/** @returns what to throw */
async function rolledBack(now: Topology, before: Topology, {component, error, from, to}: {component: string; error: unknown; from: string; to: string}, hands: RunningCluster['hands']): Promise<SingleKubeError> {
	const {cluster} = now;
	const seen = error instanceof SingleKubeError ? error.seen : [];
	hands.emit({type: 'warned', phase: 'cluster', text: `${component}: ${messageOf(error)}: everything becomes again what it was`});
	try {
		await goBack(now, before, hands);
		await clearJournal(hands.engine, hands.image, before);
		await dropEtcdCopy(cluster, hands);
	} catch (second) {
		hands.signal.throwIfAborted();
		return new SingleKubeError('UPGRADE_UNFINISHED', `${component} of ${to} is not well (${messageOf(error)}), and neither is the way back: ${messageOf(second)}`, {
			seen: [...seen, ...second instanceof SingleKubeError ? second.seen : []], hint: `Try the way back again: single-kube upgrade --rollback --name ${cluster}`, cause: second,
		});
	}

	return new SingleKubeError('UPGRADE_ROLLED_BACK', `${component} of ${to} is not well, and ${cluster} is again of ${from}: ${messageOf(error)}`, {
		seen, because: error instanceof SingleKubeError ? error.because : undefined, hint: `Mend what the log says, then: single-kube upgrade ${to} --name ${cluster}`, cause: error,
	});
}

/** An interrupted upgrade is a cluster some of whose components use what is not its source's. */
function midway(now: Settings, {images, source}: DesignedCluster, step: UpgradeStep, to: string): Settings {
	const more: UsedImages = Object.fromEntries(step.images.filter(image => images[image] !== undefined).map(image =>
		[image, {reference: images[image]!, ...isKubernetesProgram(image) ? {version: versionOf(source, image)} : {}, from: `v${to}`}]));
	return {...withUsedImages(now, {...now.images?.used, ...more}), upgrading: {to}};
}

/** What an upgrade leads to: all that is new, but not the holders, whose network namespaces pods live in, nor published ports. */
function finished(before: Topology, designed: Topology): Topology {
	const names = new Set([...designed.components, ...before.components].filter(({name, port}) => name !== 'node' && port === undefined).map(({name}) => name));
	const holder = before.components.find(({name}) => name === 'node')?.container.image;
	const own = designed.components.find(({name}) => name === 'node')?.container.image;
	const {settings} = designed;
	return mix(before, designed, {
		names, objects: true,
		settings: holder === undefined || holder === own ? settings : withUsedImages(settings, {...settings.images?.used, holder: {reference: holder}}),
	});
}
