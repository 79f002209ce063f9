import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import {SingleKubeError} from '../errors.ts';
import type {EmbeddedPaths} from './paths.ts';

/**
 * Have `work` done while nobody else starts, stops or removes the engine. The lock is beside the directory, not in it,
 * so that it outlives its removal.
 *
 * @throws SingleKubeError ENGINE_BUSY when the limit passes; the signal's reason
 */
export async function withEngineLock<T>({root}: EmbeddedPaths, signal: AbortSignal, work: () => Promise<T>, limitMs = 60_000): Promise<T> {
	return withLock(root, limitMs, signal, () => new SingleKubeError('ENGINE_BUSY', `another command works on the embedded engine in ${root} for ${limitMs / 1000} s`, {
		seen: [`${root}.lock is renewed by somebody`], hint: 'Wait until it is done, then try again',
	}), work);
}

/**
 * Have `work` done under the lock `<place>.lock`. One whose owner died is void after ten seconds.
 *
 * @param limitMs how long to wait for whoever holds it
 * @throws what `busy` returns when the limit passes; the signal's reason
 */
export async function withLock<T>(place: string, limitMs: number, signal: AbortSignal | undefined, busy: () => Error, work: () => Promise<T>): Promise<T> {
	await mkdir(path.dirname(place), {recursive: true, mode: 0o711});
	const release = await take(place, limitMs, signal, busy);
	try {
		return await work();
	} finally {
		// Whoever held the machine up for longer than the lock lives has lost it already.
		await release().catch(() => undefined);
	}
}

async function take(place: string, limitMs: number, signal: AbortSignal | undefined, busy: () => Error): Promise<() => Promise<void>> {
	const deadline = performance.now() + limitMs;
	while (true) {
		signal?.throwIfAborted();
		try {
			return await lockfile.lock(place, {realpath: false, stale: 10_000, onCompromised: () => undefined});
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') {
				throw error;
			}

			if (performance.now() >= deadline) {
				throw busy();
			}
		}

		await sleep(100, undefined, {signal}).catch(() => signal?.throwIfAborted());
	}
}
