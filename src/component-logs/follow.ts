/** Logs as they grow: of one component or many, over every restart and replacement of their containers. */
import type {Engine} from '../engine/engine.ts';
import {containerEvents} from '../engine/events.ts';
import {containerExists} from '../engine/inspect.ts';
import {logLines} from '../engine/logs.ts';
import {type LogLine, parseLine} from './line.ts';
import type {LoggedComponent, LogWish} from './read.ts';
import {Starts} from './starts.ts';

export type FollowedLogs = {
	readonly line: (line: LogLine) => void;
	/** Told that a component does not run, so that a person knows why nothing comes. */
	readonly away: (component: string) => void;
};

/**
 * Hands over what there is, and what comes, until the signal says so: the end of a container is not the end of this.
 *
 * @throws the signal's reason; those of the engine
 */
export async function followLogs(engine: Engine, cluster: string, components: readonly LoggedComponent[], wish: Omit<LogWish, 'previous'>, to: FollowedLogs): Promise<never> {
	const ended = new AbortController();
	const signal = AbortSignal.any([wish.signal, ended.signal]);
	const starts = new Starts(await containerEvents(engine, cluster, signal));
	try {
		return await Promise.race(components.map(async component => followOne(engine, component, {...wish, signal}, starts, to)));
	} finally {
		ended.abort();
	}
}

async function followOne(engine: Engine, {component, container}: LoggedComponent, {since, tail, signal}: Omit<LogWish, 'previous'>, starts: Starts, to: FollowedLogs): Promise<never> {
	let last = '';
	for (let first = true; ; first = false) {
		const seen = starts.of(container);
		if (await containerExists(engine, container)) {
			const from = last === '' ? since : Date.parse(last);
			for await (const text of logLines(engine, container, {follow: true, timestamps: true, since: from, ...first ? {tail} : {}, signal})) {
				const line = parseLine(component, text);
				// The engine is asked by the millisecond: what was in the same one came already.
				if (line.time > last) {
					last = line.time;
					to.line(line);
				}
			}
		}

		signal.throwIfAborted();
		if (starts.of(container) <= seen) {
			to.away(component);
			await starts.after(container, seen, signal);
		}
	}
}
