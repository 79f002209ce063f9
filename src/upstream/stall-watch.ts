/** Ends what gives no sign of life. */

export type StallWatch = {
	/** Aborted by the caller's signal, or when nothing came for too long. */
	readonly signal: AbortSignal;
	readonly refresh: () => void;
	readonly end: () => void;
};

/** @param stallMs how long nothing may come */
export function watchForStall(stallMs: number, signal: AbortSignal | undefined): StallWatch {
	const controller = new AbortController();
	const timer = setTimeout(() => {
		controller.abort(new Error(`nothing came for ${stallMs / 1000} s`));
	}, stallMs);
	return {
		signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
		refresh: () => {
			timer.refresh();
		},
		end: () => {
			clearTimeout(timer);
		},
	};
}
