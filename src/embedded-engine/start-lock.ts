import path from 'node:path';
import {SingleKubeError} from '../errors.ts';
import {withLock} from './lock.ts';

/** How long to wait for another process's work in the directory, in milliseconds: it may be installing packages. */
const patience = 11 * 60_000;

/**
 * One process at a time works in a directory.
 *
 * @throws SingleKubeError TIMEOUT when the limit passes; the signal's reason
 */
export async function withStartLock<T>(directory: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
	return withLock(path.join(directory, 'start'), patience, signal, () => new SingleKubeError('TIMEOUT', `another process has been at work in ${directory} for ${patience / 1000} s`, {
		hint: 'Wait until it is done, then try again',
	}), work);
}
