/** What images an engine should have, which it has, and what has to be built or fetched for the rest. Makes nothing. */
import type {Engine} from '../engine/engine.ts';
import {findTagged, type TaggedImage} from '../engine/find-images.ts';
import {listOwnImages, type OwnImage} from '../engine/images.ts';
import {engineArchitecture} from '../engine/info.ts';
import type {AddonName} from '../plan/addons.ts';
import {familiarName, familiarRepository, parseReference} from '../upstream/references.ts';
import {buildOnly, type ImageName, type ImageRecipe, neededRecipes} from './catalogue.ts';
import {type ContextFile, contentHashes, referenceOf} from './content.ts';
import {findCoreDns} from './coredns.ts';
import {readContexts} from './contexts.ts';
import {type ImageBuild, planImages} from './plan-images.ts';
import {type ImageSource, versionOf} from './source.ts';

export type Wanted = {
	readonly source: ImageSource;
	readonly architecture: string;
	readonly own: readonly OwnImage[];
	/** Of what is built, parents first. */
	readonly recipes: readonly ImageRecipe[];
	readonly hashes: ReadonlyMap<ImageName, string>;
	readonly contexts: ReadonlyMap<ImageName, readonly ContextFile[]>;
	/** The image that one of ours is built on, or takes its program from: a reference or an id. */
	readonly roots: Readonly<Partial<Record<ImageName, string>>>;
	/** What is had as it is; without an id where the engine does not have it. */
	readonly published: ReadonlyArray<{readonly name: ImageName; readonly reference: string; readonly id: string | undefined}>;
	readonly builds: readonly ImageBuild[];
	/** References that have to be fetched before all else is there. */
	readonly fetches: readonly string[];
};

export type WhichImages = {
	readonly source: ImageSource;
	/** What the images of these add-ons are needed for. */
	readonly addons: readonly AddonName[];
	/** Images to have beside those that a cluster needs. */
	readonly also?: readonly ImageName[];
};

/** What ensureImages would build and fetch on this engine. @throws SingleKubeError of the engine's */
export async function describeImages(engine: Engine, {source, addons, also}: WhichImages): Promise<Wanted> {
	return describeRecipes(engine, source, neededRecipes(addons, also, versionOf(source, 'kubelet')));
}

/** The same for any images; those that they are built on have to be among them. */
export async function describeRecipes(engine: Engine, source: ImageSource, recipes: readonly ImageRecipe[]): Promise<Wanted> {
	const coreDns = recipes.some(({name}) => name === 'coredns') && source.roots.coredns === undefined
		? await findCoreDns(engine, source.kubernetesVersion) : undefined;
	const references = [...Object.values(source.published), ...Object.values(source.roots), ...source.base.needs, ...Object.values(source.programs.images ?? {})];
	const repositories = [...new Set(references.map(reference => familiarRepository(parseReference(reference))))];
	const [architecture, own, tagged] = await Promise.all([
		engineArchitecture(engine), namedImages(engine), repositories.length === 0 ? [] : findTagged(engine, repositories),
	]);
	return describeFor(architecture, {own, tagged}, source, recipes, coreDns?.id);
}

/**
 * @param architecture as Go names it
 * @param present what an engine has, nothing for one that is yet to come
 * @param coreDns the id of the image that the image coredns is made from, where the source has none
 */
export async function describeFor(
	architecture: string, present: {readonly own: readonly OwnImage[]; readonly tagged: readonly TaggedImage[]}, source: ImageSource, recipes: readonly ImageRecipe[], coreDns?: string,
): Promise<Wanted> {
	const built = recipes.filter(({name}) => source.published[name] === undefined);
	const contexts = new Map(await readContexts(built));
	contexts.set('base', await source.base.context());
	const roots = coreDns === undefined ? source.roots : {...source.roots, coredns: coreDns};
	const madeFrom = new Map<ImageName, readonly string[]>(await Promise.all(built.map(async recipe => [recipe.name, [
		...roots[recipe.name] === undefined ? [] : [roots[recipe.name]!],
		...await Promise.all(programsOf(recipe, source).map(async program => `${program} ${await source.programs.identity(program, architecture)}`)),
	]] as const)));
	const hashes = contentHashes({recipes: built, contexts, base: source.base.inputs, madeFrom, architecture});
	const contents = new Map<string, Set<string>>();
	for (const {component, content} of present.own) {
		contents.set(component, (contents.get(component) ?? new Set()).add(content));
	}

	const builds = planImages(built, hashes, contents);
	const idOf = (reference: string): string | undefined => present.tagged.find(image => image.reference === familiarName(parseReference(reference)))?.id ?? present.own.find(({references}) => references.includes(reference))?.id;
	const published = recipes.flatMap(({name}) => {
		const reference = source.published[name];
		return reference === undefined ? [] : [{name, reference, id: idOf(reference)}];
	});
	const fetches = new Set(published.filter(({id, reference}) => id === undefined || source.outdated?.has(reference)).map(({reference}) => reference));
	const needs = builds.flatMap(({name}) => [
		...source.roots[name] === undefined ? [] : [source.roots[name]],
		...name === 'base' ? source.base.needs : programsOf(built.find(recipe => recipe.name === name)!, source).flatMap(program => source.programs.images?.[program] ?? []),
	]);
	for (const reference of needs.filter(needed => idOf(needed) === undefined)) {
		fetches.add(reference);
	}

	return {source, architecture, own: present.own, recipes: built, hashes, contexts, roots, published, builds, fetches: [...fetches]};
}

/** @throws SingleKubeError IMAGE_MISSING where something would have to be built, and the source builds nothing */
export function refuseBuilds({source, builds}: Pick<Wanted, 'source' | 'builds'>): void {
	const runnable = builds.map(({name}) => name).filter(name => !buildOnly.has(name));
	if (source.cannotBuild && runnable.length > 0) {
		throw source.cannotBuild(runnable);
	}
}

/** The programs that go into an image's context: what its root has is left out. */
export function programsOf(recipe: ImageRecipe, source: ImageSource): string[] {
	const inRoot = source.roots[recipe.name] === undefined ? undefined : recipe.upstream;
	return [...recipe.programs.filter(program => program !== inRoot), ...recipe.programsIfAny.filter(program => source.programs.has(program))];
}

/** Only what has our name: an image that a user built on one of ours has its labels, too. */
export async function namedImages(engine: Engine): Promise<OwnImage[]> {
	return (await listOwnImages(engine)).filter(({component, content, references}) => references.includes(referenceOf(component, content)));
}
