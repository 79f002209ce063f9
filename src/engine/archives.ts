/** Images out of an engine and into one, as `docker save` and `docker load` have them: streamed, never held. */
import type {Readable} from 'node:stream';
import {readBuildOutput} from './build-output.ts';
import type {Engine} from './engine.ts';
import {engineCall, findCall} from './translate-errors.ts';

/** @returns a tar with these images and their names, each layer once @throws SingleKubeError of translate-errors */
export async function saveImages(engine: Engine, references: readonly string[], signal: AbortSignal): Promise<Readable> {
	// Its types know only the one for a single image.
	const docker = engine.docker as unknown as {readonly getImages: (options: object) => Promise<Readable>};
	return engineCall(`save ${references.length} images`, docker.getImages({names: references, abortSignal: signal}));
}

/**
 * Have the engine take in all images of such a tar.
 *
 * @param archive when it fails, the engine never sees its end
 * @throws SingleKubeError of translate-errors; what the archive failed with; the signal's reason
 */
export async function loadImages(engine: Engine, archive: Readable, signal: AbortSignal): Promise<void> {
	const broken = new AbortController();
	archive.once('error', error => {
		broken.abort(error);
	});
	try {
		await engineCall('load the images', (async () => {
			const answer = await engine.docker.loadImage(archive as never, {quiet: true, abortSignal: AbortSignal.any([signal, broken.signal])} as never) as unknown as Readable;
			for await (const _line of readBuildOutput(answer)) {
				// The names of what was loaded; what goes wrong is thrown.
			}
		})());
	} catch (error) {
		signal.throwIfAborted();
		throw broken.signal.aborted ? broken.signal.reason : error;
	} finally {
		archive.destroy();
	}
}

/** What tells one image from another, whichever way an engine stores it. */
export type ImageIdentity = {
	/** As the engine names it: of the configuration, or, with the containerd image store, of what is above that. */
	readonly id: string;
	/** The digests of its layers before compression, lowest first. */
	readonly layers: readonly string[];
	/** What containers of it run by default, and its labels: JSON with sorted keys. */
	readonly runs: string;
};

/** @returns undefined where the engine has no such image */
export async function identifyImage(engine: Engine, reference: string): Promise<ImageIdentity | undefined> {
	const found = await findCall(`inspect ${reference}`, engine.docker.getImage(reference).inspect());
	if (!found) {
		return undefined;
	}

	const {Entrypoint, Cmd, Env, WorkingDir, User, Labels} = found.Config;
	return {
		id: found.Id, layers: found.RootFS.Layers ?? [],
		runs: JSON.stringify([words(Entrypoint), words(Cmd), Env ?? [], WorkingDir || '/', User ?? '', Object.entries(Labels ?? {}).sort(([a], [b]) => a < b ? -1 : 1)]),
	};
}

/** Engines differ in whether they write an empty list, null, or nothing. */
const words = (given: string | readonly string[] | undefined | null): readonly string[] => typeof given === 'string' ? [given] : given ?? [];

/** Whether they are one image, be it on engines that name it differently. */
export function sameImage(a: ImageIdentity, b: ImageIdentity): boolean {
	return a.id === b.id || (a.runs === b.runs && a.layers.length > 0 && a.layers.join() === b.layers.join());
}
