/** A file that has come in part: its bytes, and what its server called it, so that the rest can be asked for. */
import {type FileHandle, open, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {SingleKubeError} from '../errors.ts';

/** What names the state of a resource at one address: a strong ETag, else the time of its last change (RFC 9110, 13.1.5). */
type Validator = {readonly url: string; readonly value: string};

export async function bytesOf(part: string): Promise<number> {
	return stat(part).then(({size}) => size, () => 0);
}

export async function removePart(part: string): Promise<void> {
	await Promise.all([rm(part, {force: true}), rm(noteOf(part), {force: true})]);
}

/** @returns the headers that ask for what is not there yet; none when nothing is there */
export async function askForRest(part: string, url: string): Promise<Record<string, string>> {
	const bytes = await bytesOf(part);
	if (bytes === 0) {
		return {};
	}

	const validator = await readFile(noteOf(part), 'utf8').then(text => JSON.parse(text) as Validator, () => undefined).catch(() => undefined);
	// At another address the same file has another ETag: there its checksum alone tells.
	return {range: `bytes=${bytes}-`, ...validator?.url === url && {'if-range': validator.value}};
}

/** Note what the server calls the state that the bytes are of. */
export async function noteValidator(part: string, url: string, headers: Readonly<Record<string, string | string[] | undefined>>): Promise<void> {
	const etag = headers['etag'];
	const value = typeof etag === 'string' && !etag.startsWith('W/') ? etag : headers['last-modified'];
	await (typeof value === 'string'
		? local(part, writeFile(noteOf(part), JSON.stringify({url, value} satisfies Validator)))
		: rm(noteOf(part), {force: true}));
}

/** @param keep whether the bytes that are there stay */
export async function openPart(part: string, keep: boolean): Promise<FileHandle> {
	return local(part, open(part, keep ? 'a' : 'w'));
}

/** Trouble with this machine's disk is no trouble of a server: no other address helps. @throws SingleKubeError DOWNLOAD_FAILED */
export async function local<T>(file: string, work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		throw new SingleKubeError('DOWNLOAD_FAILED', `${file} cannot be written`, {
			seen: [(error as Error).message], cause: error, hint: 'Free some space or name another directory: SINGLE_KUBE_CACHE=DIR',
		});
	}
}

function noteOf(part: string): string {
	return `${part}.state`;
}
