/** Everything a machine without a network needs for a cluster, in one file. */
import {dnsServerImages} from '../cluster/dns-server.ts';
import {withMetricsServer} from '../cluster/metrics-server-image.ts';
import {checkOptions, type ClusterOptions, defaultName} from '../cluster/options.ts';
import {settleSettings} from '../cluster/settings.ts';
import {settleSource} from '../cluster/settle-source.ts';
import {connectEngine} from '../engine/connect.ts';
import {identifyImage, saveImages} from '../engine/archives.ts';
import type {Engine} from '../engine/engine.ts';
import {imageLayers, uniqueBytes} from '../engine/image-layers.ts';
import {engineInfo} from '../engine/info.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {type ImageName, recipes} from '../images/catalogue.ts';
import {ensureImages, type ImageSet, referencesOf} from '../images/ensure-images.ts';
import type {ManifestHead} from './bundle-bytes.ts';
import {reportBytes} from './byte-progress.ts';
import {madeBy, ownContent} from './made-by.ts';
import {bundleFormat, type BundleImage, type BundleManifest} from './manifest.ts';
import {checkWritable, writeBundle, type WrittenBundle} from './write-bundle.ts';

/** The cluster that a bundle is for, and the file. */
export type MakeBundleOptions = ClusterOptions & {
	/** The file to write; compressed when its name ends in .gz or .tgz. */
	readonly file: string;
	/** Images to have in it beside those that the cluster needs. */
	readonly also?: readonly ImageName[];
};

/** A bundle that was written. */
export type MadeBundle = WrittenBundle & Pick<BundleManifest, 'kubernetesVersion' | 'architecture' | 'addons'> & {
	/** References by image name. */
	readonly images: Readonly<Record<string, string>>;
};

/**
 * The images of the cluster that `start` would make with the same options, from the source that it would take: they are built or
 * fetched first where they are missing.
 *
 * @throws SingleKubeError BUNDLE_NOT_WRITABLE, those of the engine, of the source and of images; the signal's reason. Nothing of the
 *   file is left then, and one that was there stays.
 */
export async function makeBundle(options: MakeBundleOptions, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<MadeBundle> {
	checkOptions(options);
	await checkWritable(options.file);
	const install = options.install ?? true;
	const engine = await inPhase(emit, 'engine', 'Engine', async () =>
		connectEngine({engine: options.engine ?? 'auto', install, confirm: options.confirm, env: options.environment}, emit, signal));
	const settings = await settleSettings(engine, options.name ?? defaultName, options);
	const {source, images} = await inPhase(emit, 'images', 'Images', async () => {
		const {source} = await settleSource(engine, options, settings.images, emit, signal);
		const also = [...await dnsServerImages(engine, settings, source), ...options.also ?? []];
		return {source, images: await ensureImages(engine, {source, install, addons: settings.addons, also}, emit, signal)};
	});
	const references = await withMetricsServer(engine, referencesOf(images), settings, source.kubernetesVersion);
	return inPhase(emit, 'bundle', `Bundle ${options.file}`, async () => {
		const described = await describe(engine, references, images);
		const {architecture, version} = await engineInfo(engine);
		const {kubernetesVersion, versions} = source;
		const head: ManifestHead = {
			format: bundleFormat, singleKube: madeBy(), content: await ownContent(Object.keys(references)), kubernetesVersion, versions, architecture, engine: version,
			addons: [...settings.addons], images: described,
		};
		const names = Object.values(described).flatMap(image => image.names);
		const layers = await Promise.all(Object.values(references).map(async reference => imageLayers(engine, reference)));
		const written = await reportBytes(emit, {name: 'bundle', doing: 'save', done: 'saved', total: uniqueBytes(layers)}, async seen =>
			writeBundle(options.file, await saveImages(engine, names, signal), head, seen, signal));
		return {...written, kubernetesVersion, architecture, addons: settings.addons as MadeBundle['addons'], images: references};
	});
}

async function describe(engine: Engine, references: Readonly<Record<string, string>>, images: ImageSet): Promise<Partial<Record<ImageName, BundleImage>>> {
	return Object.fromEntries(await Promise.all(Object.entries(references).map(async ([name, reference]) => {
		const identity = await identifyImage(engine, reference);
		if (!identity) {
			throw new SingleKubeError('IMAGE_MISSING', `the image ${name} was removed from the engine a moment ago`, {seen: [`no image ${reference}`], hint: 'Try again'});
		}

		const forManifests = recipes.find(recipe => recipe.name === name)?.forManifests ? [`single-kube/${name}:latest`] : [];
		return [name, {reference, names: [reference, ...forManifests], version: versionOfImage(images, name as ImageName, reference), ...identity}] as const;
	})));
}

/** Upstream's metrics-server is none of the set: its tag says it. */
function versionOfImage(images: ImageSet, name: ImageName, reference: string): string {
	const record = images[name];
	return record?.reference === reference ? record.version : reference.slice(reference.lastIndexOf(':') + 1);
}
