/** Hand on what comes in bursts a few times a second at most. */

export type Batch<T> = {
	readonly add: (value: T) => void;
	/** Hand on what waits, now. */
	readonly end: () => void;
};

/** @param milliseconds between two hand-overs @param kept how many values wait at most; the oldest go first, and are counted as missed */
export function batch<T>(milliseconds: number, kept: number, handOn: (values: readonly T[], missed: number) => void): Batch<T> {
	let waiting: T[] = [];
	let missed = 0;
	let timer: NodeJS.Timeout | undefined;
	const flush = (): void => {
		clearTimeout(timer);
		timer = undefined;
		if (waiting.length > 0) {
			const values = waiting.slice(-kept);
			missed += waiting.length - values.length;
			waiting = [];
			handOn(values, missed);
			missed = 0;
		}
	};

	return {
		add(value) {
			waiting.push(value);
			// Let go of the oldest now and then, not with each one that comes.
			if (waiting.length > kept * 2) {
				missed += waiting.length - kept;
				waiting = waiting.slice(-kept);
			}

			timer ??= setTimeout(flush, milliseconds);
		},
		end: flush,
	};
}
