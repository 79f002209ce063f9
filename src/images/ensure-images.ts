/** Have every image on the engine, built or fetched where it is missing. With all of them there it is one round of lists. */
import {pruneOwnImages, removeImage, tagImage} from '../engine/images.ts';
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {buildAll} from './build-images.ts';
import {buildOnly, type ImageName, type ImageRecipe, neededRecipes, recipes as allRecipes, recipesFor} from './catalogue.ts';
import {referenceOf} from './content.ts';
import {describeRecipes, namedImages, refuseBuilds, type Wanted, type WhichImages} from './describe-images.ts';
import {withImagesLock} from './images-lock.ts';
import {builder} from './programs.ts';
import {buildProxies} from './proxies.ts';
import {type ImageSource, versionOf} from './source.ts';

export type ImageOptions = WhichImages & {readonly install: boolean};
export type ImageRecord = {readonly reference: string; readonly id: string; readonly version: string};
/** What a cluster needs is always there; an add-on's or an optional image is when it was asked for. */
export type ImageSet = Readonly<Record<'kube-apiserver' | 'holder' | 'nginx', ImageRecord>> & Readonly<Partial<Record<ImageName, ImageRecord>>>;

/**
 * @throws SingleKubeError IMAGE_TOOL_MISSING, IMAGE_MIRROR_UNREACHABLE, IMAGE_BUILD_FAILED, ENGINE_OUT_OF_SPACE, and
 *   those of the source; nothing half-made is left, and what is whole is used by the next start
 */
export async function ensureImages(engine: Engine, {source, addons, also, install}: ImageOptions, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ImageSet> {
	return await ensure(engine, source, neededRecipes(addons, also, versionOf(source, 'kubelet')), install, emit, signal) as ImageSet;
}

/** Have just these, and what they are built on. @throws SingleKubeError as ensureImages */
export async function buildImages(
	engine: Engine, names: readonly ImageName[], {source, install}: Pick<ImageOptions, 'source' | 'install'>, emit: Emit, signal: AbortSignal,
): Promise<Partial<Record<ImageName, ImageRecord>>> {
	return ensure(engine, source, recipesFor(names), install, emit, signal);
}

/** References by image name. */
export function referencesOf(images: Partial<Record<ImageName, ImageRecord>>): Record<string, string> {
	return Object.fromEntries(Object.entries(images).map(([name, {reference}]) => [name, reference]));
}

async function ensure(engine: Engine, source: ImageSource, recipes: readonly ImageRecipe[], install: boolean, emit: Emit, signal: AbortSignal): Promise<Partial<Record<ImageName, ImageRecord>>> {
	const wanted = await describeRecipes(engine, source, recipes);
	refuseBuilds(wanted);
	if (wanted.builds.length + wanted.fetches.length === 0) {
		await nameForManifests(engine, wanted);
		return imageSet(wanted);
	}

	return withImagesLock(async () => {
		// Another start may have built them while this one waited.
		const now = await describeRecipes(engine, source, recipes);
		const tools = {engine, architecture: now.architecture, install, proxies: await buildProxies(), emit, signal};
		if (now.fetches.length > 0) {
			await source.fetch(now.fetches, tools);
		}

		await buildAll(now, tools);
		await removeLeftovers(engine);
		const made = await describeRecipes(engine, source, recipes);
		await nameForManifests(engine, made);
		return imageSet(made);
	}, signal);
}

function imageSet({own, hashes, recipes, published, source}: Wanted): Partial<Record<ImageName, ImageRecord>> {
	const built = recipes.filter(({name}) => !buildOnly.has(name)).map(({name}) => {
		const image = own.find(({component, content}) => component === name && content === hashes.get(name));
		return [name, image && {reference: referenceOf(name, image.content), id: image.id, version: image.version}] as const;
	});
	const taken = published.map(({name, reference, id}) => [name, id === undefined ? undefined : {reference, id, version: versionOf(source, name)}] as const);
	for (const [name, record] of [...built, ...taken]) {
		if (!record) {
			throw new SingleKubeError('IMAGE_MISSING', `the image ${name} is not on the engine, although it was made`, {hint: 'Start again'});
		}
	}

	return Object.fromEntries([...built, ...taken]) as Partial<Record<ImageName, ImageRecord>>;
}

/** The tag that a manifest can name moves with the image. */
async function nameForManifests(engine: Engine, {own, hashes, recipes, published}: Wanted): Promise<void> {
	for (const {name} of allRecipes.filter(recipe => recipe.forManifests)) {
		const taken = published.find(image => image.name === name);
		const image = taken ? own.find(({id}) => id === taken.id)
			: recipes.some(recipe => recipe.name === name) ? own.find(({component, content}) => component === name && content === hashes.get(name)) : undefined;
		if (image && !image.references.includes(`single-kube/${name}:latest`)) {
			await tagImage(engine, image.id, `single-kube/${name}`, 'latest');
		}
	}
}

/** A builder whose process was killed before it could remove it, and the layers of builds that were aborted. */
async function removeLeftovers(engine: Engine): Promise<void> {
	for (const {id} of (await namedImages(engine)).filter(({component}) => component === builder)) {
		await removeImage(engine, id);
	}

	await pruneOwnImages(engine, [...buildOnly, builder]);
}
