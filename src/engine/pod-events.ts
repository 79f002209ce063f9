/** The engine's events of the containers of pods, as they come. */
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {type EventHead, eventHead, type RawEvent, rawEvents} from './raw-events.ts';

export type PodEvent = EventHead & {
	/** Of the pod. */
	readonly uid: string;
	/** Its name in the pod; `POD` is the sandbox. */
	readonly container: string;
};

/**
 * @param since milliseconds since the epoch: the engine remembers its last few hundred events
 * @returns events of one namespace's pods; ends when the connection does. Resolves when the engine has answered, so that nothing is missed after
 * @throws SingleKubeError of translate-errors
 */
export async function podEvents(engine: Engine, cluster: string, namespace: string | undefined, since: number, signal: AbortSignal): Promise<AsyncIterable<PodEvent>> {
	const filters = {type: ['container'], label: [`${labels.cluster}=${cluster}`, `io.kubernetes.pod.namespace${namespace === undefined ? '' : `=${namespace}`}`]};
	return parse(await rawEvents(engine, filters, signal, {since}));
}

async function * parse(events: AsyncIterable<RawEvent>): AsyncGenerator<PodEvent> {
	for await (const event of events) {
		yield podEventOf(event);
	}
}

/** Pure. */
export function podEventOf(event: RawEvent): PodEvent {
	const {Attributes} = event.Actor;
	return {...eventHead(event), uid: Attributes['io.kubernetes.pod.uid'] ?? '', container: Attributes['io.kubernetes.container.name'] ?? ''};
}
