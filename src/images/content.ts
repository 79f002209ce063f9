/** Hashes of everything that an image is built from: the same hash, the same image. Pure. */
import {createHash} from 'node:crypto';
import type {ImageName, ImageRecipe} from './catalogue.ts';

/** A file of a build context: its path there, its bytes, whether it is executable. */
export type ContextFile = {readonly path: string; readonly content: Buffer; readonly executable: boolean};

/** @returns 64 hex digits */
export function hashFiles(files: readonly ContextFile[], more: readonly string[] = []): string {
	const hash = createHash('sha256');
	for (const text of more) {
		hash.update(`${text}\0`);
	}

	for (const {path, content, executable} of [...files].sort((a, b) => a.path < b.path ? -1 : 1)) {
		hash.update(`${path}\0${executable}\0${content.length}\0`).update(content);
	}

	return hash.digest('hex');
}

export type ContentInput = {
	readonly recipes: readonly ImageRecipe[];
	/** The files of each image's own context, without compiled programs. */
	readonly contexts: ReadonlyMap<ImageName, readonly ContextFile[]>;
	/** What the base is made with: suite, variant, packages, options. */
	readonly base: readonly string[];
	/** What else each image is made from: the identities of its programs, the reference of its root. */
	readonly madeFrom: ReadonlyMap<ImageName, readonly string[]>;
	readonly architecture: string;
};

/** @returns the content hash of each image; a parent's is part of its children's */
export function contentHashes({recipes, contexts, base, madeFrom, architecture}: ContentInput): Map<ImageName, string> {
	const hashes = new Map<ImageName, string>();
	for (const recipe of recipes) {
		hashes.set(recipe.name, hashFiles(contexts.get(recipe.name) ?? [], [
			recipe.name, architecture,
			...(recipe.name === 'base' ? base : []),
			...recipe.parents.map(parent => hashes.get(parent)!),
			...madeFrom.get(recipe.name) ?? [],
		]));
	}

	return hashes;
}

export function referenceOf(name: string, content: string): string {
	return `single-kube/${name}:${content.slice(0, 12)}`;
}
