import {setTimeout as sleep} from 'node:timers/promises';
import {messageOf} from '../../errors.ts';

/** Between two attempts, in milliseconds. */
const pause = 1000;

/**
 * Do work that should never end, and begin it again when it did: the engine or the apiserver may be gone for a while.
 *
 * @param work gets a signal of its own, so that all of its parts end with it
 * @param failed told why it ended
 * @returns when the signal says so
 */
export async function again(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal, failed: (message: string) => void): Promise<void> {
	while (!signal.aborted) {
		const part = new AbortController();
		try {
			await work(AbortSignal.any([signal, part.signal]));
		} catch (error) {
			if (!signal.aborted) {
				failed(messageOf(error));
			}
		} finally {
			part.abort();
		}

		await sleep(pause, undefined, {signal}).catch(() => undefined);
	}
}
