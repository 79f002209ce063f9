/** Ready when the container's log, since its last start, has a line with a certain text: pushed, never polled. */
import {containerState} from '../engine/inspect.ts';
import type {Engine} from '../engine/engine.ts';
import {logLines} from '../engine/logs.ts';

/** @returns true when the line came, false when the log ended without it; throws the signal's reason on abort */
export async function probeLog(engine: Engine, container: string, text: string, signal: AbortSignal): Promise<boolean> {
	// Not since it was started: a busy engine notes that time when the program has said its first lines (measured: 6 to 50 ms).
	const {finishedAt} = await containerState(engine, container);
	for await (const line of logLines(engine, container, {since: finishedAt, follow: true, signal})) {
		if (line.includes(text)) {
			return true;
		}
	}

	signal.throwIfAborted();
	return false;
}
