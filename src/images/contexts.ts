/** Read images/: the only reader of its files. */
import {readdir, readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {bundleOf} from './bundles.ts';
import {type ImageName, type ImageRecipe} from './catalogue.ts';
import type {ContextFile} from './content.ts';

export const imagesDirectory = fileURLToPath(new URL('../../images/', import.meta.url));

/** For esbuild, not for the image. */
const bundlersOwn = 'unused.cjs';

/** The files of each image's context as far as they come with single-kube; programs that are compiled come later. */
export async function readContexts(recipes: readonly ImageRecipe[]): Promise<Map<ImageName, readonly ContextFile[]>> {
	return new Map<ImageName, readonly ContextFile[]>(await Promise.all(recipes.filter(({name}) => name !== 'base').map(async ({name, shared, bundle}) => {
		const own = (await readFolder(name)).filter(({path: file}) => file !== bundlersOwn);
		const extra = await Promise.all(shared.map(async file => ({...await readOne(path.join(imagesDirectory, file)), path: `bin/${file}`})));
		const program = bundle === undefined ? [] : [{path: bundleFile(name), content: await bundleOf(name, bundle), executable: false}];
		return [name, [...own, ...extra, ...program]] as const;
	})));
}

/** All files of one folder of images/. */
export async function readFolder(folder: string): Promise<ContextFile[]> {
	const directory = path.join(imagesDirectory, folder);
	const names = (await readdir(directory)).sort();
	return Promise.all(names.map(async name => ({...await readOne(path.join(directory, name)), path: name})));
}

async function readOne(file: string): Promise<Omit<ContextFile, 'path'>> {
	const [content, {mode}] = await Promise.all([readFile(file), stat(file)]);
	return {content, executable: (mode & 0o100) !== 0};
}

/** The folder of images/ that goes into a context as it is. */
export function contextFolder(name: string): {readonly path: string; readonly without: readonly string[]} {
	return {path: path.join(imagesDirectory, name), without: [bundlersOwn]};
}

const bundleFile = (name: ImageName): string => `${name}.cjs`;

/** What a context has beside its folder: shared and compiled programs, a program of ours. */
export function comesFromElsewhere(name: ImageName, file: string): boolean {
	return file.startsWith('bin/') || file === bundleFile(name);
}
