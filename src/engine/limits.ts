/** What a container may use, changed while it runs and kept by the engine for its next start: `docker update`. */
import type {Engine} from './engine.ts';
import {idempotentCall} from './translate-errors.ts';

/** The kernel's period, in microseconds ("cpu.cfs_period_us", cgroup documentation). */
const period = 100_000;
/** The engine takes 0 for "as it is", refuses -1 for memory, and forgets to pass it on for swap; the kernel cuts this to what it has. 8 PiB, which a double holds exactly. */
const noLimit = 2 ** 53;

/** @param cores undefined: all that there are; a container that is gone needs no limit */
export async function limitCpu(engine: Engine, container: string, cores: number | undefined): Promise<void> {
	await update(engine, container, cores === undefined ? {CpuQuota: -1} : {CpuPeriod: period, CpuQuota: Math.round(cores * period)});
}

/** Swap included, or the kernel would only move the rest there. @param bytes undefined: all that there is */
export async function limitMemory(engine: Engine, container: string, bytes: number | undefined): Promise<void> {
	await update(engine, container, bytes === undefined ? {Memory: noLimit, MemorySwap: noLimit} : {Memory: bytes, MemorySwap: bytes});
}

/** As an inspected container has them. */
export type RawLimits = {readonly CpuPeriod?: number; readonly CpuQuota?: number; readonly Memory?: number};
export type Limits = {readonly cores: number | undefined; readonly memoryBytes: number | undefined};

export function limitsOf({CpuPeriod, CpuQuota, Memory}: RawLimits): Limits {
	return {
		cores: CpuQuota !== undefined && CpuQuota > 0 ? CpuQuota / (CpuPeriod || period) : undefined,
		memoryBytes: Memory !== undefined && Memory > 0 && Memory < noLimit ? Memory : undefined,
	};
}

async function update(engine: Engine, container: string, limits: RawLimits & {readonly MemorySwap?: number}): Promise<void> {
	await idempotentCall(`change what ${container} may use`, engine.docker.getContainer(container).update(limits), [404]);
}
