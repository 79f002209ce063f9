/** What is wanted of a release archive: cri-dockerd's and the CNI plugins' are tar, compressed by gzip. */
import {createReadStream} from 'node:fs';
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';
import {extract} from 'tar-stream';
import {messageOf, SingleKubeError} from '../errors.ts';

/**
 * @param archive the path of a .tgz, or its bytes
 * @param names of the programs, without their folder: `cri-dockerd` for `cri-dockerd/cri-dockerd`, `bridge` for `./bridge`
 * @returns their contents by name; nothing is written
 * @throws SingleKubeError DOWNLOAD_FAILED when it is no such archive or lacks one of them; the signal's reason
 */
export async function extractFromArchive(archive: string | Buffer, names: readonly string[], signal?: AbortSignal): Promise<Map<string, Buffer>> {
	const what = typeof archive === 'string' ? archive : 'the archive';
	const found = new Map<string, Buffer>();
	const unpack = extract();
	unpack.on('entry', (header, content, next) => {
		const name = path.posix.basename(header.name);
		// A link has no content of its own; what it points at is a member that can be asked for by its name.
		if (header.type !== 'file' || !names.includes(name)) {
			content.on('end', next).resume();
			return;
		}

		const chunks: Buffer[] = [];
		content.on('data', chunk => chunks.push(chunk as Buffer));
		content.on('end', () => {
			found.set(name, Buffer.concat(chunks));
			next();
		});
	});

	try {
		await pipeline(typeof archive === 'string' ? createReadStream(archive) : Readable.from([archive]), createGunzip(), unpack, {signal});
	} catch (error) {
		signal?.throwIfAborted();
		throw new SingleKubeError('DOWNLOAD_FAILED', `${what} is no archive that can be unpacked`, {seen: [messageOf(error)], hint: 'A proxy or mirror sends something else: try again, or name another: --download-mirror HOST=URL', cause: error});
	}

	const missing = names.filter(name => !found.has(name));
	if (missing.length > 0) {
		throw new SingleKubeError('DOWNLOAD_FAILED', `${what} lacks ${missing.join(', ')}`, {seen: [`found ${[...found.keys()].join(', ') || 'none of what was wanted'}`], hint: 'The release is another one than its name says: name another mirror: --download-mirror HOST=URL'});
	}

	return found;
}
