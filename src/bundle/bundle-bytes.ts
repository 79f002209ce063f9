/** The bytes of a bundle: what an engine saves, then the manifest of it. */
import {createHash} from 'node:crypto';
import type {Readable} from 'node:stream';
import {extract} from 'tar-stream';
import {messageOf, SingleKubeError} from '../errors.ts';
import {familiarName, parseReference} from '../upstream/references.ts';
import {type BundleManifest, manifestChecksumName, manifestName, renderManifest} from './manifest.ts';
import {endOfArchive, padding, tarHeader, type TarHeader} from './tar-blocks.ts';

/** What is known before the images are read. */
export type ManifestHead = Omit<BundleManifest, 'sha256' | 'members'>;

/**
 * @param archive a tar, as `docker save` writes it
 * @param seen told how many bytes of it came, each time
 * @throws SingleKubeError ENGINE_CALL_FAILED when it breaks off, or lacks an image
 */
export async function * bundleBytes(archive: Readable, head: ManifestHead, seen: (bytes: number) => void): AsyncGenerator<Buffer> {
	const all = createHash('sha256');
	const members: BundleManifest['members'] = [];
	const hashed = (bytes: Buffer): Buffer => {
		all.update(bytes);
		return bytes;
	};

	const names: string[] = [];
	for await (const {header, content} of entriesOf(archive)) {
		yield hashed(tarHeader(header));
		const own = createHash('sha256');
		const kept: Buffer[] = [];
		for await (const chunk of content) {
			own.update(chunk);
			seen(chunk.length);
			if (header.name === 'manifest.json') {
				kept.push(chunk);
			}

			yield hashed(chunk);
		}

		yield hashed(Buffer.alloc(padding(header.size)));
		if (header.type === 'file') {
			members.push({name: header.name, size: header.size, sha256: own.digest('hex')});
		}

		if (header.name === 'manifest.json') {
			names.push(...savedNames(Buffer.concat(kept).toString('utf8')));
		}
	}

	requireAll(head, names);
	const manifest = renderManifest({...head, sha256: all.digest('hex'), members});
	yield * file(manifestName, manifest);
	yield * file(manifestChecksumName, checksumLine(createHash('sha256').update(manifest).digest('hex'), manifestName));
	yield endOfArchive;
}

function * file(name: string, text: string): Generator<Buffer> {
	const content = Buffer.from(text);
	yield tarHeader({name, size: content.length, type: 'file', target: ''});
	yield content;
	yield Buffer.alloc(padding(content.length));
}

type Entry = {readonly header: TarHeader; readonly content: AsyncIterable<Buffer>};

async function * entriesOf(archive: Readable): AsyncGenerator<Entry> {
	const unpack = extract();
	archive.once('error', error => unpack.destroy(error));
	archive.pipe(unpack);
	try {
		for await (const entry of whole(unpack)) {
			const {name, size = 0, type, linkname} = entry.header;
			if (type !== 'file' && type !== 'directory' && type !== 'symlink' && type !== 'link') {
				throw new Error(`the member ${name} is a ${type}`);
			}

			yield {header: {name, type, size: type === 'file' ? size : 0, target: linkname ?? ''}, content: whole(entry as unknown as AsyncIterable<Buffer>)};
		}
	} finally {
		unpack.destroy();
	}
}

async function * whole<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
	try {
		yield * source;
	} catch (error) {
		throw new SingleKubeError('ENGINE_CALL_FAILED', 'could not save the images: the engine\'s archive broke off', {
			seen: [messageOf(error)], hint: 'See whether the engine\'s disk is full (it writes the archive there first): docker system df', cause: error,
		});
	}
}

type SavedImage = {readonly RepoTags?: readonly string[] | null};

/** From the manifest of what `docker save` writes. */
function savedNames(text: string): string[] {
	return (JSON.parse(text) as SavedImage[]).flatMap(({RepoTags}) => (RepoTags ?? []).map(name => familiarName(parseReference(name))));
}

function requireAll({images}: ManifestHead, names: readonly string[]): void {
	const missing = Object.values(images).flatMap(image => image.names).filter(name => !names.includes(familiarName(parseReference(name))));
	if (missing.length > 0) {
		throw new SingleKubeError('ENGINE_CALL_FAILED', 'could not save the images: the engine left some of them out', {seen: missing, hint: 'Have them made again, then write the bundle again: single-kube images build'});
	}
}

/** As sha256sum writes and checks it. */
export const checksumLine = (sha256: string, name: string): string => `${sha256}  ${name}\n`;
