/** Settle where a cluster's images come from: what was said now, else what it was made with, else the first source that can serve. */
import path from 'node:path';
import type {Engine} from '../engine/engine.ts';
import {engineArchitecture} from '../engine/info.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {debianKubernetesVersion} from '../images/catalogue.ts';
import type {ImageSource} from '../images/source.ts';
import {debianSource} from '../images/sources/debian.ts';
import {localSource, readLocalPrograms} from '../images/sources/local.ts';
import type {ImageSettings} from '../plan/topology.ts';
import {type ClusterOptions, defaultName} from './options.ts';
import {settleSettings} from './settings.ts';

export type SourceOptions = Pick<ClusterOptions, 'source' | 'kubernetesVersion' | 'binaries' | 'bundle' | 'registryMirrors' | 'downloadMirrors' | 'certificateAuthority' | 'install' | 'environment'>;

export type SettledSource = {readonly source: ImageSource; /** What the next start has to know. */ readonly images: ImageSettings};

/**
 * @param engine undefined for one that is yet to come
 * @param before what the cluster was made with
 * @throws SingleKubeError IMAGE_SOURCE_INVALID, SOURCE_UNAVAILABLE, BINARIES_INVALID, VERSION_UNKNOWN
 */
export async function settleSource(engine: Engine | undefined, options: SourceOptions, before: ImageSettings | undefined, _emit: Emit, _signal: AbortSignal): Promise<SettledSource> {
	const binaries = options.binaries === undefined ? before?.binaries : path.resolve(options.binaries);
	if (binaries !== undefined) {
		const architecture = engine ? await engineArchitecture(engine) : process.arch === 'x64' ? 'amd64' : process.arch;
		return {source: localSource(await readLocalPrograms(binaries, architecture), debianSource), images: {source: 'local', binaries, rest: 'debian'}};
	}

	const version = options.kubernetesVersion ?? before?.kubernetesVersion ?? debianKubernetesVersion;
	if (version !== debianKubernetesVersion) {
		throw new SingleKubeError('IMAGE_SOURCE_INVALID', `source debian has Kubernetes ${debianKubernetesVersion} only`);
	}

	return {source: debianSource, images: {source: 'debian', kubernetesVersion: version}};
}

/** That of a cluster, if there is one of that name. @throws as settleSource */
export async function sourceOfCluster(engine: Engine, options: SourceOptions & Pick<ClusterOptions, 'name'>, emit: Emit, signal: AbortSignal): Promise<SettledSource> {
	const {images} = await settleSettings(engine, options.name ?? defaultName, {});
	return settleSource(engine, options, images, emit, signal);
}
