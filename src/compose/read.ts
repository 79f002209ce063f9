/** Read compose/: the only reader of its files. What it returns is YAML as written, checked and interpolated by parse. */
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {load} from 'js-yaml';
import {messageOf, SingleKubeError} from '../errors.ts';

/** A file's name and its content as YAML gave it. */
export type RawFile = {readonly file: string; readonly content: unknown};

/** The folder that comes with single-kube. */
export const composeDirectory = fileURLToPath(new URL('../../compose/', import.meta.url));

/**
 * @param directory a folder of Compose files, `cluster.yaml` among them
 * @throws SingleKubeError COMPOSE_INVALID naming the file that cannot be read or is no YAML
 */
export async function readComposeDirectory(directory = composeDirectory): Promise<RawFile[]> {
	const files = (await readdir(directory)).filter(file => file.endsWith('.yaml')).sort();
	return Promise.all(files.map(async file => {
		const location = path.join(directory, file);
		try {
			return {file, content: load(await readFile(location, 'utf8'), {filename: file})};
		} catch (error) {
			throw new SingleKubeError('COMPOSE_INVALID', `${location} is not a YAML file`, {
				seen: [messageOf(error)], hint: 'Mend the file at the place named above', cause: error,
			});
		}
	}));
}
