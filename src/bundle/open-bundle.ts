/** A bundle's manifest, found without reading the images: what is wrong with the file as a whole shows here. */
import {createHash} from 'node:crypto';
import {readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {messageOf, type SingleKubeError} from '../errors.ts';
import {carryAgain, damaged, invalid, readFailure} from './refusals.ts';
import {type ByteReader, isCompressed, openReader} from './file-bytes.ts';
import {type BundleManifest, manifestChecksumName, manifestName, parseManifest} from './manifest.ts';
import {blockSize, endOfArchive, padding, readTarHeader, type TarHeader} from './tar-blocks.ts';

export type Bundle = {
	/** Its path, absolute. */
	readonly file: string;
	readonly compressed: boolean;
	/** Bytes of the file. */
	readonly size: number;
	readonly manifest: BundleManifest;
	/** Where, in the uncompressed tar, the images end and the manifest begins. */
	readonly end: number;
	/** What the whole file has to hash to: what was said, else what FILE.sha256 says. */
	readonly expected: {readonly sha256: string; readonly from: string} | undefined;
};

/** A manifest of a hundred images has a hundredth of this. */
const largestManifest = 16 * 1024 * 1024;

/**
 * @param sha256 of the whole file, as who made it was told; 64 hex digits
 * @throws SingleKubeError BUNDLE_INVALID for what is no bundle, a part of one, or one of a newer format; BUNDLE_DAMAGED where the
 *   manifest or the headers on the way to it have changed
 */
export async function openBundle(given: string, sha256?: string): Promise<Bundle> {
	const file = path.resolve(given);
	let size: number;
	let compressed: boolean;
	try {
		const found = await stat(file);
		if (!found.isFile()) {
			throw new Error('it is no file');
		}

		size = found.size;
		compressed = await isCompressed(file);
	} catch (error) {
		throw invalid(file, messageOf(error), 'Name a file that single-kube bundle wrote: --bundle FILE', error);
	}

	const reader = await openReader(file, compressed);
	try {
		const {header, at} = await findManifest(reader, file, size);
		const manifest = await readManifest(reader, header, file);
		return {file, size, compressed, manifest, end: at, expected: await readExpected(file, sha256)};
	} catch (error) {
		throw compressed ? readFailure(error, file) : error;
	} finally {
		await reader.close();
	}
}

async function findManifest(reader: ByteReader, file: string, size: number): Promise<{header: TarHeader; at: number}> {
	const cutOff = (inside: string): SingleKubeError => invalid(file, `it is cut off: it ends ${inside}, after ${size} bytes`, `${carryAgain} ${file}`);
	let last = '';
	for (let at = 0; ;) {
		const block = await reader.read(blockSize);
		if (block.length < blockSize) {
			throw last === '' ? invalid(file, 'it is no tar', 'Name a file that single-kube bundle wrote: --bundle FILE') : cutOff(`in or after ${last}`);
		}

		const header = headerOf(block, file, at, last);
		if (!header) {
			throw invalid(file, `it is a tar without ${manifestName}`, 'Name a file that single-kube bundle wrote; for an archive of docker save: docker load -i FILE');
		}

		if (header.name === manifestName) {
			return {header, at};
		}

		const body = header.size + padding(header.size);
		await reader.skip(body);
		at += blockSize + body;
		last = header.name;
	}
}

function headerOf(block: Buffer, file: string, at: number, last: string): TarHeader | undefined {
	try {
		return readTarHeader(block);
	} catch (error) {
		throw last === '' ? invalid(file, 'it is no tar', 'Name a file that single-kube bundle wrote: --bundle FILE', error)
			: damaged(file, [`the member after ${last}: its header, at byte ${at}, has changed`], error);
	}
}

async function readManifest(reader: ByteReader, header: TarHeader, file: string): Promise<BundleManifest> {
	const take = async ({name, size}: TarHeader): Promise<string> => {
		if (size > largestManifest) {
			throw damaged(file, [`${name}: it has ${size} bytes`]);
		}

		const content = await reader.read(size);
		if (content.length < size) {
			throw invalid(file, `it is cut off: it ends in ${name}`, `${carryAgain} ${file}`);
		}

		requireEmpty(await reader.read(padding(size)), padding(size), file);
		return content.toString('utf8');
	};

	const text = await take(header);
	const block = await reader.read(blockSize);
	const checksum = block.length < blockSize ? undefined : headerOf(block, file, 0, manifestName);
	if (checksum?.name !== manifestChecksumName) {
		throw invalid(file, `it is cut off: there is nothing after ${manifestName}`, `${carryAgain} ${file}`);
	}

	const expected = digestIn(await take(checksum));
	const seen = createHash('sha256').update(text).digest('hex');
	if (expected !== seen) {
		throw damaged(file, [`${manifestName}: expected sha256 ${expected ?? 'none'}, seen ${seen}`]);
	}

	// One more than there may be.
	requireEmpty(await reader.read(endOfArchive.length + 1), endOfArchive.length, file);
	try {
		return parseManifest(text);
	} catch (error) {
		throw invalid(file, messageOf(error), 'Make it anew where there is a network: single-kube bundle -o FILE', error);
	}
}

/** What fills a block, and what ends a tar. */
function requireEmpty(bytes: Buffer, length: number, file: string): void {
	if (bytes.length < length) {
		throw invalid(file, `it is cut off: it ends ${length - bytes.length} bytes early`, `${carryAgain} ${file}`);
	}

	if (bytes.length > length || bytes.some(byte => byte !== 0)) {
		throw damaged(file, [`what comes after ${manifestName} has changed`]);
	}
}

async function readExpected(file: string, given: string | undefined): Promise<Bundle['expected']> {
	if (given !== undefined) {
		return {sha256: given.toLowerCase(), from: '--bundle-sha256'};
	}

	const beside = `${file}.sha256`;
	const text = await readFile(beside, 'utf8').catch(() => undefined);
	if (text === undefined) {
		return undefined;
	}

	const sha256 = digestIn(text);
	if (sha256 === undefined) {
		throw damaged(file, [`${beside}: it has no sha256`]);
	}

	return {sha256, from: beside};
}

/** As sha256sum writes it. */
function digestIn(text: string): string | undefined {
	return /^\\?([\da-f]{64})\s/.exec(text)?.[1];
}
