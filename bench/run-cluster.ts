/** One life of a cluster, from nothing to nothing, measured. */
import {deleteCluster, type SingleKubeEvent, startCluster, stopCluster, type TimedEvent} from '../src/index.ts';
import {type Profile, profileOf} from '../src/cli/profile.ts';
import type {Usage} from '../src/engine/stats.ts';
import {measureDashboards} from './dashboard.ts';
import {measureClusterGateway} from './gateway.ts';
import {measureIdle} from './idle.ts';
import {measureImageToPod, removeFreshImage} from './image-to-pod.ts';
import type {Part} from './options.ts';
import type {MeasurementName} from './results.ts';
import {awaitPage, benchOptions, openSite, seconds, type Site} from './site.ts';

/** What comes out of it as it goes on. */
export type Notes = {
	readonly add: (name: MeasurementName, value: number) => void;
	readonly say: (text: string) => void;
	profile?: Profile;
	usage?: readonly Usage[];
	kubernetesVersion?: string;
};

export type Life = {
	/** The first is 1. */
	readonly run: number;
	readonly wanted: ReadonlySet<Part>;
	/** As start takes them; undefined for those that a new cluster has. */
	readonly addons: string | undefined;
};

/** @throws SingleKubeError of what failed; the cluster may be left then */
export async function runCluster({run, wanted, addons}: Life, notes: Notes, signal: AbortSignal): Promise<void> {
	const site = await start(addons, notes, wanted, signal);
	try {
		if (wanted.has('image')) {
			notes.say('image to pod');
			const {imageBuild, imageToReady} = await measureImageToPod(site, run);
			notes.add('imageBuild', imageBuild);
			notes.add('imageToReady', imageToReady);
		}

		if (wanted.has('gateway')) {
			notes.say('gateway');
			const {inspect, list} = await measureClusterGateway(site.cluster);
			notes.add('inspectP50', inspect.added.p50);
			notes.add('inspectP99', inspect.added.p99);
			notes.add('listP50', list.added.p50);
			notes.add('listP99', list.added.p99);
		}

		if (wanted.has('idle')) {
			notes.say('idle for a minute');
			const {usage, idleMemory, idleCpu, agentMemory} = await measureIdle(site.cluster, signal);
			notes.usage = usage;
			notes.add('idleMemory', idleMemory);
			notes.add('idleCpu', idleCpu);
			notes.add('agentMemory', agentMemory);
		}

		if (wanted.has('dashboard')) {
			await measureDashboards(site.cluster.name, notes, signal);
		}

		if (wanted.has('stop') || wanted.has('restart')) {
			await stopAndRestart(site, wanted, notes, signal);
		}
	} finally {
		site.close();
	}

	notes.say('delete');
	const deleted = await seconds(async () => deleteCluster(benchOptions, undefined, signal));
	await removeFreshImage(site.cluster.engine, run);
	if (wanted.has('delete')) {
		notes.add('delete', deleted);
	}
}

async function start(addons: string | undefined, notes: Notes, wanted: ReadonlySet<Part>, signal: AbortSignal): Promise<Site> {
	notes.say('start');
	const events: TimedEvent[] = [];
	const emit = (event: SingleKubeEvent): void => {
		events.push({...event, at: Date.now()});
	};

	const startedAt = performance.now();
	const cluster = await startCluster({...benchOptions, addons}, emit, signal);
	const started = (performance.now() - startedAt) / 1000;
	const site = await openSite(cluster, signal);
	try {
		await awaitPage(site);
	} catch (error) {
		site.close();
		throw error;
	}

	notes.kubernetesVersion = cluster.spec.kubernetesVersion;
	notes.profile = profileOf(cluster.plan, events);
	if (wanted.has('start')) {
		notes.add('start', started);
		notes.add('startToPage', (performance.now() - startedAt) / 1000);
	}

	return site;
}

async function stopAndRestart(site: Site, wanted: ReadonlySet<Part>, notes: Notes, signal: AbortSignal): Promise<void> {
	notes.say('stop');
	const stopped = await seconds(async () => stopCluster(benchOptions, undefined, signal));
	if (wanted.has('stop')) {
		notes.add('stop', stopped);
	}

	if (wanted.has('restart')) {
		notes.say('start again');
		const startedAt = performance.now();
		await startCluster(benchOptions, undefined, signal);
		notes.add('restart', (performance.now() - startedAt) / 1000);
		await awaitPage(site);
		notes.add('restartToPage', (performance.now() - startedAt) / 1000);
	}
}
