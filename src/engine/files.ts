/** Files in and out of containers and, through them, of volumes: the engine's archive calls. */
import {pack} from 'tar-stream';
import type {Engine} from './engine.ts';
import {engineCall, findCall} from './translate-errors.ts';
import {untar} from './untar.ts';

/** A file by its path, with its mode. */
export type EngineFile = {readonly path: string; readonly content: string; readonly mode: number};

/**
 * Write files below `directory` of a container, running or not; folders on the way are made, 0755 and root's.
 *
 * @param files paths relative to `directory`
 */
export async function writeFiles(engine: Engine, container: string, directory: string, files: readonly EngineFile[]): Promise<void> {
	const archive = pack();
	const folders = new Set<string>();
	for (const file of files) {
		const parts = file.path.split('/').slice(0, -1);
		for (const depth of parts.keys()) {
			folders.add(parts.slice(0, depth + 1).join('/'));
		}
	}

	for (const name of [...folders].sort()) {
		archive.entry({name, type: 'directory', mode: 0o755, uid: 0, gid: 0});
	}

	for (const {path, content, mode} of files) {
		archive.entry({name: path, mode, uid: 0, gid: 0}, content);
	}

	archive.finalize();
	const chunks: Buffer[] = [];
	for await (const chunk of archive) {
		chunks.push(chunk as Buffer);
	}

	await engineCall(`write files into ${container}:${directory}`,
		engine.docker.getContainer(container).putArchive(Buffer.concat(chunks), {path: directory}));
}

/**
 * Read all regular files below `directory` of a container.
 *
 * @returns contents by path relative to `directory`; undefined when there is no such directory or container
 */
export async function readFiles(engine: Engine, container: string, directory: string): Promise<Map<string, string> | undefined> {
	const stream = await findCall(`read files of ${container}:${directory}`,
		engine.docker.getContainer(container).getArchive({path: directory}));
	if (!stream) {
		return undefined;
	}

	return new Map([...await untar(stream)].map(([path, content]) => [path, content.toString('utf8')]));
}
