/** One process at a time starts the engine: a file made exclusively, void when who made it is dead. */
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {SingleKubeError} from '../errors.ts';
import {isAlive} from './process.ts';

/** How long to wait for another start, in milliseconds: it may be installing packages. */
const patience = 11 * 60_000;

/** @throws SingleKubeError TIMEOUT naming who holds it */
export async function withStartLock<T>(directory: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
	const file = path.join(directory, 'start.lock');
	await mkdir(directory, {recursive: true, mode: 0o711});
	const end = Date.now() + patience;
	while (!await take(file)) {
		const owner = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
		if (Number.isInteger(owner) && !await isAlive(owner)) {
			await rm(file, {force: true});
		} else if (Date.now() > end) {
			throw new SingleKubeError('TIMEOUT', `another process has been starting the embedded engine for ${patience / 1000} s`, {seen: [`process ${owner}, by ${file}`], hint: `If it is gone: rm ${file}`});
		}

		await sleep(100, undefined, {signal});
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
