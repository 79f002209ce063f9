/**
 * Wait for work that does not end at once when it is told to: not every call to an engine can be ended. What nobody waits
 * for any more ends by itself, and whether it fails then is nobody's concern.
 *
 * @returns what `work` returns @throws what it throws; the signal's reason as soon as it comes
 */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	work.catch(() => undefined);
	signal.throwIfAborted();
	const {promise: aborted, reject} = Promise.withResolvers<never>();
	const stop = (): void => {
		reject(signal.reason);
	};

	signal.addEventListener('abort', stop, {once: true});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
