/** Do to a component what was asked for: by the engine's own calls, so that the supervisor takes it as a person's wish. */
import {killContainer, pauseContainer, startContainer, stopContainer, unpauseContainer} from '../../engine/containers.ts';
import type {Engine} from '../../engine/engine.ts';
import type {ComponentDeed} from '../deeds/component.ts';

/** Seconds until a component that is asked to end is killed: the engine's own. */
const grace = 10;

/** @throws SingleKubeError of translate-errors */
export async function performComponentDeed(engine: Engine, {verb, container}: ComponentDeed): Promise<void> {
	switch (verb) {
		case 'start': {
			return startContainer(engine, container);
		}

		case 'stop': {
			return stopContainer(engine, container, grace);
		}

		case 'restart': {
			await stopContainer(engine, container, grace);
			return startContainer(engine, container);
		}

		case 'kill': {
			return killContainer(engine, container);
		}

		case 'pause': {
			return pauseContainer(engine, container);
		}

		case 'unpause': {
			return unpauseContainer(engine, container);
		}
	}
}
