/** Which images have to be built, and why. Pure: what `start --dry-run` says of images, too. */
import {buildOnly, type ImageName, type ImageRecipe} from './catalogue.ts';

export type ImageBuild = {readonly name: ImageName; readonly reason: string};

/**
 * @param hashes the content hash that each image should have
 * @param present content hashes that the engine has, by image
 * @returns images to build, parents first; an image that only building needs is built when one that needs it is
 */
export function planImages(recipes: readonly ImageRecipe[], hashes: ReadonlyMap<ImageName, string>, present: ReadonlyMap<string, ReadonlySet<string>>): ImageBuild[] {
	const missing = (name: ImageName): boolean => !(present.get(name)?.has(hashes.get(name)!) ?? false);
	const wanted = new Map<ImageName, string>();
	for (const recipe of [...recipes].reverse()) {
		const {name} = recipe;
		const child = recipes.find(other => other.parents.includes(name) && wanted.has(other.name));
		if (missing(name) && (!buildOnly.has(name) || child)) {
			wanted.set(name, buildOnly.has(name) ? `${child!.name} is built on it` : present.has(name) ? 'what it is made from changed' : 'none exists');
		}
	}

	return recipes.filter(({name}) => wanted.has(name)).map(({name}) => ({name, reason: wanted.get(name)!}));
}
