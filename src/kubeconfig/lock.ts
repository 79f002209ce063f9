import {closeSync, mkdirSync, openSync, rmSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {messageOf, SingleKubeError} from '../errors.ts';

export type LockOptions = {
	/** How long to wait for whoever holds a lock, 5000 by default. */
	readonly lockTimeoutMs?: number;
	readonly signal?: AbortSignal;
};

/**
 * Do something to kubeconfig files while no kubectl does: lock them as client-go's `lockFile` does, by creating
 * `<file>.lock`, in the order of their names as its `ModifyConfig`. kubectl gives up at once when a lock is held; this waits.
 *
 * @param work is synchronous, so that no signal handler, and with it no exit, can come between lock and unlock and
 *   leave a lock that stops kubectl for good
 * @throws SingleKubeError KUBECONFIG_LOCKED, KUBECONFIG_NOT_WRITABLE, or the signal's reason
 */
export async function withKubeconfigLocks<T>(files: readonly string[], work: () => T, {lockTimeoutMs = 5000, signal}: LockOptions = {}): Promise<T> {
	const locks = files.map(file => `${file}.lock`).toSorted();
	for (const lock of locks) {
		makeDirectory(lock);
	}

	const deadline = performance.now() + lockTimeoutMs;
	while (true) {
		signal?.throwIfAborted();
		const outcome = tryWithLocks(locks, work);
		if ('result' in outcome) {
			return outcome.result;
		}

		if (performance.now() >= deadline) {
			throw new SingleKubeError('KUBECONFIG_LOCKED', `the kubeconfig is locked by another program: ${outcome.heldLock} has existed for ${lockTimeoutMs / 1000} s`, {
				hint: `If no kubectl is at work, the lock was left behind by one that died: rm ${outcome.heldLock}`,
			});
		}

		await sleep(retryMs, undefined, {signal}).catch(() => signal?.throwIfAborted());
	}
}

const retryMs = 20;

function tryWithLocks<T>(locks: readonly string[], work: () => T): {result: T} | {heldLock: string} {
	const held: string[] = [];
	try {
		for (const lock of locks) {
			if (!createLock(lock)) {
				return {heldLock: lock};
			}

			held.push(lock);
		}

		return {result: work()};
	} finally {
		for (const lock of held) {
			rmSync(lock, {force: true});
		}
	}
}

/**
 * @returns false when it exists already; true when it was made, or when its directory may not be written to: there
 *   nobody of our rights changes the file, we included, and the attempt to is what must fail
 */
function createLock(lock: string): boolean {
	try {
		closeSync(openSync(lock, 'wx', 0o600));
		return true;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'EEXIST') {
			return false;
		}

		if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
			return true;
		}

		throw notWritable(lock, error);
	}
}

function makeDirectory(lock: string): void {
	try {
		mkdirSync(path.dirname(lock), {recursive: true, mode: 0o700});
	} catch (error) {
		throw notWritable(lock, error);
	}
}

function notWritable(lock: string, error: unknown): SingleKubeError {
	return new SingleKubeError('KUBECONFIG_NOT_WRITABLE', `could not lock the kubeconfig ${lock.slice(0, -'.lock'.length)}`, {
		seen: [messageOf(error)],
		hint: 'Make its directory writable, point KUBECONFIG elsewhere, or use --no-kubeconfig',
		cause: error,
	});
}
