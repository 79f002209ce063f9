/** The engine's events of one cluster's containers, as they come. */
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

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
export type SeenEvent = ContainerEvent & {
	/** Milliseconds since the epoch, by the engine's clock. */
	readonly at: number;
	/** Of a `die`. */
	readonly exitCode: number | undefined;
};

/** Times in milliseconds since the epoch: `since` for what the engine remembers, `until` for an end. */
export type EventRange = {readonly since?: number; readonly until?: number};

/** @returns events from now on; ends when the connection does. Resolves only when the engine has answered, so that nothing is missed after. */
export async function containerEvents(engine: Engine, cluster: string, signal?: AbortSignal, {since, until}: EventRange = {}): Promise<AsyncIterable<SeenEvent>> {
	const filters = {type: ['container'], label: [`${labels.cluster}=${cluster}`]};
	const range = {...since === undefined ? {} : {since: (since / 1000).toFixed(3)}, ...until === undefined ? {} : {until: (until / 1000).toFixed(3)}};
	const stream = await engineCall('follow the events', engine.docker.getEvents({filters: JSON.stringify(filters) as never, ...range} as object)) as Readable;
	signal?.addEventListener('abort', () => stream.destroy(), {once: true});
	return parse(stream);
}

/** @param prefix of their names, since an event of a volume has no labels @returns the name of each volume that is made or removed from now on; ends when the connection does */
export async function volumeEvents(engine: Engine, prefix: string, signal?: AbortSignal): Promise<AsyncIterable<string>> {
	const stream = await engineCall('follow the events', engine.docker.getEvents({filters: JSON.stringify({type: ['volume'], event: ['create', 'destroy']}) as never})) as Readable;
	signal?.addEventListener('abort', () => stream.destroy(), {once: true});
	return namesIn(stream, prefix);
}

async function * namesIn(stream: Readable, prefix: string): AsyncGenerator<string> {
	stream.on('error', () => stream.destroy());
	for await (const line of createInterface({input: stream})) {
		const {Actor: {ID: name = ''}} = JSON.parse(line) as RawEvent;
		if (name.startsWith(prefix)) {
			yield name;
		}
	}
}

type RawEvent = {readonly Action: string; readonly time: number; readonly timeNano?: number; readonly Actor: {readonly ID?: string; readonly Attributes: Readonly<Record<string, string>>}};

async function * parse(stream: Readable): AsyncGenerator<SeenEvent> {
	stream.on('error', () => stream.destroy());
	for await (const line of createInterface({input: stream})) {
		const {Action, time, timeNano, Actor: {Attributes}} = JSON.parse(line) as RawEvent;
		yield {
			action: Action.split(':')[0]!,
			name: Attributes['name'] ?? '',
			component: Attributes[labels.component] ?? '',
			node: Attributes[labels.node],
			at: timeNano === undefined ? time * 1000 : timeNano / 1e6,
			exitCode: Attributes['exitCode'] === undefined ? undefined : Number(Attributes['exitCode']),
			killedBy: Attributes['signal'] === undefined ? undefined : Number(Attributes['signal']),
		};
	}
}
