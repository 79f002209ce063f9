/** One file from what an engine saves: written beside its place, and there only when it is whole. */
import {createHash} from 'node:crypto';
import {access, constants, open, readdir, rename, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {Readable, Transform} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';
import {messageOf, SingleKubeError} from '../errors.ts';
import {bundleBytes, checksumLine, type ManifestHead} from './bundle-bytes.ts';

export type WrittenBundle = {readonly file: string; /** Bytes. */ readonly size: number; /** Of the whole file; also in FILE.sha256. */ readonly sha256: string};

/** Before minutes of work: whether there can be a file. @throws SingleKubeError BUNDLE_NOT_WRITABLE */
export async function checkWritable(given: string): Promise<void> {
	const file = path.resolve(given);
	const found = await stat(file).catch(() => undefined);
	if (found && !found.isFile()) {
		throw notWritable(file, new Error('there is something of that name that is no file'));
	}

	await access(path.dirname(file), constants.W_OK | constants.X_OK).catch((error: unknown) => {
		throw notWritable(file, error);
	});
	await removeLeftovers(file);
}

/**
 * Compressed where the name ends in .gz or .tgz. A file that was there is replaced when the new one is whole.
 *
 * @param archive what the engine gives for these images: a tar
 * @param seen told how many bytes of it came, each time
 * @throws SingleKubeError BUNDLE_NOT_WRITABLE, ENGINE_CALL_FAILED when the engine's archive breaks off; the signal's reason
 */
export async function writeBundle(given: string, archive: Readable, head: ManifestHead, seen: (bytes: number) => void, signal: AbortSignal): Promise<WrittenBundle> {
	const file = path.resolve(given);
	const temporary = `${file}.${process.pid}.part`;
	const hash = createHash('sha256');
	let size = 0;
	const measure = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			hash.update(chunk);
			size += chunk.length;
			done(undefined, chunk);
		},
	});
	try {
		// Opened here: what a stream opens by itself could be made after it was removed.
		const target = (await open(temporary, 'w')).createWriteStream({flush: true});
		const source = Readable.from(bundleBytes(archive, head, seen), {objectMode: false});
		// Level 1 takes a third of the time of the default and makes a tenth more.
		await (/\.t?gz$/.test(file) ? pipeline(source, createGzip({level: 1}), measure, target, {signal}) : pipeline(source, measure, target, {signal}));
		const sha256 = hash.digest('hex');
		// At no time there is a checksum beside a file that it is not of.
		await rm(`${file}.sha256`, {force: true});
		await rename(temporary, file);
		await writeFile(`${file}.sha256`, checksumLine(sha256, path.basename(file)));
		return {file, size, sha256};
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof SingleKubeError ? error : notWritable(file, error);
	} finally {
		archive.destroy();
		await rm(temporary, {force: true});
	}
}

/** What a process that was killed could not remove. */
async function removeLeftovers(file: string): Promise<void> {
	const {dir, base} = path.parse(file);
	for (const name of await readdir(dir)) {
		const pid = name.startsWith(`${base}.`) ? /^\.(\d+)\.part$/.exec(name.slice(base.length))?.[1] : undefined;
		if (pid !== undefined && !isAlive(Number(pid))) {
			await rm(path.join(dir, name), {force: true});
		}
	}
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

function notWritable(file: string, error: unknown): SingleKubeError {
	const full = /ENOSPC|EDQUOT/.test(messageOf(error));
	return new SingleKubeError('BUNDLE_NOT_WRITABLE', `could not write the bundle ${file}`, {
		seen: [messageOf(error), 'what there was of it is removed'], cause: error,
		hint: full ? `Free some space there, or write it elsewhere: df -h ${path.dirname(file)}` : 'Name a file in a folder that you may write to: single-kube bundle -o FILE',
	});
}
