/** The layers of images and their sizes: what several images share is on the disk once. */
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

/** `id` is the same for the same content on top of the same layers: that is what the engine keeps once. */
export type ImageLayer = {readonly id: string; readonly bytes: number};

/** As the engine lists it, newest first; what changed no file has size 0. */
export type HistoryEntry = {readonly Size: number; readonly CreatedBy: string};

/** @returns the layers of an image, lowest first @throws SingleKubeError of translate-errors */
export async function imageLayers(engine: Engine, reference: string): Promise<ImageLayer[]> {
	const image = engine.docker.getImage(reference);
	const [{RootFS}, history] = await Promise.all([
		engineCall(`inspect ${reference}`, image.inspect()), engineCall(`read the history of ${reference}`, image.history() as Promise<HistoryEntry[]>),
	]);
	return layersOf(RootFS.Layers ?? [], history);
}

/**
 * The engine lists layers in one place and sizes in another, where entries without a layer stand between them. Those
 * are told by their size of 0 and by the builder's mark for what only sets a word of the configuration.
 *
 * @param diffIds lowest first
 * @param history newest first
 */
export function layersOf(diffIds: readonly string[], history: readonly HistoryEntry[]): ImageLayer[] {
	const entries = [...history].reverse();
	let empty = diffIds.length - entries.filter(({Size}) => Size > 0).length;
	const sizes = entries.filter(({Size, CreatedBy}) => Size > 0 || (empty > 0 && !isConfiguration(CreatedBy) && empty-- > 0)).map(({Size}) => Size);
	return diffIds.map((_, index) => ({id: diffIds.slice(0, index + 1).join(' '), bytes: sizes[index] ?? 0}));
}

/** @returns the bytes of all layers of these images, each counted once */
export function uniqueBytes(images: ReadonlyArray<readonly ImageLayer[]>): number {
	return [...new Map(images.flat().map(({id, bytes}) => [id, bytes])).values()].reduce((sum, bytes) => sum + bytes, 0);
}

function isConfiguration(createdBy: string): boolean {
	return /#\(nop\)\s+(?!ADD|COPY)/.test(createdBy);
}
