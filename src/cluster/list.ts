/** The clusters of an engine, a line each. */
import {observeClusters} from '../engine/observe-clusters.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import type {ClusterOptions, ClusterSpec} from './options.ts';
import {readSettings} from './settings.ts';
import {readSpec} from './spec.ts';
import {type ClusterStatus, connectToExisting, stateOf} from './status.ts';

/** A cluster of the engine in one line. */
export type ClusterSummary = Pick<ClusterStatus, 'name' | 'state' | 'engine'> & {
	/** Undefined when its network is gone, or cannot be read. */
	readonly spec: ClusterSpec | undefined;
	/** Seconds since it was made; undefined when nothing of it says so. */
	readonly ageSeconds: number | undefined;
	readonly nodes: readonly string[];
	/** Where its images come from; undefined when it never started. */
	readonly source: string | undefined;
	readonly addons: readonly string[];
	/** How many containers of pods run. */
	readonly pods: number;
};

/** By name. What is damaged in one of them is left out of its line. @throws SingleKubeError of the engine's; the signal's reason */
export async function listAllClusters(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ClusterSummary[]> {
	const engine = await connectToExisting(options, emit, signal);
	const clusters = await observeClusters(engine);
	const now = Date.now();
	return Promise.all(clusters.map(async ({name, createdAt, nodes, containers, pods, paused}) => {
		const [spec, settings] = await Promise.all([readSpec(engine, name).catch(() => undefined), readSettings(engine, name).catch(() => undefined)]);
		return {
			name, state: stateOf(containers, paused), spec, engine: {host: engine.host, origin: engine.origin}, nodes, pods,
			ageSeconds: createdAt === undefined ? undefined : Math.max(0, Math.round((now - createdAt) / 1000)),
			source: settings?.images?.source, addons: settings?.addons ?? [],
		};
	}));
}
