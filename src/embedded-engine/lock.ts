import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import {SingleKubeError} from '../errors.ts';
import type {EmbeddedPaths} from './paths.ts';

/** How long one command waits for another, in milliseconds. */
const defaultLimit = 60_000;

/**
 * Have `work` done while nobody else starts, stops or removes the engine. The lock is beside the directory, not in it,
 * so that it outlives its removal; one whose owner died is void after ten seconds.
 *
 * @throws SingleKubeError ENGINE_BUSY when the limit passes; the signal's reason
 */
export async function withEngineLock<T>(paths: EmbeddedPaths, signal: AbortSignal, work: () => Promise<T>, limitMs = defaultLimit): Promise<T> {
	await mkdir(path.dirname(paths.root), {recursive: true, mode: 0o711});
	const release = await take(paths, signal, limitMs);
	try {
		return await work();
	} finally {
		// Whoever held the machine up for longer than the lock lives has lost it already.
		await release().catch(() => undefined);
	}
}

async function take({root}: EmbeddedPaths, signal: AbortSignal, limitMs: number): Promise<() => Promise<void>> {
	const deadline = performance.now() + limitMs;
	while (true) {
		signal.throwIfAborted();
		try {
			return await lockfile.lock(root, {realpath: false, stale: 10_000, onCompromised: () => undefined});
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') {
				throw error;
			}

			if (performance.now() >= deadline) {
				throw new SingleKubeError('ENGINE_BUSY', `another command works on the embedded engine in ${root} for ${limitMs / 1000} s`, {
					seen: [`${root}.lock is renewed by somebody`], hint: 'Wait until it is done, then try again', cause: error,
				});
			}
		}

		await sleep(100, undefined, {signal}).catch(() => signal.throwIfAborted());
	}
}
