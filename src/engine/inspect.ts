/** What the engine says of one container. */
import type {Engine} from './engine.ts';
import {engineCall, findCall} from './translate-errors.ts';

export type ContainerDetails = {readonly startedAt: number; readonly running: boolean; readonly pid: number; readonly image: string; readonly labels: Readonly<Record<string, string>>};

/** @throws SingleKubeError ENGINE_CALL_FAILED when there is none */
export async function containerState(engine: Engine, container: string): Promise<ContainerDetails> {
	const {State, Config} = await engineCall(`inspect ${container}`, engine.docker.getContainer(container).inspect());
	return {
		startedAt: Math.max(0, Date.parse(State.StartedAt)), running: State.Running, pid: State.Pid, image: Config.Image, labels: Config.Labels,
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
