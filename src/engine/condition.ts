/** How an engine and its machine are at this moment: what a doctor asks, in one call. */
import type {Engine} from './engine.ts';
import {runsHere} from './info.ts';
import {engineCall} from './translate-errors.ts';

export type EngineCondition = {
	/** The host name of its machine, and what that runs. */
	readonly name: string;
	readonly operatingSystem: string;
	/** Whether it runs on this machine. */
	readonly runsHere: boolean;
	readonly version: string;
	/** Its data root, a path on its own machine. */
	readonly rootDir: string;
	readonly storageDriver: string;
	readonly cgroupVersion: 1 | 2;
	readonly cgroupDriver: string;
	readonly memoryBytes: number;
	readonly cpus: number;
	/** Its clock when it answered, and ours before and after, in milliseconds since the epoch. */
	readonly clock: {readonly engine: number; readonly asked: number; readonly answered: number};
	/** Empty where it has none. */
	readonly proxies: {readonly http: string; readonly https: string; readonly no: string};
	/** Where ranges for new networks come from, as its daemon.json says; none where that says nothing. */
	readonly addressPools: readonly string[];
	/** Which limits its machine's cgroups can set. */
	readonly limits: {readonly memory: boolean; readonly cpuQuota: boolean; readonly cpuSet: boolean; readonly pids: boolean};
	/** Whether packets over a bridge pass its packet filter; engines from 28 on do not say. */
	readonly bridgeNetfilter: boolean | undefined;
	readonly ipv4Forwarding: boolean;
	/** As it writes them: `WARNING: No swap limit support`. */
	readonly warnings: readonly string[];
};

type Answer = {
	Name: string; OperatingSystem: string; KernelVersion: string; ServerVersion: string; DockerRootDir: string; Driver: string; CgroupVersion?: string; CgroupDriver: string; MemTotal: number; NCPU: number; SystemTime: string;
	HttpProxy?: string; HttpsProxy?: string; NoProxy?: string; DefaultAddressPools?: ReadonlyArray<{Base: string}> | null;
	MemoryLimit: boolean; CpuCfsQuota: boolean; CPUSet: boolean; PidsLimit?: boolean; BridgeNfIptables?: boolean; IPv4Forwarding: boolean; Warnings?: readonly string[] | null;
};

/** @throws SingleKubeError of translate-errors */
export async function engineCondition(engine: Engine): Promise<EngineCondition> {
	const asked = Date.now();
	const info = await engineCall('ask the engine about itself', engine.docker.info() as Promise<Answer>);
	return {
		name: info.Name, operatingSystem: info.OperatingSystem, runsHere: runsHere(engine, info), version: info.ServerVersion,
		rootDir: info.DockerRootDir, storageDriver: info.Driver, cgroupVersion: info.CgroupVersion === '2' ? 2 : 1, cgroupDriver: info.CgroupDriver, memoryBytes: info.MemTotal, cpus: info.NCPU,
		clock: {engine: Date.parse(info.SystemTime), asked, answered: Date.now()},
		proxies: {http: info.HttpProxy ?? '', https: info.HttpsProxy ?? '', no: info.NoProxy ?? ''},
		addressPools: (info.DefaultAddressPools ?? []).map(({Base}) => Base),
		limits: {memory: info.MemoryLimit, cpuQuota: info.CpuCfsQuota, cpuSet: info.CPUSet, pids: info.PidsLimit ?? true},
		bridgeNetfilter: info.BridgeNfIptables, ipv4Forwarding: info.IPv4Forwarding, warnings: info.Warnings ?? [],
	};
}
