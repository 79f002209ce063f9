/** A directory as one compressed file. */
import {createWriteStream} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';
import {pack} from 'tar-stream';
import {notWritable} from './save-pieces.ts';

/** A file to write, and not a directory. */
export const isArchive = (name: string): boolean => /\.(tar\.gz|tgz)$/.test(name);

/**
 * @param files relative to `directory`; in the archive they are below one folder that is named as the archive is
 * @throws SingleKubeError LOGS_NOT_WRITABLE; the signal's reason
 */
export async function packDirectory(directory: string, files: readonly string[], archive: string, signal: AbortSignal): Promise<void> {
	const tar = pack();
	const top = path.basename(archive).replace(/\.(tar\.gz|tgz)$/, '');
	const fill = async (): Promise<void> => {
		for (const file of files) {
			tar.entry({name: `${top}/${file}`, mode: 0o644}, await readFile(path.join(directory, file)));
		}

		tar.finalize();
	};

	try {
		await Promise.all([fill(), pipeline(tar, createGzip(), createWriteStream(archive, {mode: 0o600}), {signal})]);
	} catch (error) {
		signal.throwIfAborted();
		throw notWritable(archive, error);
	}
}
