/** Lets so many run at once; of those that wait, the one with the highest rank goes first, then the one that came first. */
export class Slots {
	#free: number;
	readonly #waiting: Array<{readonly rank: number; readonly go: () => void}> = [];

	constructor(count: number) {
		this.#free = count;
	}

	/** @returns what `work` returns @throws what it throws; its slot is free again either way */
	async use<T>(work: () => Promise<T>, rank = 0): Promise<T> {
		if (this.#free > 0) {
			this.#free--;
		} else {
			await new Promise<void>(go => {
				this.#waiting.push({rank, go});
			});
		}

		try {
			return await work();
		} finally {
			this.#release();
		}
	}

	#release(): void {
		const [next] = [...this.#waiting].sort((a, b) => b.rank - a.rank);
		if (next) {
			this.#waiting.splice(this.#waiting.indexOf(next), 1);
			next.go();
		} else {
			this.#free++;
		}
	}
}
