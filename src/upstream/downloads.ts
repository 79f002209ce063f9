/** Files of releases: only what the cache lacks is fetched, several at a time, each verified before it counts. */
import {mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {cacheDirectory} from '../images/cache-directory.ts';
import {takeFileLock} from '../images/file-lock.ts';
import type {DownloadMirror} from './download-mirrors.ts';
import {type HttpClientOptions, openHttpClient} from './http-client.ts';
import {type Download, type Means, obtainFile} from './obtain-file.ts';
import {local} from './partial-file.ts';
import {defaultPatience, type Patience} from './retrying.ts';

export type {Download} from './obtain-file.ts';

export type DownloadOptions = HttpClientOptions & {
	/** Asked in this order before upstream itself. */
	readonly mirrors?: readonly DownloadMirror[];
	/** Where downloads are kept, `downloads` in the cache unless said. */
	readonly directory?: string;
	/** What of it is to be other than usual. */
	readonly patience?: Partial<Patience>;
};

/** How many files are fetched at a time. */
const lanes = 3;

/**
 * Have these files. What was interrupted goes on from where it was, also in another process.
 *
 * @param signal what came until then is kept
 * @returns the path of each by its name
 * @throws SingleKubeError DOWNLOAD_FAILED, CHECKSUM_WRONG, TIMEOUT when another process takes too long; the signal's reason
 */
export async function download(wanted: readonly Download[], options: DownloadOptions, emit: Emit, signal?: AbortSignal): Promise<Map<string, string>> {
	const client = openHttpClient(options);
	const failed = new AbortController();
	const means: Means = {
		client, emit,
		directory: options.directory ?? path.join(cacheDirectory(options.env), 'downloads'),
		mirrors: options.mirrors ?? [],
		patience: {...defaultPatience, ...options.patience},
		signal: signal ? AbortSignal.any([signal, failed.signal]) : failed.signal,
	};
	const files = new Map<string, string>();
	const waiting = [...wanted];
	const work = async (): Promise<void> => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			files.set(next.name, await obtainAlone(next, means));
		}
	};

	try {
		// One that cannot be had ends the others; all are waited for, so that no lock outlives this call.
		const lanesWork = Array.from({length: lanes}, async () => work().catch((error: unknown) => {
			failed.abort(error);
			throw error;
		}));
		await Promise.allSettled(lanesWork);
		await Promise.all(lanesWork).catch(() => {
			throw signal?.aborted ? signal.reason : failed.signal.reason;
		});
	} finally {
		await client.close();
	}

	return files;
}

/** Two processes never write to the same file: the second waits and then finds it. */
async function obtainAlone(wanted: Download, means: Means): Promise<string> {
	const lock = path.join(means.directory, `${wanted.name}.lock`);
	await local(lock, mkdir(path.dirname(lock), {recursive: true}));
	const end = Date.now() + means.patience.otherProcess;
	for (let owner = await local(lock, takeFileLock(lock)); owner !== undefined; owner = await local(lock, takeFileLock(lock))) {
		if (Date.now() > end) {
			throw new SingleKubeError('TIMEOUT', `another process has been downloading ${wanted.name} for ${Math.round(means.patience.otherProcess / 60_000)} minutes`, {
				seen: [`process ${owner}, by ${lock}`], hint: `If it downloads nothing any more, end it: kill ${owner}`,
			});
		}

		await means.patience.pause(200, means.signal);
	}

	try {
		means.signal?.throwIfAborted();
		return await obtainFile(wanted, means);
	} finally {
		await rm(lock, {force: true});
	}
}
