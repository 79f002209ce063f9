/** Lets so many run at once; the others wait in the order in which they came. */
export class Slots {
	#free: number;
	readonly #waiting: Array<() => void> = [];

	constructor(count: number) {
		this.#free = count;
	}

	/** @returns what `work` returns @throws what it throws; its slot is free again either way */
	async use<T>(work: () => Promise<T>): Promise<T> {
		if (this.#free === 0) {
			await new Promise<void>(resolve => {
				this.#waiting.push(resolve);
			});
		} else {
			this.#free--;
		}

		try {
			return await work();
		} finally {
			const next = this.#waiting.shift();
			if (next) {
				next();
			} else {
				this.#free++;
			}
		}
	}
}
