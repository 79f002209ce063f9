/** Containers: one function an engine call, named as the call is. */
import {setTimeout as sleep} from 'node:timers/promises';
import type Docker from 'dockerode';
import {bindOf} from '../plan/bind.ts';
import type {ContainerSpec} from '../plan/topology.ts';
import {SingleKubeError} from '../errors.ts';
import type {Engine} from './engine.ts';
import {engineApiVersion} from './info.ts';
import {namesInterface, type SplitSysctls, splitSysctls} from './interface-sysctls.ts';
import {engineCall, idempotentCall} from './translate-errors.ts';
import {withoutUnavailable} from './unavailable-capability.ts';

/**
 * @returns the new container's id
 * @throws SingleKubeError of translate-errors
 */
export async function createContainer(engine: Engine, spec: ContainerSpec, network: string): Promise<string> {
	const sysctls = await sysctlsFor(engine, spec);
	try {
		const container = await engineCall(`create the container ${spec.name}`, engine.docker.createContainer(createOptions(spec, network, sysctls)));
		return container.id;
	} catch (error) {
		const capDrop = error instanceof SingleKubeError ? withoutUnavailable(spec.capDrop, error.seen.join('\n')) : undefined;
		if (!capDrop) {
			throw error;
		}

		return createContainer(engine, {...spec, capDrop}, network);
	}
}

/**
 * Which of the capabilities that a container is to drop its engine refuses to drop, as the machine lacks them.
 *
 * @param spec of a container that is made for the question alone
 */
export async function unavailableCapabilities(engine: Engine, spec: ContainerSpec): Promise<string[]> {
	const id = await createContainer(engine, spec, '');
	try {
		const {HostConfig} = await engineCall(`inspect ${spec.name}`, engine.docker.getContainer(id).inspect());
		const kept = (HostConfig.CapDrop ?? []) as string[];
		return spec.capDrop.filter(capability => !kept.some(other => other.replace(/^CAP_/, '') === capability));
	} finally {
		await removeContainer(engine, id);
	}
}

export async function startContainer(engine: Engine, name: string): Promise<void> {
	await idempotentCall(`start the container ${name}`, engine.docker.getContainer(name).start());
}

/** SIGTERM, then SIGKILL after `graceSeconds`. A container that is gone counts as stopped. */
export async function stopContainer(engine: Engine, name: string, graceSeconds: number): Promise<void> {
	await idempotentCall(`stop the container ${name}`, engine.docker.getContainer(name).stop({t: graceSeconds}), [304, 404]);
}

/** @param signal `SIGKILL` by default; the engine's 409 says that it does not run */
export async function killContainer(engine: Engine, name: string, signal = 'SIGKILL'): Promise<void> {
	await idempotentCall(`send ${signal} to the container ${name}`, engine.docker.getContainer(name).kill({signal}), [404, 409]);
}

/** With its anonymous volumes, running or not; 409 says that somebody else is removing it. */
export async function removeContainer(engine: Engine, name: string): Promise<void> {
	await idempotentCall(`remove the container ${name}`, engine.docker.getContainer(name).remove({force: true, v: true}), [404, 409]);
}

/** How often a pause that the kernel could not bring about is tried, and how many milliseconds apart. */
const freezes = {attempts: 10, pause: 300};

/**
 * One that is gone, or does not run, or is paused already, needs no pause: the engine's 404 and 409. On a busy machine the
 * kernel may not freeze all of a container's threads in time; runc then gives up ("unable to freeze") and thaws it again.
 */
export async function pauseContainer(engine: Engine, name: string): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			await idempotentCall(`pause the container ${name}`, engine.docker.getContainer(name).pause(), [304, 404, 409]);
			return;
		} catch (error) {
			if (attempt === freezes.attempts || !(error instanceof SingleKubeError && error.seen.join('\n').includes('unable to freeze'))) {
				throw error;
			}

			await sleep(freezes.pause);
		}
	}
}

export async function unpauseContainer(engine: Engine, name: string): Promise<void> {
	await idempotentCall(`unpause the container ${name}`, engine.docker.getContainer(name).unpause(), [304, 404, 409]);
}

/** Wait until it does not run. @returns its exit code */
export async function waitContainer(engine: Engine, name: string, signal?: AbortSignal): Promise<number> {
	const {StatusCode} = await engineCall(`wait for the container ${name}`,
		engine.docker.getContainer(name).wait({condition: 'not-running', abortSignal: signal})) as {StatusCode: number};
	return StatusCode;
}

/** Like createContainer, for one that reads its input once and is removed when it ends. @throws SingleKubeError of translate-errors */
export async function createAttached(engine: Engine, spec: ContainerSpec): Promise<void> {
	const options = createOptions(spec, '', {container: spec.sysctls, driverOptions: {}});
	await engineCall(`create the container ${spec.name}`, engine.docker.createContainer({
		...options, OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true, AttachStderr: true, HostConfig: {...options.HostConfig, AutoRemove: true},
	}));
}

/** Only a container with sysctls of its interface costs the question for the engine's version. */
async function sysctlsFor(engine: Engine, {sysctls}: ContainerSpec): Promise<SplitSysctls> {
	return namesInterface(sysctls) ? splitSysctls(sysctls, await engineApiVersion(engine)) : {container: sysctls, driverOptions: {}};
}

function createOptions(spec: ContainerSpec, network: string, sysctls: SplitSysctls): Docker.ContainerCreateOptions {
	// The CLI's word for lifting the masks of /proc and /sys; the API takes the lists themselves.
	const unmasked = spec.securityOptions.includes('systempaths=unconfined');
	return {
		name: spec.name,
		Image: spec.image,
		Hostname: spec.hostname,
		User: spec.user,
		...spec.entrypoint === undefined ? {} : {Entrypoint: [...spec.entrypoint]},
		Cmd: [...spec.command],
		Env: Object.entries(spec.environment).map(([key, value]) => `${key}=${value}`),
		WorkingDir: spec.workingDirectory,
		Labels: {...spec.labels},
		ExposedPorts: Object.fromEntries(spec.ports.map(port => [`${port.containerPort}/${port.protocol}`, {}])),
		HostConfig: {
			NetworkMode: networkMode(spec, network),
			PidMode: spec.hostPid ? 'host' : '',
			CapAdd: [...spec.capAdd],
			CapDrop: [...spec.capDrop],
			SecurityOpt: spec.securityOptions.filter(option => option !== 'systempaths=unconfined'),
			...(unmasked ? {MaskedPaths: [], ReadonlyPaths: []} : {}),
			DeviceCgroupRules: [...spec.deviceCgroupRules],
			Devices: spec.devices.map(device => {
				const [host, inside = host] = device.split(':');
				return {PathOnHost: host!, PathInContainer: inside!, CgroupPermissions: 'rwm'};
			}),
			Sysctls: {...sysctls.container},
			Binds: spec.mounts.map(bindOf),
			PortBindings: Object.fromEntries(spec.ports.map(port =>
				[`${port.containerPort}/${port.protocol}`, [{HostIp: port.hostAddress, HostPort: String(port.hostPort)}]])),
			RestartPolicy: {Name: spec.restart},
			Init: spec.init || undefined,
			LogConfig: {Type: 'json-file', Config: {'max-size': '10m', 'max-file': '2'}},
			// v2 engines give each container a cgroup namespace of its own; what works on the host's groups needs the host's.
			...(spec.hostPid ? {CgroupnsMode: 'host'} : {}),
		},
		NetworkingConfig: spec.network.kind === 'cluster'
			? {EndpointsConfig: {[network]: {
				IPAMConfig: spec.network.address === undefined ? undefined : {IPv4Address: spec.network.address}, Aliases: [...spec.network.aliases], DriverOpts: {...sysctls.driverOptions},
			}}}
			: undefined,
	} as Docker.ContainerCreateOptions;
}

function networkMode(spec: ContainerSpec, network: string): string {
	switch (spec.network.kind) {
		case 'cluster': {
			return network;
		}

		case 'joins': {
			return `container:${spec.network.container}`;
		}

		case 'host':
		case 'none': {
			return spec.network.kind;
		}
	}
}
