/** Have every image on the engine, built where it is missing. With all of them there it is one engine call. */
import {buildImage, listOwnImages, type OwnImage, pruneOwnImages, removeImage, tagImage} from '../engine/images.ts';
import type {Engine} from '../engine/engine.ts';
import type {TaggedImage} from '../engine/find-images.ts';
import {engineArchitecture} from '../engine/info.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {labels} from '../labels.ts';
import {baseInputs, makeBaseImage} from './base-image.ts';
import {buildOnly, debianKubernetesVersion, type ImageName, type ImageRecipe, neededRecipes, recipesFor} from './catalogue.ts';
import type {AddonName} from '../plan/addons.ts';
import {buildFailure} from './classify-failure.ts';
import {type ContextFile, contentHashes, referenceOf} from './content.ts';
import {coreDnsMissing, findCoreDns} from './coredns.ts';
import {comesFromElsewhere, contextFolder, readContexts} from './contexts.ts';
import {withImagesLock} from './images-lock.ts';
import {type ImageBuild, planImages} from './plan-images.ts';
import {builder, cachedPrograms, compilePrograms, type Programs, programsHash} from './programs.ts';
import {buildProxies} from './proxies.ts';
import {Slots} from '../slots.ts';

export type ImageOptions = {
	readonly source: 'debian';
	readonly install: boolean;
	/** What the images of these add-ons are needed for. */
	readonly addons: readonly AddonName[];
	/** Images to have beside those that a cluster needs. */
	readonly also?: readonly ImageName[];
};
export type ImageRecord = {readonly reference: string; readonly id: string; readonly version: string};
/** What a cluster needs is always there; an add-on's or an optional image is when it was asked for. */
export type ImageSet = Readonly<Record<'kube-apiserver' | 'holder' | 'nginx', ImageRecord>> & Readonly<Partial<Record<ImageName, ImageRecord>>>;

/** How many builds run side by side: most of their time is the network's and the disk's. */
const atOnce = 3;

/**
 * @throws SingleKubeError IMAGE_TOOL_MISSING, IMAGE_MIRROR_UNREACHABLE, IMAGE_BUILD_FAILED, ENGINE_OUT_OF_SPACE; nothing
 *   half-made is left, and what is whole is used by the next start
 */
export async function ensureImages(engine: Engine, options: ImageOptions, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ImageSet> {
	return await ensure(engine, neededRecipes(options.addons, options.also), options.install, emit, signal) as ImageSet;
}

/** Have just these, and what they are built on. @throws SingleKubeError as ensureImages */
export async function buildImages(engine: Engine, names: readonly ImageName[], {install}: Pick<ImageOptions, 'install'>, emit: Emit, signal: AbortSignal): Promise<Partial<Record<ImageName, ImageRecord>>> {
	return ensure(engine, recipesFor(names), install, emit, signal);
}

async function ensure(engine: Engine, recipes: readonly ImageRecipe[], install: boolean, emit: Emit, signal: AbortSignal): Promise<Partial<Record<ImageName, ImageRecord>>> {
	const wanted = await describeRecipes(engine, recipes);
	if (wanted.builds.length === 0) {
		await nameForManifests(engine, wanted);
		return imageSet(wanted);
	}

	return withImagesLock(async () => {
		// Another start may have built them while this one waited.
		const now = await describeRecipes(engine, recipes);
		await buildAll(engine, now, install, emit, signal);
		await removeLeftovers(engine);
		const made = {...now, own: await namedImages(engine)};
		await nameForManifests(engine, made);
		return imageSet(made);
	}, signal);
}

/** What ensureImages would build on this engine. */
export async function describeImages(engine: Engine, addons: readonly AddonName[], also: readonly ImageName[] = []): Promise<Wanted> {
	return describeRecipes(engine, neededRecipes(addons, also));
}

/** The same for any images; those that they are built on have to be among them. */
export async function describeRecipes(engine: Engine, recipes: readonly ImageRecipe[]): Promise<Wanted> {
	const coreDns = recipes.some(({name}) => name === 'coredns') ? await findCoreDns(engine, debianKubernetesVersion) : undefined;
	return describeFor(await engineArchitecture(engine), await namedImages(engine), recipes, coreDns);
}

/** @param architecture as Go names it; @param own the images that an engine has, none for one that is yet to come; @param coreDns what the image coredns is made from */
export async function describeFor(architecture: string, own: readonly OwnImage[], recipes: readonly ImageRecipe[], coreDns?: TaggedImage): Promise<Wanted> {
	const programs = await programsHash(baseInputs, architecture);
	const contexts = await readContexts(recipes);
	if (coreDns) {
		// Part of what it is made from: another CoreDNS, another image.
		contexts.set('coredns', [...contexts.get('coredns') ?? [], {path: 'coredns.image', content: Buffer.from(coreDns.id), executable: false}]);
	}

	const hashes = contentHashes({recipes, contexts, base: baseInputs, programs, architecture});
	const present = new Map<string, Set<string>>();
	for (const {component, content} of own) {
		present.set(component, (present.get(component) ?? new Set()).add(content));
	}

	return {own, recipes, hashes, contexts, programs, coreDns, builds: planImages(recipes, hashes, present)};
}

export type Wanted = {
	readonly own: readonly OwnImage[];
	readonly recipes: readonly ImageRecipe[];
	readonly hashes: ReadonlyMap<ImageName, string>;
	readonly contexts: ReadonlyMap<ImageName, readonly ContextFile[]>;
	readonly programs: string;
	readonly coreDns: TaggedImage | undefined;
	readonly builds: readonly ImageBuild[];
};

async function buildAll(engine: Engine, wanted: Wanted, install: boolean, emit: Emit, signal: AbortSignal): Promise<void> {
	const failure = new AbortController();
	const either = AbortSignal.any([signal, failure.signal]);
	const done = new Map<ImageName, Promise<void>>();
	const slots = new Slots(atOnce);
	const proxies = await buildProxies();
	const needed = wanted.recipes.filter(({name}) => wanted.builds.some(build => build.name === name));
	let programs: Promise<Programs> | undefined;
	const compiled = async (): Promise<Programs> => {
		programs ??= (async () => await cachedPrograms(wanted.programs) ?? (async () => {
			await ensureBase(engine, wanted, done, install, emit, either);
			return compilePrograms(engine, referenceOf('base', wanted.hashes.get('base')!), wanted.programs, proxies, emit, either);
		})())();
		return programs;
	};

	for (const recipe of needed) {
		const run = (async () => {
			if (recipe.name === 'base') {
				return ensureBase(engine, wanted, done, install, emit, either);
			}

			await Promise.all(recipe.parents.map(async parent => done.get(parent)));
			const files = recipe.programs.length > 0 ? await compiled() : undefined;
			await slots.use(async () => buildOne(engine, recipe, wanted, files, proxies, emit, either));
		})();
		run.catch((error: unknown) => {
			failure.abort(error);
		});
		if (!done.has(recipe.name)) {
			done.set(recipe.name, run);
		}
	}

	await Promise.allSettled([...done.values(), programs]);
	if (either.aborted) {
		throw signal.aborted ? signal.reason : failure.signal.reason;
	}
}

/** The base is there for its children alone; the compiler needs it even where every child of it exists. */
async function ensureBase(engine: Engine, wanted: Wanted, done: Map<ImageName, Promise<void>>, install: boolean, emit: Emit, signal: AbortSignal): Promise<void> {
	const known = done.get('base');
	if (known) {
		return known;
	}

	const content = wanted.hashes.get('base')!;
	const making = (async () => {
		if ((await namedImages(engine)).some(image => image.component === 'base' && image.content === content)) {
			return;
		}

		const startedAt = performance.now();
		emit({type: 'image-build-started', image: 'base', reason: 'none exists'});
		await makeBaseImage(engine, referenceOf('base', content), imageLabels('base', content, 'bookworm'), install, emit, signal);
		emit({type: 'image-build-finished', image: 'base', seconds: (performance.now() - startedAt) / 1000});
	})();
	done.set('base', making);
	return making;
}

async function buildOne(engine: Engine, recipe: ImageRecipe, wanted: Wanted, programs: Programs | undefined, proxies: Readonly<Record<string, string>>, emit: Emit, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	const {name} = recipe;
	if (name === 'coredns' && !wanted.coreDns) {
		throw coreDnsMissing(debianKubernetesVersion);
	}

	const startedAt = performance.now();
	emit({type: 'image-build-started', image: name, reason: wanted.builds.find(build => build.name === name)!.reason});
	const compiled = await Promise.all(recipe.programs.map(async program => ({path: `bin/${program}`, content: await programs!.read(program), executable: true})));
	const output: string[] = [];
	const content = wanted.hashes.get(name)!;
	try {
		await buildImage(engine, {
			reference: referenceOf(name, content),
			folder: contextFolder(name),
			files: [...(wanted.contexts.get(name) ?? []).filter(({path}) => comesFromElsewhere(name, path)), ...compiled],
			labels: imageLabels(name, content, programs?.version ?? 'bookworm'),
			arguments: {
				...proxies,
				...name === 'coredns' ? {COREDNS: wanted.coreDns!.id} : {},
				...Object.fromEntries(recipe.parents.map(parent => [parent.toUpperCase().replaceAll('-', '_'), referenceOf(parent, wanted.hashes.get(parent)!)])),
			},
		}, ({step, steps, line}) => {
			output.push(line);
			emit({type: 'image-build-progressed', image: name, step, steps, line});
		}, signal);
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof SingleKubeError && error.code === 'ENGINE_UNREACHABLE' ? error : buildFailure(`the image ${name}`, output, error);
	}

	emit({type: 'image-build-finished', image: name, seconds: (performance.now() - startedAt) / 1000});
}

function imageLabels(name: ImageName, content: string, version: string): Record<string, string> {
	return {[labels.component]: name, [labels.content]: content, [labels.version]: version};
}

function imageSet({own, hashes, recipes}: Wanted): Partial<Record<ImageName, ImageRecord>> {
	return Object.fromEntries(recipes.filter(({name}) => !buildOnly.has(name)).map(({name}) => {
		const image = own.find(({component, content}) => component === name && content === hashes.get(name));
		if (!image) {
			throw new SingleKubeError('IMAGE_MISSING', `the image ${name} is not on the engine, although it was built`, {hint: 'Start again'});
		}

		return [name, {reference: referenceOf(name, image.content), id: image.id, version: image.version}];
	}));
}

/** The tag that a manifest can name moves with the image. */
async function nameForManifests(engine: Engine, {own, hashes, recipes}: Wanted): Promise<void> {
	for (const {name} of recipes.filter(recipe => recipe.forManifests)) {
		const image = own.find(({component, content}) => component === name && content === hashes.get(name));
		if (image && !image.references.includes(`single-kube/${name}:latest`)) {
			await tagImage(engine, image.id, `single-kube/${name}`, 'latest');
		}
	}
}

/** Only what has our name: an image that a user built on one of ours has its labels, too. */
async function namedImages(engine: Engine): Promise<OwnImage[]> {
	return (await listOwnImages(engine)).filter(({component, content, references}) => references.includes(referenceOf(component, content)));
}

/** A builder whose process was killed before it could remove it, and the layers of builds that were aborted. */
async function removeLeftovers(engine: Engine): Promise<void> {
	for (const {id} of (await namedImages(engine)).filter(({component}) => component === builder)) {
		await removeImage(engine, id);
	}

	await pruneOwnImages(engine, [...buildOnly, builder]);
}
