/** One process at a time builds images: a second start waits and then finds them built. A file, void when its maker is dead. */
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {SingleKubeError} from '../errors.ts';
import {cacheDirectory} from './cache-directory.ts';

/** How long another build may take, in milliseconds: a compile on a slow machine. */
const patience = 60 * 60_000;

/** @throws SingleKubeError TIMEOUT naming who builds; the signal's reason */
export async function withImagesLock<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
	const file = path.join(cacheDirectory(), 'building');
	await mkdir(cacheDirectory(), {recursive: true});
	const end = Date.now() + patience;
	while (!await take(file)) {
		const owner = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
		if (Number.isInteger(owner) && !isAlive(owner)) {
			await rm(file, {force: true});
		} else if (Date.now() > end) {
			throw new SingleKubeError('TIMEOUT', `another process has been building images for ${patience / 60_000} minutes`, {
				seen: [`process ${owner}, by ${file}`], hint: `If it is gone: rm ${file}`,
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

async function take(file: string): Promise<boolean> {
	return writeFile(file, `${process.pid}\n`, {flag: 'wx'}).then(() => true, (error: NodeJS.ErrnoException) => {
		if (error.code === 'EEXIST') {
			return false;
		}

		throw error;
	});
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
