/** The regular files of a tar, such as the engine's archive call answers with. */
import {pipeline} from 'node:stream/promises';
import {extract} from 'tar-stream';

/** @returns contents by path; the archive's names begin with the name of the folder that was asked for, which is left away */
export async function untar(archive: NodeJS.ReadableStream): Promise<Map<string, Buffer>> {
	const files = new Map<string, Buffer>();
	const unpack = extract();
	unpack.on('entry', (header, content, next) => {
		const chunks: Buffer[] = [];
		content.on('data', chunk => chunks.push(chunk as Buffer));
		content.on('end', () => {
			if (header.type === 'file') {
				files.set(header.name.split('/').slice(1).join('/'), Buffer.concat(chunks));
			}

			next();
		});
	});
	await pipeline(archive, unpack);
	return files;
}
