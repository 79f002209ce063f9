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
