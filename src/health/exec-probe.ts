/** Ready when a command, run in another container, exits 0. The commands wait by themselves, so few runs are needed. */
import {setTimeout as sleep} from 'node:timers/promises';
import {execInContainer} from '../engine/exec.ts';
import type {Engine} from '../engine/engine.ts';
import {messageOf} from '../errors.ts';

/** Between two runs of a command that failed, in milliseconds. */
const pause = 100;

/**
 * @param failed called with what the command said each time it did not exit 0
 * @throws the signal's reason on abort
 */
export async function probeExec(engine: Engine, container: string, command: readonly string[], signal: AbortSignal, failed: (message: string) => void): Promise<void> {
	while (true) {
		signal.throwIfAborted();
		try {
			const {exitCode, stdout, stderr} = await execInContainer(engine, container, command, signal);
			if (exitCode === 0) {
				return;
			}

			failed(`${command.join(' ')} exited ${exitCode}: ${(stderr || stdout).trim().slice(-300)}`);
		} catch (error) {
			signal.throwIfAborted();
			failed(messageOf(error));
		}

		await sleep(pause, undefined, {signal});
	}
}
