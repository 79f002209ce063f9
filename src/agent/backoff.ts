/** How long to wait before a component that keeps dying is started once more: 0, then 0.5 s doubling to 30 s. */

const first = 500;
const most = 30_000;
/** A component that lived this long, in milliseconds, has recovered. */
const settled = 15_000;

export class Backoff {
	readonly #deaths = new Map<string, {count: number; startedAt: number}>();

	/** It is about to be started at `now`. */
	started(component: string, now: number): void {
		const known = this.#deaths.get(component);
		const recovered = known === undefined || now - known.startedAt > settled + delayOf(known.count);
		this.#deaths.set(component, {count: recovered ? 1 : known.count + 1, startedAt: now});
	}

	/** When it may be started again, in milliseconds since the epoch; in the past when at once. */
	notBefore(component: string, now: number): number {
		const known = this.#deaths.get(component);
		if (known === undefined || now - known.startedAt > settled + delayOf(known.count)) {
			return 0;
		}

		return known.startedAt + delayOf(known.count);
	}
}

function delayOf(count: number): number {
	return count <= 1 ? 0 : Math.min(most, first * 2 ** (count - 2));
}
