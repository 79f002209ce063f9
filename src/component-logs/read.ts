/** The log of one component, over all its starts, as far as it is there: see follow.ts for what comes. */
import type {Engine} from '../engine/engine.ts';
import {containerState} from '../engine/inspect.ts';
import {logLines} from '../engine/logs.ts';
import {type LogLine, parseLine} from './line.ts';

export type LogWish = {
	/** Milliseconds since the epoch. */
	readonly since?: number;
	/** Only so many of the last lines that are there. */
	readonly tail?: number;
	/** What it said before it was started last. */
	readonly previous?: boolean;
	readonly signal: AbortSignal;
};

export type LoggedComponent = {readonly component: string; readonly container: string};

/** What there is, once. @throws SingleKubeError ENGINE_CALL_FAILED when there is no container; the signal's reason */
export async function * readLog(engine: Engine, {component, container}: LoggedComponent, {since, tail, previous = false, signal}: LogWish): AsyncGenerator<LogLine> {
	// Not when it was started: a busy engine notes that time when the program has said its first lines.
	const {finishedAt, running} = previous ? await containerState(engine, container) : {finishedAt: 0, running: false};
	const end = previous && running ? new Date(finishedAt).toISOString() : undefined;
	const lines: LogLine[] = [];
	for await (const text of logLines(engine, container, {follow: false, timestamps: true, since, ...previous ? {} : {tail}, signal})) {
		const line = parseLine(component, text);
		if (end === undefined || line.time.slice(0, end.length - 1) <= end.slice(0, -1)) {
			lines.push(line);
		}
	}

	signal.throwIfAborted();
	yield * previous && tail !== undefined ? lines.slice(-tail) : lines;
}

