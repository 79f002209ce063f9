import {setTimeout as sleep} from 'node:timers/promises';
import {isPassing} from '../api/api-request-error.ts';
import {messageOf} from '../errors.ts';

export type WorkLoop = {
	/** Something changed: work, once what is being worked at is done. */
	readonly wake: () => void;
};

export type WorkLoopOptions = {
	/** What it is called in the log. */
	readonly name: string;
	/** @returns after how many milliseconds it wants to be called again without a change; undefined for never */
	readonly work: (signal: AbortSignal) => Promise<number | undefined>;
	readonly log: (line: string) => void;
	readonly signal: AbortSignal;
	/** Milliseconds after a failure, doubled with each one that follows. */
	readonly firstPause?: number;
	readonly longestPause?: number;
};

/**
 * Calls `work` after each change, never twice at once: a burst of changes is one call. After a failure it tries again,
 * later each time; the apiserver being away is no news, everything else is logged.
 */
export function workLoop({name, work, log, signal, firstPause = 250, longestPause = 30_000}: WorkLoopOptions): WorkLoop {
	let wanted = false;
	let busy = false;
	let pause = firstPause;
	let alarm = new AbortController();

	const run = async (): Promise<void> => {
		busy = true;
		while (wanted && !signal.aborted) {
			wanted = false;
			// What was planned for later is done by this.
			alarm.abort();
			alarm = new AbortController();
			try {
				const again = await work(signal);
				pause = firstPause;
				if (again !== undefined) {
					wakeLater(again);
				}
			} catch (error) {
				if (!signal.aborted) {
					if (!isPassing(error)) {
						log(`${name}: ${messageOf(error)}; trying again in ${pause / 1000} s`);
					}

					wakeLater(pause);
					pause = Math.min(pause * 2, longestPause);
				}
			}
		}

		busy = false;
	};

	const wake = (): void => {
		wanted = true;
		if (!busy) {
			void run();
		}
	};

	const wakeLater = (milliseconds: number): void => {
		sleep(milliseconds, undefined, {signal: AbortSignal.any([signal, alarm.signal])}).then(wake, () => undefined);
	};

	return {wake};
}
