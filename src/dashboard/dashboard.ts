/** The dashboard, from its first look to the terminal given back. */
import type {ClusterOptions} from '../cluster/options.ts';
import {checkName, defaultName} from '../cluster/options.ts';
import {refuseUnknown} from '../cluster/refuse-unknown.ts';
import {readSpec} from '../cluster/spec.ts';
import {connectToExisting} from '../cluster/status.ts';
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import {ignoreEvents} from '../events.ts';
import {kubeconfigNames} from '../kubeconfig/entry.ts';
import {orAborted} from '../or-aborted.ts';
import {createHands} from './carry-out.ts';
import {draw} from './draw.ts';
import {createFrames, type Frames} from './frames.ts';
import {createFollower} from './sources/follow-wanted.ts';
import {followComponents} from './sources/components.ts';
import {followObjects} from './sources/objects.ts';
import type {Subject} from './sources/subject.ts';
import {followUsage} from './sources/usage.ts';
import {type Facts, initialState} from './state.ts';
import {sizeOf} from './terminal.ts';
import {type Wanted, wantedBy} from './wanted.ts';

export type DashboardSettings = {
	readonly cluster: ClusterOptions;
	readonly stdin: NodeJS.Process['stdin'];
	readonly stdout: NodeJS.Process['stdout'];
	readonly color: boolean;
	readonly ascii: boolean;
	readonly readOnly: boolean;
	/** Say what changes as lines, instead of drawing screens. */
	readonly screenReader: boolean;
};

/**
 * Show a cluster until `q`. The terminal is as before when this returns or throws.
 *
 * @throws SingleKubeError CLUSTER_UNKNOWN and those of the engine, before anything is shown; the signal's reason
 */
export async function runDashboard(settings: DashboardSettings, signal: AbortSignal): Promise<void> {
	const cluster = checkName(settings.cluster.name ?? defaultName);
	const engine = await connectToExisting(settings.cluster, ignoreEvents, signal);
	const facts = await look(engine, cluster, settings);
	signal.throwIfAborted();

	const ended = new AbortController();
	const ending = AbortSignal.any([signal, ended.signal]);
	const failed = Promise.withResolvers<never>();
	failed.promise.catch(() => undefined);
	let follow: (wanted: Wanted) => void = () => undefined;
	const frames = createFrames(initialState(facts, settings.screenReader ? heardSize : sizeOf(settings.stdout), Date.now()), state => {
		follow(wantedBy(state));
	});
	const subject: Subject = {engine, cluster, push: frames.push};
	// A log that cannot be read is no reason to end: it is opened again when its container changes.
	follow = createFollower(subject, ending, () => undefined);
	const stopClock = keepTime(frames, settings);
	process.on('uncaughtException', failed.reject);
	const screen = draw(frames, settings, createHands(subject, settings, ending));
	try {
		await orAborted(Promise.race([
			screen.quit, failed.promise,
			Promise.all([followComponents(subject, ending), followUsage(subject, ending), followObjects(subject, ending)]),
		]), ending);
	} finally {
		ended.abort();
		stopClock();
		frames.stop();
		await screen.close();
		process.off('uncaughtException', failed.reject);
	}

	signal.throwIfAborted();
}

async function look(engine: Engine, cluster: string, {ascii, readOnly, screenReader}: DashboardSettings): Promise<Facts> {
	await refuseUnknown(engine, cluster, await observe(engine, cluster));
	const spec = await readSpec(engine, cluster);
	return {cluster, ascii, readOnly, screenReader, engine: engine.host, kubernetesVersion: spec?.kubernetesVersion, context: kubeconfigNames(cluster).context};
}

/** Who listens has every pane, however large the terminal is. */
const heardSize = {columns: 120, rows: 40};

/** The clock and the terminal's size. @returns what stops both */
function keepTime({push}: Frames, {stdout, screenReader}: DashboardSettings): () => void {
	const timer = setInterval(() => {
		push({type: 'ticked', now: Date.now()});
	}, 1000);
	const resized = (): void => {
		push({type: 'resized', size: screenReader ? heardSize : sizeOf(stdout)});
	};

	stdout.on('resize', resized);
	return () => {
		clearInterval(timer);
		stdout.off('resize', resized);
	};
}
