/** The bytes of a bundle's tar in order, from a file that may be compressed. */
import {createReadStream} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';

const chunkBytes = 1024 * 1024;

/** Takes bytes in order. `read` gives fewer than were asked for at the end only. */
export type ByteReader = {
	readonly read: (count: number) => Promise<Buffer>;
	readonly skip: (count: number) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** By its first bytes, not by its name (RFC 1952, 2.3.1). @throws Error of the file system */
export async function isCompressed(file: string): Promise<boolean> {
	const handle = await open(file);
	try {
		const {buffer, bytesRead} = await handle.read(Buffer.alloc(2), 0, 2, 0);
		return bytesRead === 2 && buffer[0] === 0x1F && buffer[1] === 0x8B;
	} finally {
		await handle.close();
	}
}

/** A compressed file is read as it goes; of any other one only what is asked for. */
export async function openReader(file: string, compressed: boolean): Promise<ByteReader> {
	return compressed ? streamReader(tarBytes(file, compressed)) : fileReader(await open(file));
}

/** All bytes of the tar, or the first `limit`. @param seen told how many bytes of the file were read */
export function tarBytes(file: string, compressed: boolean, limit = Infinity, seen: (bytes: number) => void = () => undefined): Readable {
	return Readable.from(readTo(file, compressed, limit, seen), {objectMode: false, highWaterMark: chunkBytes});
}

async function * readTo(file: string, compressed: boolean, limit: number, seen: (bytes: number) => void): AsyncGenerator<Buffer> {
	const raw = counted(createReadStream(file, {highWaterMark: chunkBytes}), seen);
	let left = limit;
	// Leaving the loop ends whatever is read from.
	for await (const chunk of compressed ? gunzip(raw) : raw) {
		yield chunk.length > left ? chunk.subarray(0, left) : chunk;
		left -= chunk.length;
		if (left <= 0) {
			return;
		}
	}
}

async function * counted(stream: Readable, seen: (bytes: number) => void): AsyncGenerator<Buffer> {
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		seen(chunk.length);
		yield chunk;
	}
}

async function * gunzip(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	const source = Readable.from(raw, {objectMode: false});
	const unpack = createGunzip({chunkSize: chunkBytes});
	source.once('error', error => unpack.destroy(error));
	try {
		yield * source.pipe(unpack);
	} finally {
		source.destroy();
		unpack.destroy();
	}
}

function fileReader(handle: FileHandle): ByteReader {
	let position = 0;
	return {
		async read(count) {
			const {buffer, bytesRead} = await handle.read(Buffer.alloc(count), 0, count, position);
			position += bytesRead;
			return buffer.subarray(0, bytesRead);
		},
		async skip(count) {
			position += count;
		},
		close: async () => handle.close(),
	};
}

function streamReader(stream: Readable): ByteReader {
	const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
	let rest: Buffer = Buffer.alloc(0);
	const take = async (count: number, keep: boolean): Promise<Buffer> => {
		const parts: Buffer[] = [];
		let missing = count;
		while (missing > 0) {
			if (rest.length === 0) {
				const {value, done} = await chunks.next();
				if (done) {
					break;
				}

				rest = value;
			}

			const part = rest.subarray(0, missing);
			rest = rest.subarray(part.length);
			missing -= part.length;
			if (keep) {
				parts.push(part);
			}
		}

		return Buffer.concat(parts);
	};

	return {
		read: async count => take(count, true),
		async skip(count) {
			await take(count, false);
		},
		async close() {
			stream.destroy();
		},
	};
}
