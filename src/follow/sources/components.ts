/** How the cluster's own components are: looked at again after each event of the engine. */
import type {Engine} from '../../engine/engine.ts';
import {containerEvents} from '../../engine/events.ts';
import {observe, podComponent} from '../../engine/observe.ts';
import {stateInWords} from '../../faults/words.ts';
import type {Observed} from '../../plan/observed.ts';
import type {ComponentView} from '../observation.ts';

/** What changes a container's state; execs and the like do not. */
const telling = new Set(['create', 'start', 'die', 'stop', 'pause', 'unpause', 'destroy']);

/** Follow until the signal says so, or the engine ends its events. @throws SingleKubeError of the engine */
export async function followComponents(engine: Engine, cluster: string, tell: (components: readonly ComponentView[]) => void, signal: AbortSignal): Promise<void> {
	const events = await containerEvents(engine, cluster, signal);
	tell(componentViews(await observe(engine, cluster)));
	for await (const {component, action} of events) {
		if (component !== podComponent && telling.has(action)) {
			tell(componentViews(await observe(engine, cluster)));
		}
	}
}

/** A component has its faults in words, `paused by a fault`, so that nobody looks for another reason. */
export function componentViews({containers, held, faults = []}: Pick<Observed, 'containers' | 'held' | 'faults'>): ComponentView[] {
	return containers.filter(({component}) => !component.startsWith('node-prepare')).map(({component: id, state}) => {
		const own = faults.filter(({component}) => component === id);
		return {id, state, held: held.includes(id), ...own.length > 0 ? {fault: `${own.map(fault => stateInWords(fault)).join(', ')} by a fault`} : {}};
	});
}
