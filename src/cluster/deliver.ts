/** Write certificates, kubeconfigs and configuration into the volumes of the components that are about to be created. */
import type {Engine} from '../engine/engine.ts';
import {readFiles, writeFiles} from '../engine/files.ts';
import type {Component} from '../plan/topology.ts';
import {createCredentials, type Credentials, loadCredentials, makeFiles, storeCredentials} from './credentials.ts';
import {withWorkbench} from './workbench.ts';

export const pkiVolume = (cluster: string): string => `sk-${cluster}-pki`;

/**
 * @param image any image that the engine has, for the workbench
 * @param extra files by volume, beside those that the components ask for
 * @throws SingleKubeError STATE_CORRUPT when the authorities are damaged
 */
export async function deliverFiles(
	engine: Engine, cluster: string, image: string, components: readonly Component[],
	extra: ReadonlyArray<{readonly volume: string; readonly path: string; readonly content: string}> = [],
): Promise<void> {
	const pki = pkiVolume(cluster);
	const targets = components.filter(component => component.configVolume !== undefined);
	const volumes = [...new Set([pki, ...targets.map(component => component.configVolume!), ...extra.map(({volume}) => volume)])];
	await withWorkbench(engine, cluster, image, volumes, async workbench => {
		const stored = loadCredentials(cluster, await readFiles(engine, workbench, `/${pki}`) ?? new Map());
		const credentials = stored ?? await createCredentials(cluster);
		const files = await Promise.all(targets.map(async ({configVolume, files}) =>
			(await makeFiles(cluster, credentials, files)).map(file => ({...file, path: `${configVolume}/${file.path}`}))));
		await writeFiles(engine, workbench, '/', [
			...(stored ? [] : storeCredentials(credentials).map(file => ({...file, path: `${pki}/${file.path}`}))),
			...files.flat(),
			...extra.map(({volume, path, content}) => ({path: `${volume}/${path}`, content, mode: 0o644})),
		]);
	});
}

/** @returns undefined when the cluster has none yet @throws SingleKubeError STATE_CORRUPT */
export async function readCredentials(engine: Engine, cluster: string, image: string): Promise<Credentials | undefined> {
	return withWorkbench(engine, cluster, image, [pkiVolume(cluster)], async workbench =>
		loadCredentials(cluster, await readFiles(engine, workbench, `/${pkiVolume(cluster)}`) ?? new Map()));
}
