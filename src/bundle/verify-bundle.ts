/** Whether a bundle is as it was written: every byte, before any of them goes to an engine. */
import {createHash, type Hash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {openReader, tarBytes} from './file-bytes.ts';
import type {Bundle} from './open-bundle.ts';
import {damaged, readFailure} from './refusals.ts';
import {blockSize, padding, readTarHeader} from './tar-blocks.ts';

/** How many members an error names. */
const mostNamed = 5;
const pieceBytes = 1024 * 1024;

/**
 * @param seen told how many bytes of the file were read, each time
 * @throws SingleKubeError BUNDLE_DAMAGED naming what differs, BUNDLE_INVALID for a file that is cut off; the signal's reason
 */
export async function verifyBundle(bundle: Bundle, seen: (bytes: number) => void, signal: AbortSignal): Promise<void> {
	const {file, compressed, manifest, end, expected} = bundle;
	try {
		if (!expected) {
			const sha256 = await hashOf(tarBytes(file, compressed, end, seen), signal);
			if (sha256 !== manifest.sha256) {
				throw damaged(file, await findDamage(bundle, signal));
			}

			return;
		}

		// It covers more: the manifest, and what says what the manifest has to be.
		const sha256 = await hashOf(createReadStream(file, {highWaterMark: pieceBytes}), signal, seen);
		if (sha256 !== expected.sha256) {
			const members = await findDamage(bundle, signal);
			throw damaged(file, [`the whole file: expected sha256 ${expected.sha256} (${expected.from}), seen ${sha256}`, ...members[0] === between ? ['every member is as its manifest says'] : members]);
		}
	} catch (error) {
		throw readFailure(error, file);
	}
}

const between = 'what is between its members has changed';

async function hashOf(bytes: AsyncIterable<Buffer>, signal: AbortSignal, seen: (bytes: number) => void = () => undefined): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of bytes) {
		signal.throwIfAborted();
		hash.update(chunk);
		seen(chunk.length);
	}

	return hash.digest('hex');
}

/** Only for an error: each member by itself. */
async function findDamage({file, compressed, manifest, end}: Bundle, signal: AbortSignal): Promise<string[]> {
	const reader = await openReader(file, compressed);
	const wanted = new Map(manifest.members.map(member => [member.name, member.sha256]));
	const found: string[] = [];
	try {
		for (let at = 0; at < end;) {
			signal.throwIfAborted();
			const header = readTarHeader(await reader.read(blockSize));
			const size = header?.size ?? 0;
			const hash = createHash('sha256');
			await readThrough(reader, size, hash);
			await reader.skip(padding(size));
			at += blockSize + size + padding(size);
			const seen = hash.digest('hex');
			const expected = header && wanted.get(header.name);
			if (header && expected !== seen && (header.type === 'file' || expected !== undefined)) {
				found.push(`${header.name}: expected sha256 ${expected ?? 'none, it is not one of its members'}, seen ${seen}`);
			}

			wanted.delete(header?.name ?? '');
		}

		found.push(...[...wanted.keys()].map(name => `${name}: it is not there`));
	} finally {
		await reader.close();
	}

	return found.length === 0 ? [between] : [...found.slice(0, mostNamed), ...found.length > mostNamed ? [`and ${found.length - mostNamed} more`] : []];
}

async function readThrough(reader: {readonly read: (count: number) => Promise<Buffer>}, size: number, hash: Hash): Promise<void> {
	for (let left = size; left > 0;) {
		const piece = await reader.read(Math.min(left, pieceBytes));
		if (piece.length === 0) {
			return;
		}

		hash.update(piece);
		left -= piece.length;
	}
}
