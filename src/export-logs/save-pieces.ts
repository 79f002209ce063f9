/** Write one file after another, and go on where one cannot be had: what is missing is noted. */
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {messageOf, SingleKubeError} from '../errors.ts';
import {orAborted} from '../or-aborted.ts';
import {Slots} from '../slots.ts';

export type Piece = {
	/** Relative to the directory, with slashes. */
	readonly path: string;
	/** @returns its text; undefined when there is nothing to write */
	readonly read: (signal: AbortSignal) => Promise<string | undefined>;
};

/** Pieces that are found out together: when that fails, all of them are missing. */
export type PieceSource = {
	/** Where its pieces would be: `kubernetes/`. */
	readonly path: string;
	/** The longest that finding and reading all of them may take, in milliseconds. */
	readonly limit: number;
	readonly list: (signal: AbortSignal) => Promise<readonly Piece[]>;
};

export type Missing = {readonly path: string; readonly message: string};
export type SavedPieces = {readonly files: readonly string[]; readonly bytes: number; readonly missing: readonly Missing[]};

/** Several wait for an answer while one is written; more would only keep the engine from its work. */
const atOnce = 4;

/**
 * @param directory is there already
 * @returns the paths that were written, relative and sorted; and what could not be had, with the reason
 * @throws the signal's reason; SingleKubeError LOGS_NOT_WRITABLE
 */
export async function savePieces(directory: string, sources: readonly PieceSource[], signal: AbortSignal): Promise<SavedPieces> {
	const slots = new Slots(atOnce);
	const missing: Missing[] = [];
	const files: string[] = [];
	let bytes = 0;
	const attempt = async <T>(what: string, limit: AbortSignal, work: () => Promise<T>): Promise<T | undefined> => {
		try {
			return await orAborted(work(), limit);
		} catch (error) {
			signal.throwIfAborted();
			missing.push({path: what, message: [messageOf(error), ...error instanceof SingleKubeError ? error.seen.slice(0, 1) : []].join(': ')});
			return undefined;
		}
	};

	await Promise.all(sources.map(async source => {
		// Not AbortSignal.timeout(): a process that has nothing but its timer left would end before it.
		const time = new AbortController();
		const timer = setTimeout(() => {
			time.abort(new DOMException(`timeout after ${source.limit} ms`, 'TimeoutError'));
		}, source.limit);
		const limit = AbortSignal.any([signal, time.signal]);
		const pieces = await attempt(source.path, limit, async () => source.list(limit)) ?? [];
		await Promise.all(pieces.map(async piece => slots.use(async () => {
			const text = await attempt(piece.path, limit, async () => piece.read(limit));
			if (text !== undefined) {
				await write(path.join(directory, piece.path), text);
				files.push(piece.path);
				bytes += Buffer.byteLength(text);
			}
		}))).finally(() => {
			clearTimeout(timer);
		});
	}));
	const byPath = (a: Missing, b: Missing): number => a.path < b.path ? -1 : 1;
	return {files: files.sort(), bytes, missing: missing.sort(byPath)};
}

/** @throws SingleKubeError LOGS_NOT_WRITABLE */
export async function write(file: string, text: string): Promise<void> {
	try {
		await mkdir(path.dirname(file), {recursive: true});
		await writeFile(file, text);
	} catch (error) {
		throw notWritable(file, error);
	}
}

export function notWritable(file: string, error: unknown): SingleKubeError {
	return new SingleKubeError('LOGS_NOT_WRITABLE', `could not write ${file}`, {
		seen: [messageOf(error)], hint: 'Name a directory that you may write to: single-kube export-logs DIRECTORY', cause: error,
	});
}
