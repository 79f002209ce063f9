import {type Emit, ignoreEvents} from '../events.ts';
import type {ClusterOptions} from './options.ts';
import {type Cluster, startCluster} from './start.ts';
import {stopCluster} from './stop.ts';

/**
 * Stop a cluster and start it again: what it knows and what it was made with is kept, pods are made anew.
 *
 * @throws SingleKubeError as stopCluster and startCluster
 */
export async function restartCluster(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Cluster> {
	await stopCluster(options, emit, signal);
	return startCluster(options, emit, signal);
}
