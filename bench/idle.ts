import {setTimeout as sleep} from 'node:timers/promises';
import {formatTable} from '../src/cli/output.ts';
import {podComponent} from '../src/engine/observe.ts';
import {sampleUsage, type Usage, usageBetween} from '../src/engine/stats.ts';
import type {Cluster} from '../src/index.ts';

/** Rest before, and the time that is measured, in milliseconds. */
const rest = 30_000;
const span = 30_000;

const mebibyte = 1024 ** 2;

export type Idle = {
	/** Of every container, pods of the bench included. */
	readonly usage: readonly Usage[];
	/** Of all components, without the pods, in MiB and per cent of a core. */
	readonly idleMemory: number; readonly idleCpu: number;
	readonly agentMemory: number;
};

/** What the cluster's containers use when nobody asks anything of it. */
export async function measureIdle({engine, name}: Cluster, signal: AbortSignal): Promise<Idle> {
	await sleep(rest, undefined, {signal});
	const before = await sampleUsage(engine, name);
	await sleep(span, undefined, {signal});
	const usage = usageBetween(before, await sampleUsage(engine, name)).sort((a, b) => b.memoryBytes - a.memoryBytes);
	const components = usage.filter(({component}) => component !== podComponent);
	return {
		usage,
		idleMemory: sum(components.map(({memoryBytes}) => memoryBytes)) / mebibyte,
		idleCpu: sum(components.map(({cpuPercent}) => cpuPercent)),
		agentMemory: sum(components.filter(({component}) => component === 'agent').map(({memoryBytes}) => memoryBytes)) / mebibyte,
	};
}

export function formatIdle(usage: readonly Usage[]): string {
	const row = (what: string, some: readonly Usage[]): string[] =>
		[what, (sum(some.map(({memoryBytes}) => memoryBytes)) / mebibyte).toFixed(1), sum(some.map(({cpuPercent}) => cpuPercent)).toFixed(2)];
	const pods = usage.filter(({component}) => component === podComponent);
	return formatTable(['IDLE', 'MIB', '% OF A CORE'], [
		...usage.filter(one => !pods.includes(one)).map(one => row(one.container, [one])), row(`(${pods.length} containers of pods)`, pods),
	]);
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
