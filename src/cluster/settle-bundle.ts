/** Settle on a bundle: the file that was given now, or the one that the cluster came from. */
import type {Engine} from '../engine/engine.ts';
import {lackingImages} from '../bundle/load-bundle.ts';
import {type Bundle, openBundle} from '../bundle/open-bundle.ts';
import {invalid} from '../bundle/refusals.ts';
import {madeBy, whyUnfit} from '../bundle/made-by.ts';
import {SingleKubeError} from '../errors.ts';
import type {ImageName} from '../images/catalogue.ts';
import {bundleSource} from '../images/sources/bundle.ts';
import type {ImageSettings} from '../plan/topology.ts';
import type {SettledSource, SourceOptions} from './settle-source.ts';

/**
 * @param engine undefined for one that is yet to come
 * @param before of a cluster that came from a bundle
 * @throws SingleKubeError BUNDLE_INVALID, BUNDLE_DAMAGED, OPTION_INVALID, IMAGE_SOURCE_INVALID
 */
export async function settleBundle(engine: Engine | undefined, options: SourceOptions, before: ImageSettings | undefined): Promise<SettledSource> {
	refuseOthers(options);
	if (options.bundle === undefined) {
		return remembered(options, before);
	}

	const bundle = await openBundle(options.bundle, options.bundleSha256);
	const {file, manifest} = bundle;
	await refuseUnfit(file, manifest);
	refuseVersion(options, manifest.kubernetesVersion, file);
	const images = Object.fromEntries(Object.entries(manifest.images).map(([name, {reference}]) => [name, reference])) as Partial<Record<ImageName, string>>;
	const outdated = engine ? (await lackingImages(engine, Object.values(manifest.images))).map(({reference}) => reference) : [];
	const {kubernetesVersion, versions, singleKube, content} = manifest;
	return {
		source: bundleSource({kubernetesVersion, versions, images, file}, bundle, outdated),
		images: {source: 'bundle', kubernetesVersion, images, versions, bundle: {file, singleKube, content}},
	};
}

/** What the add-ons of a new cluster are when nobody says: those that the bundle suffices for. @throws SingleKubeError of openBundle */
export async function addonsOfBundle({bundle, bundleSha256}: Pick<SourceOptions, 'bundle' | 'bundleSha256'>): Promise<Bundle['manifest']['addons'] | undefined> {
	return bundle === undefined ? undefined : (await openBundle(bundle, bundleSha256)).manifest.addons;
}

async function remembered(options: SourceOptions, before: ImageSettings | undefined): Promise<SettledSource> {
	if (before?.source !== 'bundle' || !before.bundle || before.kubernetesVersion === undefined) {
		throw new SingleKubeError('IMAGE_SOURCE_INVALID', 'the source bundle needs a file', {hint: 'Name it: single-kube start --bundle FILE; single-kube bundle -o FILE makes one where there is a network'});
	}

	const {kubernetesVersion, versions = {}, images = {}, bundle} = before;
	await refuseUnfit(bundle.file, {...bundle, images});
	refuseVersion(options, kubernetesVersion, bundle.file);
	return {source: bundleSource({kubernetesVersion, versions, images, file: bundle.file}), images: before};
}

/** Programs of ours in the images and the files of compose/ have to fit. */
async function refuseUnfit(file: string, made: Parameters<typeof whyUnfit>[0]): Promise<void> {
	const reason = await whyUnfit(made);
	if (reason !== undefined) {
		throw invalid(file, reason, `Use the version that made it (npx single-kube@${made.singleKube}), or make it anew with this one: npx single-kube@${madeBy()} bundle -o FILE`);
	}
}

function refuseVersion({kubernetesVersion: asked}: SourceOptions, has: string, file: string): void {
	if (asked !== undefined && asked !== has && !has.startsWith(`${asked}.`)) {
		throw invalid(file, `it has Kubernetes ${has}, not ${asked}`, `Leave --kubernetes-version away, or make another bundle: single-kube bundle --kubernetes-version ${asked} -o FILE`);
	}
}

function refuseOthers({source, binaries, bundle}: SourceOptions): void {
	const other = bundle !== undefined && source !== undefined && source !== 'bundle' ? `--source ${source}` : binaries === undefined ? undefined : '--binaries';
	if (other !== undefined) {
		throw new SingleKubeError('OPTION_INVALID', `${other} and a bundle are two sources of images`, {hint: `Choose one of them: leave ${other} or --bundle away`});
	}
}
