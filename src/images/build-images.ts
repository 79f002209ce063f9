/** Build what is missing, parents first, side by side where nothing waits for another. */
import {buildImage} from '../engine/images.ts';
import {SingleKubeError} from '../errors.ts';
import {Slots} from '../slots.ts';
import {buildFailure} from './classify-failure.ts';
import type {ImageName, ImageRecipe} from './catalogue.ts';
import {referenceOf} from './content.ts';
import {coreDnsMissing} from './coredns.ts';
import {comesFromElsewhere, contextFolder} from './contexts.ts';
import {namedImages, programsOf, type Wanted} from './describe-images.ts';
import {imageLabels} from './image-labels.ts';
import {type BuildTools, type ProgramReader, versionOf} from './source.ts';

/** How many builds run side by side: most of their time is the network's and the disk's. */
const atOnce = 3;

/** @throws SingleKubeError of the first that fails; the others are ended */
export async function buildAll(wanted: Wanted, given: BuildTools): Promise<void> {
	const failure = new AbortController();
	const signal = AbortSignal.any([given.signal, failure.signal]);
	const tools = {...given, signal};
	const done = new Map<ImageName, Promise<void>>();
	const slots = new Slots(atOnce);
	const needed = wanted.recipes.filter(({name}) => wanted.builds.some(build => build.name === name));
	const base = async (): Promise<string> => {
		if (!done.has('base')) {
			done.set('base', makeBase(wanted, tools));
		}

		await done.get('base');
		return referenceOf('base', wanted.hashes.get('base')!);
	};

	const read = wanted.source.programs.open({...tools, base});
	for (const recipe of needed.filter(({name}) => name !== 'base' || !done.has(name))) {
		const run = (async () => {
			if (recipe.name === 'base') {
				await base();
				return;
			}

			await Promise.all(recipe.parents.map(async parent => done.get(parent)));
			await buildOne(recipe, wanted, read, tools, slots);
		})();
		run.catch((error: unknown) => {
			failure.abort(error);
		});
		if (!done.has(recipe.name)) {
			done.set(recipe.name, run);
		}
	}

	await Promise.allSettled(done.values());
	if (signal.aborted) {
		throw given.signal.aborted ? given.signal.reason : failure.signal.reason;
	}
}

/** The base is there for its children alone; a compiler needs it even where every child of it exists. */
async function makeBase({source, hashes}: Wanted, tools: BuildTools): Promise<void> {
	const content = hashes.get('base')!;
	if ((await namedImages(tools.engine)).some(image => image.component === 'base' && image.content === content)) {
		return;
	}

	const startedAt = performance.now();
	tools.emit({type: 'image-build-started', image: 'base', reason: 'none exists'});
	await source.base.make(referenceOf('base', content), imageLabels('base', content, 'bookworm'), tools);
	tools.emit({type: 'image-build-finished', image: 'base', seconds: (performance.now() - startedAt) / 1000});
}

async function buildOne(recipe: ImageRecipe, wanted: Wanted, read: ProgramReader, {engine, proxies, emit, signal}: BuildTools, slots: Slots): Promise<void> {
	signal.throwIfAborted();
	const {name} = recipe;
	const {source, hashes, roots} = wanted;
	if (name === 'coredns' && roots.coredns === undefined) {
		throw coreDnsMissing(source.kubernetesVersion);
	}

	const programs = await Promise.all(programsOf(recipe, source).map(async program => ({path: `bin/${program}`, content: await read(program), executable: true})));
	await slots.use(async () => {
		const startedAt = performance.now();
		emit({type: 'image-build-started', image: name, reason: wanted.builds.find(build => build.name === name)!.reason});
		const output: string[] = [];
		const content = hashes.get(name)!;
		try {
			await buildImage(engine, {
				reference: referenceOf(name, content),
				folder: contextFolder(name),
				files: [...(wanted.contexts.get(name) ?? []).filter(({path}) => comesFromElsewhere(name, path)), ...programs],
				labels: imageLabels(name, content, recipe.programs.length > 0 ? versionOf(source, name) : 'bookworm'),
				arguments: {
					...proxies,
					...roots[name] === undefined ? {} : {ROOT: roots[name]},
					...Object.fromEntries(recipe.parents.map(parent => [parent.toUpperCase().replaceAll('-', '_'), referenceOf(parent, hashes.get(parent)!)])),
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
	});
}
