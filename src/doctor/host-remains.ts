/** What clusters have on the engine's machine, seen from it: directories, mounts and control groups (images/node-host/node-prepare). */
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {clusterDirectory} from '../cluster/cluster-directory.ts';
import {mountsBelow} from '../embedded-engine/mounts.ts';
import {embeddedPaths} from '../embedded-engine/paths.ts';
import {answersPing} from '../embedded-engine/ping.ts';
import type {Engine} from '../engine/engine.ts';
import {listClusters} from '../engine/observe.ts';
import {unixEngine} from '../engine/unix-engine.ts';

export type HostRemains = {
	/** What holds the clusters' directories. */
	readonly directory: string;
	/** Clusters by their directories. */
	readonly directories: readonly string[];
	/** Mount points below them, the deepest first. */
	readonly mounts: readonly string[];
	readonly groups: ReadonlyArray<{readonly cluster: string; readonly processes: number}>;
	/** Clusters of the machine's other engines: what is theirs is no leftover. */
	readonly elsewhere: readonly string[];
};

/** @param engine the one that is asked already @throws the signal's reason */
export async function hostRemains(env: NodeJS.ProcessEnv, engine: Engine | undefined, signal: AbortSignal): Promise<HostRemains> {
	const directory = path.dirname(clusterDirectory('any'));
	const [directories, mountinfo, groups, elsewhere] = await Promise.all([
		folders(directory), readFile('/proc/self/mountinfo', 'utf8').catch(() => ''), clusterGroups(), clustersElsewhere(env, engine, signal),
	]);
	return {directory, directories: clustersOf(directories), mounts: mountsBelow(mountinfo, [directory]), groups, elsewhere};
}

/** A name is a cluster's where one could be called so. */
function clustersOf(names: readonly string[]): string[] {
	return names.filter(name => /^[a-z][a-z\d-]*$/.test(name)).sort();
}

/** On cgroup v1 a hierarchy for each controller has them, on v2 one. */
async function clusterGroups(): Promise<HostRemains['groups']> {
	const tops = ['/sys/fs/cgroup', ...(await folders('/sys/fs/cgroup')).map(name => `/sys/fs/cgroup/${name}`)].map(top => `${top}/single-kube`);
	const found = await Promise.all(tops.map(async top => Promise.all(clustersOf(await folders(top)).map(async cluster => ({cluster, processes: await countProcesses(`${top}/${cluster}`)})))));
	const most = new Map<string, number>();
	for (const {cluster, processes} of found.flat()) {
		most.set(cluster, Math.max(processes, most.get(cluster) ?? 0));
	}

	return [...most].map(([cluster, processes]) => ({cluster, processes})).sort((a, b) => a.cluster < b.cluster ? -1 : 1);
}

async function countProcesses(group: string): Promise<number> {
	const own = (await readFile(`${group}/cgroup.procs`, 'utf8').catch(() => '')).split('\n').filter(line => line !== '').length;
	const below = await Promise.all((await folders(group)).map(async name => countProcesses(`${group}/${name}`)));
	return below.reduce((sum, count) => sum + count, own);
}

/** The usual places of an engine's socket, but for the one that is asked already. */
async function clustersElsewhere(env: NodeJS.ProcessEnv, engine: Engine | undefined, signal: AbortSignal): Promise<string[]> {
	const sockets = ['/var/run/docker.sock', embeddedPaths(env).socket].filter(socket => `unix://${socket}` !== engine?.host);
	const found = await Promise.all(sockets.map(async socket =>
		await answersPing(socket, 1000, signal) ? listClusters(unixEngine(socket, socket)).catch(() => []) : []));
	return found.flat();
}

async function folders(directory: string): Promise<string[]> {
	const entries = await readdir(directory, {withFileTypes: true}).catch(() => []);
	return entries.filter(entry => entry.isDirectory()).map(({name}) => name);
}
