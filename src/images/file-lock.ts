/** A lock that is a file: made whole, void when its maker is dead, taken over by one alone. */
import {randomUUID} from 'node:crypto';
import {link, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';

/**
 * Take the lock unless a living process has it; never waits. Its holder removes the file.
 *
 * @returns undefined when it is taken, else the process that has it
 * @throws Error of the file system
 */
export async function takeFileLock(file: string): Promise<number | undefined> {
	const own = `${file}.${process.pid}.${randomUUID()}`;
	await writeFile(own, `${process.pid} ${randomUUID()}\n`);
	try {
		// A link is made at once and with its content: nobody ever sees a lock that says not yet whose it is.
		while (!await linkUnlessThere(own, file)) {
			const holder = await readHolder(file);
			if (holder?.alive) {
				return holder.pid;
			}

			if (holder && await replace(file, holder.id, own)) {
				return undefined;
			}
		}

		return undefined;
	} finally {
		await rm(own, {force: true});
	}
}

/**
 * Put `own` in the place of a dead one's lock. Two may see it dead at the same time: only who holds the guard named
 * after that very lock may replace it, and looks again first. A guard is a lock as any: it, too, can be a dead one's.
 */
async function replace(file: string, id: string, own: string): Promise<boolean> {
	const guard = `${file}.${id}`;
	if (await takeFileLock(guard) !== undefined) {
		return false;
	}

	try {
		if ((await readHolder(file))?.id !== id) {
			return false;
		}

		await rename(own, file);
		return true;
	} finally {
		await rm(guard, {force: true});
	}
}

type Holder = {readonly id: string; readonly pid: number; readonly alive: boolean};

/** What names no process is nobody's: a file that a full disk or a hand left there. */
async function readHolder(file: string): Promise<Holder | undefined> {
	try {
		const [content, {ino}] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
		const match = /^(\d+) ([\da-f-]+)\n$/.exec(content);
		return match ? {id: match[2]!, pid: Number(match[1]), alive: isAlive(Number(match[1]))} : {id: `void-${ino}`, pid: 0, alive: false};
	} catch (error) {
		return absent(error, 'ENOENT', undefined);
	}
}

async function linkUnlessThere(own: string, file: string): Promise<boolean> {
	return link(own, file).then(() => true, (error: unknown) => absent(error, 'EEXIST', false));
}

function absent<T>(error: unknown, code: string, value: T): T {
	if ((error as NodeJS.ErrnoException).code === code) {
		return value;
	}

	throw error;
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
