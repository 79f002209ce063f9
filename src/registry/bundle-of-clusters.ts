/** Where clusters came from a bundle there may be no network to have an image from: the registry's is in the bundle, or nowhere. */
import {readSettings} from '../cluster/settings.ts';
import type {Engine} from '../engine/engine.ts';
import {listClusters} from '../engine/observe.ts';
import type {ImageSettings} from '../plan/topology.ts';

/** @returns undefined when no cluster's bundle has it and another cluster's source could make it */
export async function bundleOfClusters(engine: Engine): Promise<ImageSettings | undefined> {
	const all = (await Promise.all((await listClusters(engine)).map(async cluster => readSettings(engine, cluster)))).map(settings => settings?.images);
	const bundles = all.filter(images => images?.source === 'bundle');
	return bundles.find(images => images?.images?.['registry'] !== undefined) ?? (bundles.length === all.length ? bundles[0] : undefined);
}
