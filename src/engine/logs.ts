/** A container's log: its last lines, and its lines as they come. */
import {PassThrough} from 'node:stream';
import {demultiplexText} from './demultiplex.ts';
import type {Engine} from './engine.ts';
import {framedLines} from './framed-lines.ts';
import {engineCall, findCall} from './translate-errors.ts';

/**
 * @param since milliseconds since the epoch; earlier lines are left out
 * @returns the last `count` lines of both streams; empty when there is no such container
 */
export async function logTail(engine: Engine, container: string, count: number, since = 0): Promise<string[]> {
	const log = await findCall(`read the log of ${container}`, engine.docker.getContainer(container).logs({stdout: true, stderr: true, tail: count, follow: false, since: Math.max(0, since / 1000)}));
	if (!log) {
		return [];
	}

	return demultiplexText(log as unknown as Buffer).split('\n').filter(line => line.trim() !== '').slice(-count);
}

export type LogOptions = {
	/** Milliseconds since the epoch; earlier lines are left out. */
	readonly since?: number;
	readonly tail?: number;
	readonly follow?: boolean;
	readonly timestamps?: boolean;
	readonly signal?: AbortSignal;
};

/** Lines of a container's log as they come; ends when the container does (with `follow`) or when the signal says so. */
export async function * logLines(engine: Engine, container: string, options: LogOptions = {}): AsyncGenerator<string> {
	const request = {
		stdout: true, stderr: true, follow: true as const, timestamps: options.timestamps ?? false,
		since: options.since === undefined ? 0 : options.since / 1000,
		...(options.tail === undefined ? {} : {tail: options.tail}),
	};
	const handle = engine.docker.getContainer(container);
	const raw = options.follow ?? true
		? await engineCall(`follow the log of ${container}`, handle.logs(request))
		: PassThrough.from([await engineCall(`read the log of ${container}`, handle.logs({...request, follow: false}))]) as unknown as NodeJS.ReadableStream;
	yield * framedLines(raw, options.signal === undefined ? {} : {signal: options.signal});
}
