/** Images: build, import, list, read out of, remove. */
import {Readable} from 'node:stream';
import path from 'node:path';
import {pack as packFolder} from 'tar-fs';
import {type Pack, pack} from 'tar-stream';
import {labels} from '../labels.ts';
import {type BuildProgress, readBuildOutput} from './build-output.ts';
import type {Engine} from './engine.ts';
import {engineCall, idempotentCall} from './translate-errors.ts';
import {untar} from './untar.ts';

export type BuildRequest = {
	readonly reference: string;
	/** A folder whose files are the context, but for those named. */
	readonly folder?: {readonly path: string; readonly without?: readonly string[]};
	/** More files of the context, or all of them. */
	readonly files: ReadonlyArray<{readonly path: string; readonly content: Buffer; readonly executable: boolean}>;
	readonly labels: Readonly<Record<string, string>>;
	readonly arguments: Readonly<Record<string, string>>;
};

/**
 * Build with the engine's own builder, which all versions have.
 *
 * @throws Error with the builder's message when a step fails; SingleKubeError of translate-errors; the signal's reason
 */
export async function buildImage(engine: Engine, request: BuildRequest, progress: (progress: BuildProgress) => void, signal: AbortSignal): Promise<void> {
	const stream = await engineCall(`build ${request.reference}`, engine.docker.buildImage(Readable.from(packContext(request)), {
		t: request.reference, labels: request.labels, buildargs: request.arguments, rm: true, forcerm: true, version: '1', abortSignal: signal,
	} as never) as unknown as Promise<NodeJS.ReadableStream>) as Readable;
	for await (const line of readBuildOutput(stream)) {
		progress(line);
	}

	signal.throwIfAborted();
}

/** Owners, times and all of the mode but whether it can be run are this machine's, not the context's. */
function packContext({folder, files}: BuildRequest): Pack {
	const addFiles = (archive: Pack): void => {
		for (const {path: name, content, executable} of files) {
			archive.entry({name, ...header(executable)}, content);
		}

		archive.finalize();
	};

	if (!folder) {
		const archive = pack();
		addFiles(archive);
		return archive;
	}

	return packFolder(folder.path, {
		ignore: file => folder.without?.includes(path.basename(file)) ?? false,
		map: entry => ({...entry, ...header(((entry.mode ?? 0) & 0o100) !== 0 || entry.type === 'directory')}),
		finalize: false, finish: addFiles as never,
	}) as unknown as Pack;
}

function header(executable: boolean): {mode: number; mtime: Date; uid: number; gid: number} {
	return {mode: executable ? 0o755 : 0o644, mtime: new Date(0), uid: 0, gid: 0};
}

/** Import a root file system as an image of one layer. @param archive a tar */
export async function importImage(engine: Engine, archive: Buffer, reference: string, imageLabels: Readonly<Record<string, string>>): Promise<void> {
	const [repo, tag] = reference.split(':') as [string, string];
	const changes = Object.entries(imageLabels).map(([key, value]) => `LABEL ${key}=${value}`);
	const stream = await engineCall(`import ${reference}`, engine.docker.importImage(Readable.from([archive]), {
		repo, tag, changes: ['ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...changes] as never,
	}));
	for await (const _line of readBuildOutput(stream as Readable)) {
		// Progress of an upload that takes a second; what goes wrong is thrown.
	}
}

export type OwnImage = {
	readonly id: string; readonly component: string; readonly content: string; readonly version: string; readonly size: number;
	/** Its names, e.g. `single-kube/etcd:0123456789ab`: what a user builds on an image of ours inherits the labels, not the name. */
	readonly references: readonly string[];
};

/** The images that single-kube made, and those that were built on them, by label. */
export async function listOwnImages(engine: Engine): Promise<OwnImage[]> {
	const images = await engineCall('list the images', engine.docker.listImages({filters: {label: [labels.content]}} as object));
	return images.map(image => ({
		id: image.Id, component: image.Labels?.[labels.component] ?? '', content: image.Labels?.[labels.content] ?? '', version: image.Labels?.[labels.version] ?? '', size: image.Size,
		references: image.RepoTags ?? [],
	}));
}

/** The regular files of a folder of an image, by name: read from a container that never runs. */
export async function readFromImage(engine: Engine, reference: string, folder: string): Promise<Map<string, Buffer>> {
	const container = await engineCall(`open ${reference}`, engine.docker.createContainer({Image: reference, Cmd: ['none']}));
	try {
		return await untar(await engineCall(`read ${folder} of ${reference}`, container.getArchive({path: folder})));
	} finally {
		await idempotentCall('remove the container', container.remove({force: true, v: true}), [404]);
	}
}

export async function tagImage(engine: Engine, id: string, repo: string, tag: string): Promise<void> {
	await engineCall(`tag ${repo}:${tag}`, engine.docker.getImage(id).tag({repo, tag}));
}

/** With the layers that nothing else uses. */
export async function removeImage(engine: Engine, reference: string): Promise<void> {
	await idempotentCall(`remove ${reference}`, engine.docker.getImage(reference).remove({force: true}), [404, 409]);
}

/** Take one name from an image; it goes with its last name only where nothing uses it. */
export async function untagImage(engine: Engine, reference: string): Promise<void> {
	await idempotentCall(`remove the name ${reference}`, engine.docker.getImage(reference).remove(), [404, 409]);
}

/**
 * Remove what builds left without a name: earlier stages, and what an aborted one had made.
 *
 * @param components whose label such layers have: they inherit it from what they were built on
 */
export async function pruneOwnImages(engine: Engine, components: readonly string[]): Promise<void> {
	for (const component of components) {
		await engineCall('remove unused layers', engine.docker.pruneImages({filters: {dangling: ['true'], label: [`${labels.component}=${component}`]}} as object));
	}
}
