/** Counts the bytes of a pull over all of its layers from what the engine reports of each. Pure. */

/** A line of the answer to a pull (Docker Engine API, ImageCreate). */
export type PullMessage = {
	readonly id?: string; readonly status?: string; readonly error?: string; readonly errorDetail?: {readonly message?: string};
	readonly progressDetail?: {readonly current?: number; readonly total?: number};
};

/** `total` is undefined until the size of each layer is known. */
export type PullProgress = {readonly bytes: number; readonly total: number | undefined};

type Layer = {current: number; total: number | undefined; complete: boolean};

export class PulledBytes {
	readonly #layers = new Map<string, Layer>();

	/** @returns how far the pull is after this line */
	add({id, status = '', progressDetail}: PullMessage): PullProgress {
		// The first line has the tag or the digest for an id, and a layer that is there already has nothing to come.
		if (id !== undefined && isAboutLayer(status)) {
			const layer = this.#layers.get(id) ?? {current: 0, total: undefined, complete: false};
			this.#layers.set(id, layer);
			if (status === 'Downloading') {
				layer.current = progressDetail?.current ?? layer.current;
				// Some registries do not say how long a layer is; the engine then says -1 or nothing.
				layer.total = (progressDetail?.total ?? 0) > 0 ? progressDetail!.total : layer.total;
			} else if (isComplete(status)) {
				layer.complete = true;
				layer.current = layer.total ?? layer.current;
			}
		}

		const layers = [...this.#layers.values()];
		const known = layers.length > 0 && layers.every(({total, complete}) => total !== undefined || complete);
		return {
			bytes: layers.reduce((sum, {current}) => sum + current, 0),
			total: known ? layers.reduce((sum, {total, current}) => sum + (total ?? current), 0) : undefined,
		};
	}
}

const isComplete = (status: string): boolean => ['Verifying Checksum', 'Download complete', 'Extracting', 'Pull complete'].includes(status);
const isAboutLayer = (status: string): boolean => ['Pulling fs layer', 'Waiting', 'Downloading'].includes(status) || isComplete(status);
