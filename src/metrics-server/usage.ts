/** From a kubelet's summary ("Node metrics data", Kubernetes documentation) to what nodes and containers use. Pure. */

/** The part of `/stats/summary` that is asked for. */
export type Summary = {
	readonly node: Sample & {readonly nodeName: string};
	readonly pods?: ReadonlyArray<{
		readonly podRef: {readonly name: string; readonly namespace: string; readonly uid: string};
		readonly containers?: ReadonlyArray<Sample & {readonly name: string; readonly startTime?: string}>;
	}>;
};

type Sample = {
	readonly startTime?: string;
	readonly cpu?: {readonly time: string; readonly usageNanoCores?: number; readonly usageCoreNanoSeconds?: number};
	readonly memory?: {readonly time: string; readonly workingSetBytes?: number};
};

/** @param time when it was measured, RFC 3339; the older one of CPU and memory */
export type Usage = {readonly time: string; readonly nanoCores: number; readonly workingSetBytes: number};
export type PodUsage = {
	readonly name: string; readonly namespace: string; readonly uid: string; readonly time: string;
	readonly containers: ReadonlyArray<{readonly name: string} & Usage>;
};

/**
 * A rate needs two samples, and the kubelet reports 0 until it has them. Its samples are 10 to 15 s apart, so what was
 * measured earlier in a container's life than that is the first one.
 */
const firstSampleMs = 9000;

/** @returns undefined when the kubelet has not measured yet */
export function nodeUsage({node}: Summary): Usage | undefined {
	return usageOf(node);
}

/** What each pod uses; one with a container that has no rate yet is left out, as metrics-server does. */
export function podUsages({pods = []}: Summary): PodUsage[] {
	return pods.flatMap(({podRef, containers = []}) => {
		const measured = containers.flatMap(container => {
			const usage = isFirstSample(container) ? undefined : usageOf(container);
			return usage ? [{name: container.name, ...usage}] : [];
		});
		const complete = measured.length > 0 && measured.length === containers.length;
		return complete ? [{...podRef, time: earliest(measured.map(({time}) => time)), containers: measured}] : [];
	});
}

function usageOf({cpu, memory}: Sample): Usage | undefined {
	return cpu?.usageNanoCores === undefined || memory?.workingSetBytes === undefined ? undefined : {
		time: earliest([cpu.time, memory.time]), nanoCores: cpu.usageNanoCores, workingSetBytes: memory.workingSetBytes,
	};
}

function isFirstSample({startTime, cpu}: Sample): boolean {
	return startTime !== undefined && cpu?.usageNanoCores === 0 && Date.parse(cpu.time) - Date.parse(startTime) < firstSampleMs;
}

function earliest(times: readonly string[]): string {
	return times.reduce((first, time) => Date.parse(time) < Date.parse(first) ? time : first);
}
