/** The engine's events as it writes them (Docker Engine API, SystemEvents), one JSON object a line. */
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

export type RawEvent = {
	readonly Action: string;
	/** Seconds since the epoch. */
	readonly time: number;
	readonly timeNano?: number;
	readonly Actor: {readonly ID?: string; readonly Attributes: Readonly<Record<string, string>>};
};

/** What every event says, in the units of this program. */
export type EventHead = {
	/** Milliseconds since the epoch, with fractions, by the engine's clock. */
	readonly at: number;
	/** `create`, `start`, `die`, `destroy`, …, without what an `exec_start` has after its colon. */
	readonly action: string;
	/** Of a `die`. */
	readonly exitCode: number | undefined;
};

/** Times in milliseconds since the epoch: `since` for what the engine remembers (its last few hundred events), `until` for an end. */
export type EventRange = {readonly since?: number; readonly until?: number};

/**
 * @param filters as the engine's API has them: `{type: ['container']}`
 * @returns events from now on; ends when the connection does. Resolves only when the engine has answered, so that nothing is missed after.
 * @throws SingleKubeError of translate-errors
 */
export async function rawEvents(engine: Engine, filters: Readonly<Record<string, readonly string[]>>, signal?: AbortSignal, {since, until}: EventRange = {}): Promise<AsyncIterable<RawEvent>> {
	const range = {...since === undefined ? {} : {since: seconds(since)}, ...until === undefined ? {} : {until: seconds(until)}};
	const stream = await engineCall('follow the events', engine.docker.getEvents({filters: JSON.stringify(filters) as never, ...range} as object)) as Readable;
	// Also before anybody reads: an engine that is gone by then would end the process.
	stream.on('error', () => stream.destroy());
	signal?.addEventListener('abort', () => stream.destroy(), {once: true});
	return parse(stream);
}

/** Pure. */
export function eventHead({Action, time, timeNano, Actor: {Attributes}}: RawEvent): EventHead {
	const exitCode = Attributes['exitCode'];
	return {
		at: timeNano === undefined ? time * 1000 : timeNano / 1e6,
		action: Action.split(':')[0]!,
		exitCode: exitCode === undefined ? undefined : Number(exitCode),
	};
}

async function * parse(stream: Readable): AsyncGenerator<RawEvent> {
	for await (const line of createInterface({input: stream})) {
		yield JSON.parse(line) as RawEvent;
	}
}

function seconds(milliseconds: number): string {
	return (milliseconds / 1000).toFixed(3);
}
