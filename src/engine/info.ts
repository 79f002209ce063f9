import {hostname, release} from 'node:os';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

/** What an engine and the machine below it are. */
export type EngineInfo = {
	readonly id: string;
	/** The host name of the machine where it runs. */
	readonly name: string;
	readonly version: string;
	/** The newest and the oldest API version that it speaks: "1.41", "1.12". */
	readonly apiVersion: string;
	readonly minApiVersion: string;
	/** As Go names them: "linux", "amd64". */
	readonly os: string;
	readonly architecture: string;
	readonly cgroupVersion: 1 | 2;
	readonly cgroupDriver: 'cgroupfs' | 'systemd';
	readonly storageDriver: string;
	/** Its data root, a path on its own machine. */
	readonly rootDir: string;
	readonly cpus: number;
	readonly memoryBytes: number;
	/** Whether images live in containerd's store instead of the engine's own. */
	readonly containerdImageStore: boolean;
	readonly kernel: string;
	readonly operatingSystem: string;
	/** Run by a user and not by root: Docker's "Rootless mode" page. */
	readonly rootless: boolean;
	/** Whether root in its containers is another user of its machine: Docker's "Isolate containers with a user namespace" page. */
	readonly usernsRemapped: boolean;
	/** As the engine writes them: "name=seccomp,profile=builtin". */
	readonly securityOptions: readonly string[];
	/** Whether it runs on this machine: paths mean the same, and its published ports are on this 127.0.0.1. */
	readonly isLocal: boolean;
};

type Answer = {
	ID: string; Name: string; CgroupVersion?: string; CgroupDriver: string; Driver: string; DriverStatus?: ReadonlyArray<readonly [string, string]> | null;
	DockerRootDir: string; NCPU: number; MemTotal: number; KernelVersion: string; OperatingSystem: string;
	SecurityOptions?: readonly string[] | null;
};

/** @throws SingleKubeError of translate-errors */
export async function engineInfo(engine: Engine): Promise<EngineInfo> {
	const [version, info] = await Promise.all([
		engineCall('ask the engine for its version', engine.docker.version()),
		engineCall('ask the engine about itself', engine.docker.info() as Promise<Answer>),
	]);
	const securityOptions = info.SecurityOptions ?? [];
	return {
		id: info.ID,
		name: info.Name,
		version: version.Version,
		apiVersion: version.ApiVersion,
		minApiVersion: version.MinAPIVersion,
		os: version.Os,
		architecture: version.Arch,
		// Engines older than 20.10 do not say, and know only version 1.
		cgroupVersion: info.CgroupVersion === '2' ? 2 : 1,
		cgroupDriver: info.CgroupDriver === 'systemd' ? 'systemd' : 'cgroupfs',
		storageDriver: info.Driver,
		rootDir: info.DockerRootDir,
		cpus: info.NCPU,
		memoryBytes: info.MemTotal,
		// Docker's "containerd image store" page: the driver then has this status and the name of a snapshotter.
		containerdImageStore: (info.DriverStatus ?? []).some(([key, value]) => key === 'driver-type' && value.startsWith('io.containerd.snapshotter')),
		kernel: info.KernelVersion,
		operatingSystem: info.OperatingSystem,
		rootless: hasOption(securityOptions, 'rootless'),
		usernsRemapped: hasOption(securityOptions, 'userns'),
		securityOptions,
		isLocal: runsHere(engine, info),
	};
}

/** A socket here may lead into a virtual machine (Docker Desktop): only the machine's own name and kernel tell. */
export function runsHere(engine: Engine, info: {readonly Name: string; readonly KernelVersion: string}): boolean {
	return engine.host.startsWith('unix:') && info.Name === hostname() && info.KernelVersion === release();
}

/** An option is a name and perhaps more: "name=seccomp,profile=builtin". */
const hasOption = (options: readonly string[], name: string): boolean => options.some(option => option.split(',').includes(`name=${name}`));

/** As Go names it: "amd64". @throws SingleKubeError of translate-errors */
export async function engineArchitecture(engine: Engine): Promise<string> {
	const {Arch: architecture} = await engineCall('ask the engine for its version', engine.docker.version());
	return architecture;
}

/** The newest API version that it speaks: "1.41". @throws SingleKubeError of translate-errors */
export async function engineApiVersion(engine: Engine): Promise<string> {
	const {ApiVersion: version} = await engineCall('ask the engine for its version', engine.docker.version());
	return version;
}
