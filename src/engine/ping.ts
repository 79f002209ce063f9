import {SingleKubeError} from '../errors.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

/**
 * Ask whether the engine answers.
 *
 * @throws SingleKubeError ENGINE_UNREACHABLE (also when the limit passes), ENGINE_PERMISSION; the signal's reason
 */
export async function pingEngine(engine: Engine, limitMs: number, signal: AbortSignal): Promise<void> {
	// Its types do not know that a ping takes options.
	const docker = engine.docker as {ping: (options: {abortSignal: AbortSignal}) => Promise<unknown>};
	const limit = AbortSignal.timeout(limitMs);
	const where = `the engine at ${engine.host} (${engine.origin})`;
	try {
		await engineCall(`reach ${where}`, docker.ping({abortSignal: AbortSignal.any([signal, limit])}));
	} catch (error) {
		signal.throwIfAborted();
		if (limit.aborted) {
			throw new SingleKubeError('ENGINE_UNREACHABLE', `${where} did not answer within ${limitMs / 1000} s`, {
				hint: 'See whether the engine is well: docker version', cause: error,
			});
		}

		// Whatever answers there but does not speak Docker's protocol is no engine either.
		if (error instanceof SingleKubeError && error.code === 'ENGINE_CALL_FAILED') {
			throw new SingleKubeError('ENGINE_UNREACHABLE', error.message, {seen: error.seen, hint: 'See what answers there: docker version', cause: error.cause});
		}

		throw error;
	}
}
