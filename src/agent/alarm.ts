import {setTimeout as sleep} from 'node:timers/promises';

/** A bell that is heard once, by whoever waits or waits next. */
export class Alarm {
	#rung = false;
	#heard: (() => void) | undefined;

	ring(): void {
		this.#rung = true;
		this.#heard?.();
	}

	/** Until it rings, but at most so many milliseconds. @throws the signal's reason */
	async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
		if (!this.#rung && milliseconds > 0) {
			const heard = new AbortController();
			this.#heard = () => {
				heard.abort();
			};

			await sleep(milliseconds, undefined, {signal: AbortSignal.any([signal, heard.signal])}).catch(() => undefined);
			this.#heard = undefined;
		}

		signal.throwIfAborted();
		this.#rung = false;
	}
}
