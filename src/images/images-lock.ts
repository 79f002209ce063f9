/** One process at a time builds images: a second start waits and then finds them built. */
import {mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {SingleKubeError} from '../errors.ts';
import {cacheDirectory} from './cache-directory.ts';
import {takeFileLock} from './file-lock.ts';

/** How long another build may take, in milliseconds: a compile on a slow machine. */
const patience = 60 * 60_000;

/** @throws SingleKubeError TIMEOUT naming who builds; the signal's reason */
export async function withImagesLock<T>(work: () => Promise<T>, signal?: AbortSignal, {directory = cacheDirectory(), patienceMs = patience} = {}): Promise<T> {
	const file = path.join(directory, 'building');
	await mkdir(directory, {recursive: true});
	const end = Date.now() + patienceMs;
	for (let owner = await takeFileLock(file); owner !== undefined; owner = await takeFileLock(file)) {
		if (Date.now() > end) {
			throw new SingleKubeError('TIMEOUT', `another process has been building images for ${Math.round(patienceMs / 60_000)} minutes`, {
				seen: [`process ${owner}, by ${file}`], hint: `If it builds nothing any more, end it: kill ${owner}`,
			});
		}

		await sleep(200, undefined, {signal});
	}

	try {
		return await work();
	} finally {
		await rm(file, {force: true});
	}
}
