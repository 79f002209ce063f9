/** One attempt to get what is missing of a file. */
import type {Dispatcher} from 'undici';
import {SingleKubeError} from '../errors.ts';
import {drain} from './drain.ts';
import {FailedAttempt, failedBy, refusedBy} from './failed-attempt.ts';
import type {HttpClient} from './http-client.ts';
import {askForRest, bytesOf, local, noteValidator, openPart, removePart} from './partial-file.ts';
import {type StallWatch, watchForStall} from './stall-watch.ts';

export type Received = (bytes: number, total: number | undefined) => void;

/**
 * Ask for what `part` lacks and append it; where the server answers with the whole file, begin anew.
 *
 * @returns whether bytes that had been there before were kept
 * @throws FailedAttempt, with what came kept; SingleKubeError DOWNLOAD_FAILED when it cannot be written; the signal's reason
 */
export async function fetchPart(client: HttpClient, url: string, part: string, {stallMs, received, signal}: {
	readonly stallMs: number; readonly received: Received; readonly signal?: AbortSignal;
}): Promise<boolean> {
	const watch = watchForStall(stallMs, signal);
	try {
		const had = await bytesOf(part);
		const response = await client.get(url, await askForRest(part, url), watch.signal);
		watch.refresh();
		const content = drain(response.body);
		try {
			return await take(response, {url, part, had, content, watch, received});
		} finally {
			// What is not read to its end would hold the connection. An error of what nobody reads any more is nobody's.
			response.body.on('error', () => undefined).destroy();
		}
	} catch (error) {
		signal?.throwIfAborted();
		throw error instanceof FailedAttempt || error instanceof SingleKubeError ? error : failedBy(watch.signal.aborted ? watch.signal.reason : error);
	} finally {
		watch.end();
	}
}

async function take({statusCode, headers}: Dispatcher.ResponseData, {url, part, had, content, watch, received}: {
	readonly url: string; readonly part: string; readonly had: number; readonly content: AsyncIterable<Buffer>; readonly watch: StallWatch; readonly received: Received;
}): Promise<boolean> {
	const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(String(headers['content-range'] ?? ''));
	if (statusCode === 416 && range?.[2] === String(had)) {
		return true;
	}

	if (statusCode === 416 || (statusCode === 206 && range?.[1] !== String(had))) {
		await removePart(part);
		throw new FailedAttempt(`the rest was asked for, from byte ${had} on, and not given`);
	}

	if (statusCode !== 200 && statusCode !== 206) {
		throw refusedBy(statusCode, [headers['retry-after']].flat()[0]);
	}

	const kept = statusCode === 206;
	let bytes = kept ? had : 0;
	const total = kept ? numberOf(range?.[2]) : numberOf(headers['content-length']);
	const file = await openPart(part, kept);
	try {
		await noteValidator(part, url, headers);
		received(bytes, total);
		for await (const chunk of content) {
			await local(part, file.writeFile(chunk));
			bytes += chunk.length;
			watch.refresh();
			received(bytes, total);
		}
	} finally {
		await file.close();
	}

	if (total !== undefined && bytes !== total) {
		throw new FailedAttempt(`the connection ended after ${bytes} of ${total} bytes`);
	}

	return kept;
}

function numberOf(text: string | string[] | undefined): number | undefined {
	return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
}
