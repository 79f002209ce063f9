/** A limit for a wait: the caller's signal and a time joined into one, that says which of them came. */

export type Deadline = {
	readonly signal: AbortSignal;
	/** True when the time, not the caller, ended the wait. */
	readonly passed: () => boolean;
};

/** @param seconds how long the wait may take */
export function deadline(seconds: number, signal?: AbortSignal): Deadline {
	const time = AbortSignal.timeout(seconds * 1000);
	return {
		signal: signal ? AbortSignal.any([signal, time]) : time,
		passed: () => time.aborted && !(signal?.aborted ?? false),
	};
}
