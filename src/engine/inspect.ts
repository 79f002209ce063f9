/** What the engine says of one container. */
import type {Engine} from './engine.ts';
import {engineCall, findCall} from './translate-errors.ts';

/** Times are milliseconds since the epoch, 0 for never; a container that runs still has the time when it last ended. */
export type ContainerDetails = {readonly startedAt: number; readonly finishedAt: number; /** A paused one runs, too. */ readonly running: boolean; readonly paused: boolean; readonly exitCode: number; /** The kernel ended it for its memory. */ readonly outOfMemory: boolean; readonly pid: number; readonly image: string; readonly labels: Readonly<Record<string, string>>};

/** @throws SingleKubeError ENGINE_CALL_FAILED when there is none */
export async function containerState(engine: Engine, container: string): Promise<ContainerDetails> {
	const {State, Config} = await engineCall(`inspect ${container}`, engine.docker.getContainer(container).inspect());
	return {
		startedAt: Math.max(0, Date.parse(State.StartedAt)), finishedAt: Math.max(0, Date.parse(State.FinishedAt)), running: State.Running, paused: State.Paused, exitCode: State.ExitCode, outOfMemory: State.OOMKilled, pid: State.Pid, image: Config.Image, labels: Config.Labels,
	};
}

/** What a container was made with. */
export type ContainerSettings = {
	readonly image: string;
	readonly command: readonly string[];
	/** The image's variables among them. */
	readonly environment: Readonly<Record<string, string>>;
	/** `source`: a volume's name, or a path of the engine's host. */
	readonly mounts: ReadonlyArray<{readonly kind: 'volume' | 'bind'; readonly source: string; readonly target: string; readonly readOnly: boolean}>;
};

/** @throws SingleKubeError ENGINE_CALL_FAILED when there is none */
export async function containerSettings(engine: Engine, container: string): Promise<ContainerSettings> {
	const {Config, Mounts} = await engineCall(`inspect ${container}`, engine.docker.getContainer(container).inspect());
	const words = (value: string | readonly string[] | null | undefined): readonly string[] => typeof value === 'string' ? [value] : value ?? [];
	return {
		image: Config.Image,
		command: [...words(Config.Entrypoint), ...words(Config.Cmd)],
		environment: Object.fromEntries(Config.Env.map(variable => [variable.slice(0, variable.indexOf('=')), variable.slice(variable.indexOf('=') + 1)])),
		mounts: Mounts.map(({Type, Name, Source, Destination, RW}) => Type === 'volume'
			? {kind: 'volume' as const, source: Name ?? '', target: Destination, readOnly: !RW}
			: {kind: 'bind' as const, source: Source, target: Destination, readOnly: !RW}).sort((a, b) => a.target < b.target ? -1 : 1),
	};
}

export async function containerExists(engine: Engine, container: string): Promise<boolean> {
	return await findCall(`inspect ${container}`, engine.docker.getContainer(container).inspect()) !== undefined;
}

/** The port of the engine's host at which a container's TCP port is published, running or not; undefined when it is not. */
export async function publishedPort(engine: Engine, container: string, port: number): Promise<number | undefined> {
	const found = await findCall(`inspect ${container}`, engine.docker.getContainer(container).inspect());
	const bindings = (found?.HostConfig.PortBindings ?? {}) as Record<string, Array<{HostPort: string}> | undefined>;
	const hostPort = bindings[`${port}/tcp`]?.[0]?.HostPort;
	return hostPort === undefined ? undefined : Number(hostPort);
}
