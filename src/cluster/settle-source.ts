/** Settle where a cluster's images come from: what was said now, else what it was made with, else the first source that can serve. */
import path from 'node:path';
import {engineArchitecture} from '../engine/info.ts';
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {debianKubernetesVersion} from '../images/catalogue.ts';
import {thisArchitecture} from '../images/foreign-architecture.ts';
import type {ImageSource} from '../images/source.ts';
import {debianSource, isDebianVersion} from '../images/sources/debian.ts';
import {localSource, readLocalPrograms} from '../images/sources/local.ts';
import {registrySource, upstreamAccess} from '../images/sources/registry.ts';
import type {ImageSettings} from '../plan/topology.ts';
import {versionFor} from '../upstream/versions.ts';
import {chooseSource} from './choose-source.ts';
import {chooseImages} from './chosen-images.ts';
import {type ClusterOptions, defaultName} from './options.ts';
import {settleBundle} from './settle-bundle.ts';
import {settleSettings} from './settings.ts';
import {layUsed} from './used.ts';

export type SourceOptions = Pick<ClusterOptions, 'source' | 'kubernetesVersion' | 'binaries' | 'bundle' | 'bundleSha256' | 'registryMirrors' | 'downloadMirrors' | 'certificateAuthority' | 'componentImages' | 'install' | 'environment'>;

export type SettledSource = {readonly source: ImageSource; /** What the next start has to know. */ readonly images: ImageSettings};

/**
 * @param engine undefined for one that is yet to come
 * @param before what the cluster was made with
 * @throws SingleKubeError IMAGE_SOURCE_INVALID, SOURCE_UNAVAILABLE, BINARIES_INVALID, VERSION_UNKNOWN, OPTION_INVALID
 */
export async function settleSource(engine: Engine | undefined, options: SourceOptions, before: ImageSettings | undefined, emit: Emit, signal: AbortSignal): Promise<SettledSource> {
	return layUsed(await settle(engine, options, before, emit, signal), chooseImages(options.componentImages, before?.used), options.environment);
}

/** Without what single components use in its place. */
async function settle(engine: Engine | undefined, options: SourceOptions, before: ImageSettings | undefined, emit: Emit, signal: AbortSignal): Promise<SettledSource> {
	if (options.bundle !== undefined || options.source === 'bundle' || (before?.source === 'bundle' && options.source === undefined && options.binaries === undefined)) {
		return settleBundle(engine, options, before);
	}

	const wanted = combine(options, before);
	const access = upstreamAccess(wanted.registryMirrors, wanted.downloadMirrors, wanted.certificateAuthority, options.environment);
	const remembered = mirrorsOf(wanted);
	if (wanted.binaries !== undefined) {
		const programs = await readLocalPrograms(wanted.binaries, engine ? await engineArchitecture(engine) : thisArchitecture());
		const version = programs.find(({name}) => name === 'kube-apiserver')?.version ?? wanted.kubernetesVersion;
		const rest = wanted.rest ?? await chooseSource(engine, {version: undefined, upstreamVersion: version, access, install: options.install ?? true}, emit, signal);
		return {
			source: localSource(programs, rest === 'registry' ? registrySource(versionFor(version), access) : debianSource),
			images: {source: 'local', binaries: wanted.binaries, rest, ...remembered},
		};
	}

	const name = wanted.source ?? await chooseSource(engine, {version: wanted.kubernetesVersion, upstreamVersion: wanted.kubernetesVersion, access, install: options.install ?? true}, emit, signal);
	switch (name) {
		case 'debian': {
			return {source: debian(wanted.kubernetesVersion), images: {source: 'debian', kubernetesVersion: debianKubernetesVersion, ...remembered}};
		}

		case 'registry': {
			const source = registrySource(versionFor(wanted.kubernetesVersion), access);
			return {source, images: {source: 'registry', kubernetesVersion: source.kubernetesVersion, ...remembered}};
		}

		case 'local': {
			throw new SingleKubeError('IMAGE_SOURCE_INVALID', 'the source local takes its programs from a folder, and none was named', {hint: 'Name it: single-kube start --binaries _output/bin'});
		}

		case 'bundle': {
			throw new SingleKubeError('IMAGE_SOURCE_INVALID', 'the source bundle takes everything from a file, and none was named', {hint: 'Name it: single-kube start --bundle FILE'});
		}
	}
}

/** That of a cluster, if there is one of that name. @throws as settleSource */
export async function sourceOfCluster(engine: Engine, options: SourceOptions & Pick<ClusterOptions, 'name'>, emit: Emit, signal: AbortSignal): Promise<SettledSource> {
	const {images} = await settleSettings(engine, options.name ?? defaultName, {});
	return settleSource(engine, options, images, emit, signal);
}

type Wanted = Partial<ImageSettings>;

/** A source that is named anew takes nothing over of the one before but the ways to upstream. */
function combine(options: SourceOptions, before: ImageSettings | undefined): Wanted {
	const {source, kubernetesVersion, registryMirrors, downloadMirrors, certificateAuthority, environment: env = process.env} = options;
	const binaries = options.binaries ?? (env['SINGLE_KUBE_BINARIES'] || undefined);
	const ways = {
		registryMirrors: registryMirrors ?? before?.registryMirrors, downloadMirrors: downloadMirrors ?? before?.downloadMirrors,
		certificateAuthority: certificateAuthority === undefined ? before?.certificateAuthority : path.resolve(certificateAuthority),
	};
	if (binaries !== undefined) {
		return {...ways, binaries: path.resolve(binaries), kubernetesVersion, rest: source === 'registry' || source === 'debian' ? source : undefined} as Wanted;
	}

	if (before && (source === undefined || source === before.source)) {
		return {...before, ...ways, kubernetesVersion: kubernetesVersion ?? before.kubernetesVersion} as Wanted;
	}

	return {...ways, source, kubernetesVersion} as Wanted;
}

function mirrorsOf({registryMirrors, downloadMirrors, certificateAuthority}: Wanted): Pick<ImageSettings, 'registryMirrors' | 'downloadMirrors' | 'certificateAuthority'> {
	return {
		...registryMirrors === undefined ? {} : {registryMirrors}, ...downloadMirrors === undefined ? {} : {downloadMirrors},
		...certificateAuthority === undefined ? {} : {certificateAuthority},
	};
}

function debian(version: string | undefined): ImageSource {
	if (!isDebianVersion(version)) {
		throw new SingleKubeError('IMAGE_SOURCE_INVALID', `the source debian has Kubernetes ${debianKubernetesVersion} only, not ${version}`, {
			hint: `Leave --source away and have it from a registry, or leave the version away: single-kube start --source debian`,
		});
	}

	return debianSource;
}
