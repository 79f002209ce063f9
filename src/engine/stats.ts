/** What a cluster's containers use of the machine. */
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {engineCall, findCall} from './translate-errors.ts';

/** The part of the engine's answer that is read here; `stats` differs between cgroup versions. */
export type RawStats = {
	readonly read: string;
	readonly cpu_stats: {readonly cpu_usage: {readonly total_usage: number}};
	readonly memory_stats: {readonly usage?: number; readonly stats?: {readonly total_inactive_file?: number; readonly inactive_file?: number}};
};

export type UsageSample = {
	readonly container: string;
	/** The component label; `pod` for what a kubelet made. */
	readonly component: string;
	/** When it was taken, in milliseconds since the epoch, by the engine's clock. */
	readonly at: number;
	readonly memoryBytes: number;
	/** Processor time since the container's start. */
	readonly cpuNanoseconds: number;
};

export type Usage = {readonly container: string; readonly component: string; readonly memoryBytes: number; readonly cpuPercent: number};

/** One sample of each running container of a cluster. @throws SingleKubeError of translate-errors */
export async function sampleUsage(engine: Engine, cluster: string): Promise<UsageSample[]> {
	const containers = await engineCall('list the containers', engine.docker.listContainers({filters: {label: [`${labels.cluster}=${cluster}`]}}));
	return sampleContainers(engine, containers.map(({Id, Names, Labels}) => ({id: Id, name: Names[0]!.replace(/^\//, ''), component: Labels[labels.component] ?? ''})));
}

/** One sample of each of these that runs. @throws SingleKubeError of translate-errors */
export async function sampleContainers(engine: Engine, containers: ReadonlyArray<{readonly id: string; readonly name: string; readonly component: string}>): Promise<UsageSample[]> {
	const samples = await Promise.all(containers.map(async ({id, name, component}) => {
		// One shot: otherwise the engine waits for one more sample, a second later, for a rate that is not used here.
		const stats = await findCall(`read the statistics of ${name}`,
			engine.docker.getContainer(id).stats({stream: false, 'one-shot': true})) as RawStats | undefined;
		// Of one that has just ended there is nothing to be read.
		return stats && Date.parse(stats.read) > 0 ? {
			container: name, component, at: Date.parse(stats.read),
			memoryBytes: memoryOf(stats), cpuNanoseconds: stats.cpu_stats.cpu_usage.total_usage,
		} : undefined;
	}));
	return samples.filter(sample => sample !== undefined);
}

/** As `docker stats` computes it: without the cache of files that nobody used lately ("docker stats", Docker documentation). */
export function memoryOf({memory_stats: {usage = 0, stats = {}}}: RawStats): number {
	const inactive = stats.total_inactive_file ?? stats.inactive_file ?? 0;
	return inactive < usage ? usage - inactive : usage;
}

/** @returns the later memory and the processor time between the samples, in per cent of one core, of what is in both */
export function usageBetween(before: readonly UsageSample[], after: readonly UsageSample[]): Usage[] {
	return after.flatMap(({container, component, at, memoryBytes, cpuNanoseconds}) => {
		const earlier = before.find(sample => sample.container === container);
		return earlier && at > earlier.at
			? [{container, component, memoryBytes, cpuPercent: (cpuNanoseconds - earlier.cpuNanoseconds) / ((at - earlier.at) * 1e6) * 100}] : [];
	});
}
