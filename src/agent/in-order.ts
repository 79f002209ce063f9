/** Work that is done one after another for each name, and at the same time for different ones. */
export class InOrder {
	readonly #last = new Map<string, Promise<void>>();
	readonly #failed: (error: unknown) => void;

	/** @param failed told of each failure; what was begun later for the same name is not done then */
	constructor(failed: (error: unknown) => void) {
		this.#failed = failed;
	}

	begin(name: string, work: () => Promise<void>): void {
		const done = (this.#last.get(name) ?? Promise.resolve()).then(work);
		this.#last.set(name, done);
		done.catch(this.#failed);
	}
}
