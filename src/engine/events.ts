/** The engine's events of one cluster's containers and volumes, as they come. */
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {type EventHead, eventHead, type EventRange, type RawEvent, rawEvents} from './raw-events.ts';

export type ContainerEvent = {
	/** `create`, `start`, `kill`, `die`, `stop`, `pause`, `destroy`, … */
	readonly action: string;
	readonly name: string;
	/** The component label: `etcd`, `pod`, `lock`. */
	readonly component: string;
	readonly node: string | undefined;
	/** The signal's number, of a `kill`. */
	readonly killedBy: number | undefined;
};

/** One that was seen, with when that was. */
export type SeenEvent = ContainerEvent & EventHead;

/** @returns events from now on; ends when the connection does. Resolves only when the engine has answered, so that nothing is missed after. */
export async function containerEvents(engine: Engine, cluster: string, signal?: AbortSignal, range: EventRange = {}): Promise<AsyncIterable<SeenEvent>> {
	return parse(await rawEvents(engine, {type: ['container'], label: [`${labels.cluster}=${cluster}`]}, signal, range));
}

/** @param prefix of their names, since an event of a volume has no labels @returns the name of each volume that is made or removed from now on; ends when the connection does */
export async function volumeEvents(engine: Engine, prefix: string, signal?: AbortSignal): Promise<AsyncIterable<string>> {
	return namesIn(await rawEvents(engine, {type: ['volume'], event: ['create', 'destroy']}, signal), prefix);
}

async function * namesIn(events: AsyncIterable<RawEvent>, prefix: string): AsyncGenerator<string> {
	for await (const {Actor: {ID: name = ''}} of events) {
		if (name.startsWith(prefix)) {
			yield name;
		}
	}
}

async function * parse(events: AsyncIterable<RawEvent>): AsyncGenerator<SeenEvent> {
	for await (const event of events) {
		const {Attributes} = event.Actor;
		yield {
			...eventHead(event),
			name: Attributes['name'] ?? '',
			component: Attributes[labels.component] ?? '',
			node: Attributes[labels.node],
			killedBy: Attributes['signal'] === undefined ? undefined : Number(Attributes['signal']),
		};
	}
}
