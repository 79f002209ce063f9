/** Swap one component of a running cluster for another program or another version, and back. */
import {engineArchitecture} from '../engine/info.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {type ImageName, isKubernetesProgram, type KubernetesProgram} from '../images/catalogue.ts';
import {buildImages} from '../images/ensure-images.ts';
import {type ImageSource, versionOf} from '../images/source.ts';
import {debianSource} from '../images/sources/debian.ts';
import {localSource, readLocalProgram} from '../images/sources/local.ts';
import {mix} from '../plan/mix.ts';
import type {UsedImage, UsedImages} from '../plan/topology.ts';
import {orderedSteps, type UpgradeStep} from '../plan/upgrade-steps.ts';
import {designCluster} from './design-cluster.ts';
import {dropEtcdCopy} from './etcd-copy.ts';
import {withLock} from './lock.ts';
import type {ClusterOptions} from './options.ts';
import {type OpenedCluster, openCluster} from './open-running.ts';
import {refuseSkew} from './refuse-skew.ts';
import {rememberSettings} from './remember-settings.ts';
import {readSettings} from './settings.ts';
import {readAgentTopology} from './agent-topology.ts';
import {refuseUnfinishedUpgrade} from './refuse-other-version.ts';
import {onlyTools, openRunning, refuseChanged, type RunningCluster, waysTo} from './running-cluster.ts';
import {type SettledSource, settleSource} from './settle-source.ts';
import {layUsed} from './used.ts';
import {writeJournal} from './upgrade-journal.ts';
import {goBack, goForward} from './walk.ts';

/** Components whose program can be another one. */
export const swappable = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'cri-dockerd', 'kube-proxy', 'kubectl'] as const satisfies readonly ImageName[];
/** A component whose program can be another one. */
export type Swappable = (typeof swappable)[number];

/** A component, and what to put in its place. */
export type Swap = {
	readonly component: Swappable;
	readonly by:
		/** A program of the user's; an absolute path. */
		| {readonly kind: 'program'; readonly file: string}
		/** That of a version of Kubernetes: `1.35.1`. */
		| {readonly kind: 'version'; readonly version: string}
		/** The cluster's own again. */
		| {readonly kind: 'own'};
};

/** What is swapped after a swap. */
export type SwapReport = {readonly name: string; readonly component: Swappable; /** Undefined for etcd and cri-dockerd. */ readonly version: string | undefined; readonly used: UsedImages; readonly seconds: number};

/**
 * Everything is there before anything is touched; the component that does not become ready is put back.
 *
 * @throws SingleKubeError COMPONENT_ROLLED_BACK, VERSION_SKEW, BINARIES_INVALID, CLUSTER_NOT_RUNNING, UPGRADE_UNFINISHED, those of the source
 */
export async function useComponent(swap: Swap, given: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal, settle = settleSource): Promise<SwapReport> {
	const startedAt = Date.now();
	const {component} = swap;
	if (swap.by.kind === 'own') {
		const opened = await openCluster(given, {running: false}, emit, signal);
		if (opened.observed.containers.every(({component, state}) => component !== 'agent' || state !== 'running')) {
			return resetStopped(component, opened, startedAt);
		}
	}

	const cluster = await openRunning(given, emit, signal);
	const {engine, name, settings, hands, options} = cluster;
	if (settings.upgrading) {
		refuseUnfinishedUpgrade(name, settings, {kubernetesVersion: ''});
	}

	const {used: {[component]: _, ...others} = {}, ...images} = settings.images;
	const own = await settle(engine, onlyTools(options), images, emit, signal);
	const image = await findImage(swap, cluster, own, settle, emit, signal);
	const used = image ? {...others, [component]: image} : others;
	const designed = await designCluster(engine, options, settings, async () => layUsed(own, used), emit, signal);
	const step = stepOf(component);
	const version = isKubernetesProgram(component) ? versionOf(designed.source, component) : undefined;
	await withLock(engine, name, hands.image, 'single-kube use', async () => inPhase(emit, 'cluster', `Cluster ${name}`, async () => {
		const before = cluster.topology;
		await refuseChanged(cluster);
		if (component === 'etcd') {
			await writeJournal(engine, hands.image, {before, target: images});
		}

		const after = mix(before, designed.topology, {names: step.names, settings: designed.topology.settings});
		try {
			await goForward(before, after, step, version, hands);
		} catch (error) {
			signal.throwIfAborted();
			emit({type: 'warned', phase: 'cluster', text: `${component}: ${messageOf(error)}: it becomes again what it was`});
			await goBack(after, before, hands);
			throw new SingleKubeError('COMPONENT_ROLLED_BACK', `what was to be ${component} of ${name} is not well, and it is again what it was: ${messageOf(error)}`, {
				...error instanceof SingleKubeError ? {because: error.because, seen: error.seen} : {}, hint: 'Mend the program and use it again', cause: error,
			});
		} finally {
			await dropEtcdCopy(name, hands);
		}
	}));
	return {name, component, version, used, seconds: (Date.now() - startedAt) / 1000};
}

/** What components of a cluster use in the place of its own. */
export async function usedComponents(given: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<UsedImages> {
	return (await openRunning(given, emit, signal)).settings.images.used ?? {};
}

/** @returns undefined for the cluster's own @throws SingleKubeError VERSION_SKEW before anything is built or fetched */
async function findImage({component, by}: Swap, {engine, settings, options}: RunningCluster, own: SettledSource, settle: typeof settleSource, emit: Emit, signal: AbortSignal): Promise<UsedImage | undefined> {
	const refuse = (version: string | undefined): void => {
		const all = layUsed(own, {...settings.images.used, [component]: {reference: component, ...version === undefined ? {} : {version}}});
		// What was let through before, of other components, is not asked about again.
		const broken = refuseSkew(all.source, all.images, true).some(({program, from}) => [program, from].includes(component as KubernetesProgram));
		refuseSkew(all.source, all.images, !broken || (options.force ?? false));
	};

	const make = async (source: ImageSource): Promise<string> => (await buildImages(engine, [component], {source, install: options.install ?? true}, emit, signal))[component]!.reference;
	switch (by.kind) {
		case 'own': {
			return undefined;
		}

		case 'program': {
			const program = await readLocalProgram(component, by.file, await engineArchitecture(engine));
			refuse(program.version);
			const {[component]: _, ...published} = own.source.published;
			return {reference: await make(localSource([program], {...own.source, published})), ...program.version === undefined ? {} : {version: program.version}, from: by.file};
		}

		case 'version': {
			const {source} = await settle(engine, {...options, kubernetesVersion: by.version}, waysTo(settings.images), emit, signal);
			const version = isKubernetesProgram(component) ? versionOf(source, component) : undefined;
			refuse(version);
			return {reference: await make(source), ...version === undefined ? {} : {version}, from: `v${source.kubernetesVersion}`};
		}
	}
}

/** A cluster that is stopped can only go back to its own: its next start does the rest. */
async function resetStopped(component: Swappable, {engine, name, image}: OpenedCluster, startedAt: number): Promise<SwapReport> {
	const topology = await readAgentTopology(engine, name);
	const {images: {used = {}, ...images} = {source: 'debian'}, ...settings} = await readSettings(engine, name) ?? topology.settings;
	const {[component]: _, ...others} = used;
	await withLock(engine, name, image, 'single-kube use', async () => rememberSettings(engine, image, {...topology, settings: {...settings, images: layUsed({source: debianSource, images}, others).images}}, false));
	return {name, component, version: undefined, used: others, seconds: (Date.now() - startedAt) / 1000};
}

function stepOf(component: Swappable): UpgradeStep {
	return orderedSteps.find(step => step.component === component) ?? {component, names: new Set([component]), images: [component]};
}
