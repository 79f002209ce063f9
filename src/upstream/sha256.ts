/** Checksums of files, and those that are published next to them. */
import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';

/** @returns 64 hex digits, undefined when there is no such file */
export async function sha256Of(file: string, signal?: AbortSignal): Promise<string | undefined> {
	const hash = createHash('sha256');
	try {
		await pipeline(createReadStream(file, {highWaterMark: 1024 * 1024}), hash, {signal});
	} catch (error) {
		signal?.throwIfAborted();
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}

	return hash.digest('hex');
}

/** @param text what `sha256sum` writes, or the checksum alone @returns in lower case, undefined when it begins with none */
export function parseChecksum(text: string): string | undefined {
	return /^\s*([\da-f]{64})(?:\s|$)/i.exec(text)?.[1]!.toLowerCase();
}
