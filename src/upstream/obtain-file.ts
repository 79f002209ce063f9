/** One file of a release: from the cache, else from the first address that gives the right one. */
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Emit} from '../events.ts';
import {downloadCandidates, type DownloadMirror} from './download-mirrors.ts';
import {checksumWrong, nothingAnswered, type Refusal} from './download-errors.ts';
import {reportProgress} from './download-progress.ts';
import {FailedAttempt} from './failed-attempt.ts';
import {fetchPart} from './fetch-part.ts';
import type {HttpClient} from './http-client.ts';
import {bytesOf, local, removePart} from './partial-file.ts';
import {publishedChecksum} from './published-checksum.ts';
import {type Patience, retrying} from './retrying.ts';
import {parseChecksum, sha256Of} from './sha256.ts';

/** A file to have. It needs a checksum, or the address of one. */
export type Download = {
	/** What it is called in the cache and in what is shown: `v1.36.2/amd64/kubelet`. */
	readonly name: string;
	readonly url: string;
	readonly sha256?: string;
	/** Where upstream publishes the checksum; asked only when `sha256` is not there. */
	readonly checksumUrl?: string;
};

export type Means = {
	readonly client: HttpClient;
	/** What was downloaded is kept here. */
	readonly directory: string;
	readonly mirrors: readonly DownloadMirror[];
	readonly patience: Patience;
	readonly emit: Emit;
	readonly signal?: AbortSignal;
};

/** What a partial file has to grow by for an attempt not to count as a failed one, in bytes. */
const worthwhile = 1024 * 1024;

/** @returns the path of the verified file @throws as `download` */
export async function obtainFile(wanted: Download, means: Means): Promise<string> {
	const file = path.join(means.directory, wanted.name);
	await local(file, mkdir(path.dirname(file), {recursive: true}));
	const known = wanted.sha256?.toLowerCase();
	const kept = known ?? await readFile(`${file}.sha256`, 'utf8').then(parseChecksum, () => undefined);
	if (kept !== undefined && await sha256Of(file, means.signal) === kept) {
		return file;
	}

	const started = performance.now();
	means.emit({type: 'download-started', name: wanted.name, url: wanted.url});
	const expected = known ?? await publishedChecksum(wanted, means);
	await fetchWhole(wanted, file, expected, means);
	// Beside the file for the next time: then no network is needed to know that it is right.
	await local(file, writeFile(`${file}.sha256`, `${expected}  ${path.basename(file)}\n`));
	means.emit({type: 'download-finished', name: wanted.name, bytes: await bytesOf(file), seconds: (performance.now() - started) / 1000});
	return file;
}

async function fetchWhole(wanted: Download, file: string, expected: string, means: Means): Promise<void> {
	const refusals: Refusal[] = [];
	// Bytes of another state of the file are never gone on from.
	const part = `${file}.${expected.slice(0, 12)}.part`;
	for (const url of downloadCandidates(wanted.url, means.mirrors)) {
		try {
			const seen = await fetchFrom(url, part, expected, wanted.name, means);
			if (seen === expected) {
				await local(file, rename(part, file));
				await removePart(part);
				return;
			}

			await removePart(part);
			refusals.push({url, reason: 'checksum', expected, seen});
		} catch (error) {
			if (!(error instanceof FailedAttempt)) {
				throw error;
			}

			refusals.push({url, reason: error.message});
		}
	}

	await rm(file, {force: true});
	throw refusals.some(({seen}) => seen !== undefined) ? checksumWrong(wanted.name, refusals) : nothingAnswered(wanted.name, refusals);
}

/** @returns the checksum of what this address gave @throws FailedAttempt when it gave nothing whole */
async function fetchFrom(url: string, part: string, expected: string, name: string, {client, patience, emit, signal}: Means): Promise<string> {
	let furthest = await bytesOf(part);
	const report = reportProgress(name, emit);
	const whole = async (): Promise<boolean> => {
		let keptOlder = false;
		await retrying(async progressed => {
			const received = (bytes: number, total: number | undefined): void => {
				if (bytes >= furthest + worthwhile) {
					furthest = bytes;
					progressed();
				}

				report(bytes, total);
			};

			keptOlder = await fetchPart(client, url, part, {stallMs: patience.stall, received, signal});
		}, patience, signal);
		return keptOlder;
	};

	const keptOlder = await whole();
	const seen = (await sha256Of(part, signal))!;
	if (seen === expected || !keptOlder) {
		return seen;
	}

	// Its beginning may be of another address, or of another day: this address is judged by what it gives as a whole.
	await removePart(part);
	await whole();
	return (await sha256Of(part, signal))!;
}
