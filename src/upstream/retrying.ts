/** Try again what may pass: with longer and longer pauses, never for ever. */
import {setTimeout as sleep} from 'node:timers/promises';
import {FailedAttempt} from './failed-attempt.ts';

/** Milliseconds unless it says something else. */
export type Patience = {
	/** In a row, without anything new. */
	readonly attempts: number;
	/** The pause after the first attempt; each further one is twice as long. */
	readonly firstPause: number;
	/** Neither a pause nor what a server asks for with Retry-After is longer. */
	readonly longestPause: number;
	/** How long a server may send nothing. */
	readonly stall: number;
	/** How long another process may take for the same file. */
	readonly otherProcess: number;
	readonly pause: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
};

export const defaultPatience: Patience = {
	attempts: 5,
	firstPause: 500,
	longestPause: 60_000,
	stall: 30_000,
	otherProcess: 30 * 60_000,
	pause: async (ms, signal) => sleep(ms, undefined, {signal}).catch((error: unknown) => {
		throw signal?.aborted ? signal.reason : error;
	}),
};

/**
 * @param attempt tells by `progressed` that it brought something worth counting the attempts anew
 * @throws the last FailedAttempt; whatever else the work throws, at once; the signal's reason
 */
export async function retrying<T>(attempt: (progressed: () => void) => Promise<T>, patience: Patience, signal?: AbortSignal): Promise<T> {
	let failed = 0;
	while (true) {
		signal?.throwIfAborted();
		try {
			return await attempt(() => {
				failed = 0;
			});
		} catch (error) {
			failed++;
			if (!(error instanceof FailedAttempt) || error.final || failed >= patience.attempts) {
				throw error;
			}

			await patience.pause(Math.min(patience.longestPause, error.retryAfterMs ?? patience.firstPause * 2 ** (failed - 1)), signal);
		}
	}
}
