/** The checksum that upstream publishes next to a file, where none is known here. */
import {checksumUnknown, type Refusal} from './download-errors.ts';
import {trustedCandidates} from './download-mirrors.ts';
import {FailedAttempt, failedBy, refusedBy} from './failed-attempt.ts';
import type {HttpClient} from './http-client.ts';
import type {Download, Means} from './obtain-file.ts';
import {retrying} from './retrying.ts';
import {parseChecksum} from './sha256.ts';
import {watchForStall} from './stall-watch.ts';

/**
 * @returns 64 hex digits
 * @throws SingleKubeError DOWNLOAD_FAILED when nobody who can be trusted publishes one; the signal's reason
 */
export async function publishedChecksum({name, checksumUrl}: Download, {client, mirrors, patience, signal}: Means): Promise<string> {
	const refusals: Refusal[] = [];
	for (const url of checksumUrl === undefined ? [] : trustedCandidates(checksumUrl, mirrors)) {
		try {
			return await retrying(async () => askForChecksum(client, url, patience.stall, signal), patience, signal);
		} catch (error) {
			if (!(error instanceof FailedAttempt)) {
				throw error;
			}

			refusals.push({url, reason: error.message});
		}
	}

	throw checksumUnknown(name, refusals);
}

async function askForChecksum(client: HttpClient, url: string, stallMs: number, signal: AbortSignal | undefined): Promise<string> {
	const watch = watchForStall(stallMs, signal);
	try {
		const {statusCode, headers, body} = await client.get(url, {}, watch.signal);
		if (statusCode !== 200) {
			body.on('error', () => undefined).destroy();
			throw refusedBy(statusCode, [headers['retry-after']].flat()[0]);
		}

		const checksum = parseChecksum(await body.text());
		if (checksum === undefined) {
			throw new FailedAttempt('what it answered with is no checksum', {final: true});
		}

		return checksum;
	} catch (error) {
		signal?.throwIfAborted();
		throw error instanceof FailedAttempt ? error : failedBy(watch.signal.aborted ? watch.signal.reason : error);
	} finally {
		watch.end();
	}
}
