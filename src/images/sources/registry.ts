/** Kubernetes as upstream publishes it: images from a registry or its mirrors, programs of the node from release archives. */
import {readFile} from 'node:fs/promises';
import {buildImage, readFromImage} from '../../engine/images.ts';
import {SingleKubeError} from '../../errors.ts';
import {parseRegistryMirror, type RegistryMirror} from '../../upstream/mirrors.ts';
import {ensureUpstreamImages} from '../../upstream/pull-images.ts';
import {parseReference} from '../../upstream/references.ts';
import {trustRegistry} from '../../upstream/trust.ts';
import {type Download, download} from '../../upstream/downloads.ts';
import {type DownloadMirror, parseDownloadMirror} from '../../upstream/download-mirrors.ts';
import {extractFromArchive} from '../../upstream/extract.ts';
import {cniPluginsArchive, criDockerdArchive, programFile} from '../../upstream/release-files.ts';
import type {Architecture} from '../../upstream/version-table.ts';
import type {KubernetesVersion} from '../../upstream/versions.ts';
import {aptSources} from '../base-image.ts';
import {cniPlugins} from '../catalogue.ts';
import {buildFailure} from '../classify-failure.ts';
import {contextFolder, readFolder} from '../contexts.ts';
import type {BaseSource, BuildTools, ImageSource, ProgramReader, ProgramSource} from '../source.ts';

/** How upstream is reached. */
export type UpstreamAccess = {
	readonly registryMirrors: readonly RegistryMirror[];
	readonly downloadMirrors: readonly DownloadMirror[];
	/** A file with certificates of authorities, PEM. */
	readonly certificateAuthority: string | undefined;
	readonly environment: NodeJS.ProcessEnv;
};

/** As `start` takes it. @throws SingleKubeError OPTION_INVALID */
export function upstreamAccess(registryMirrors: readonly string[] = [], downloadMirrors: readonly string[] = [], certificateAuthority?: string, environment: NodeJS.ProcessEnv = process.env): UpstreamAccess {
	return {registryMirrors: registryMirrors.map(text => parseRegistryMirror(text)), downloadMirrors: downloadMirrors.map(text => parseDownloadMirror(text)), certificateAuthority, environment};
}

/** The base of what is built here. */
const debianImage = 'docker.io/library/debian:bookworm-slim';
/** Programs that stand in an image of somebody's, and where in it. */
const busyboxImage = 'docker.io/library/busybox:stable-musl';

export function kubernetesImage(name: string, version: string): string {
	return `registry.k8s.io/${name}:v${version}`;
}

/** @param release of resolveVersion */
export function registrySource(release: KubernetesVersion, access: UpstreamAccess): ImageSource {
	const pause = `registry.k8s.io/pause:${release.pause}`;
	return {
		name: 'registry',
		kubernetesVersion: release.version,
		versions: {},
		criDockerd: release.criDockerd,
		published: {
			etcd: `registry.k8s.io/etcd:${release.etcd}`,
			pause,
			'kube-controller-manager': kubernetesImage('kube-controller-manager', release.version),
			'kube-scheduler': kubernetesImage('kube-scheduler', release.version),
			'kube-proxy': kubernetesImage('kube-proxy', release.version),
		},
		roots: {'kube-apiserver': kubernetesImage('kube-apiserver', release.version), coredns: `registry.k8s.io/coredns/coredns:${release.coreDns}`},
		base,
		programs: upstreamPrograms(release, access, pause),
		async fetch(references, tools) {
			await fetchImages(references, access, tools);
		},
	};
}

/** Images under upstream's names, from where they can be had. @throws SingleKubeError of ensureUpstreamImages and trustRegistry */
export async function fetchImages(references: readonly string[], {registryMirrors, certificateAuthority, environment}: UpstreamAccess, {engine, emit, signal}: Pick<BuildTools, 'engine' | 'emit' | 'signal'>): Promise<void> {
	if (certificateAuthority !== undefined) {
		const hosts = registryMirrors.length > 0 ? registryMirrors.flatMap(({prefix}) => prefix === undefined ? [] : [prefix.split('/')[0]!]) : references.map(reference => parseReference(reference).registry);
		for (const host of new Set(hosts)) {
			await trustRegistry(engine, host, certificateAuthority, emit);
		}
	}

	await ensureUpstreamImages(engine, references, {mirrors: registryMirrors, environment}, emit, signal);
}

const base: BaseSource = {
	inputs: [debianImage],
	context: async () => readFolder('base'),
	needs: [debianImage],
	async make(reference, labels, {engine, proxies, emit, signal}) {
		const output: string[] = [];
		try {
			await buildImage(engine, {
				reference, folder: contextFolder('base'), files: [], labels,
				arguments: {...proxies, DEBIAN: debianImage, APT_SOURCES: (await aptSources()).join('\n')},
			}, ({step, steps, line}) => {
				output.push(line);
				emit({type: 'image-build-progressed', image: 'base', step, steps, line});
			}, signal);
		} catch (error) {
			signal.throwIfAborted();
			throw error instanceof SingleKubeError ? error : buildFailure('the base image', output, error);
		}
	},
};

function upstreamPrograms(release: KubernetesVersion, access: UpstreamAccess, pause: string): ProgramSource {
	const images: Readonly<Record<string, {readonly reference: string; readonly path: string}>> = {
		busybox: {reference: busyboxImage, path: '/bin/busybox'}, pause: {reference: pause, path: '/pause'},
	};
	const fileOf = (program: string, architecture: Architecture): Download | undefined => {
		if (program === 'kubelet' || program === 'kubectl') {
			return programFile(program, release.version, architecture);
		}

		if (program === 'cri-dockerd') {
			return release.criDockerd === undefined ? undefined : criDockerdArchive(release.criDockerd, architecture);
		}

		return cniPlugins.includes(program) ? cniPluginsArchive(release.cniPlugins, architecture) : undefined;
	};

	return {
		has: program => program in images || fileOf(program, 'amd64') !== undefined,
		images: Object.fromEntries(Object.entries(images).map(([program, {reference}]) => [program, reference])),
		async identity(program, architecture) {
			const file = fileOf(program, requireArchitecture(architecture));
			return images[program]?.reference ?? `${file!.url} ${file!.sha256 ?? 'as published'}`;
		},
		open({engine, architecture, emit, signal}): ProgramReader {
			const obtained = new Map<string, Promise<string>>();
			const obtain = async (file: Download): Promise<string> => {
				const under = obtained.get(file.name) ?? (async () => {
					const ca = access.certificateAuthority === undefined ? {} : {ca: await readFile(access.certificateAuthority, 'utf8')};
					return (await download([file], {mirrors: access.downloadMirrors, env: access.environment, ...ca}, emit, signal)).get(file.name)!;
				})();
				obtained.set(file.name, under);
				return under;
			};

			const unpacked = new Map<string, Promise<ReadonlyMap<string, Buffer>>>();
			const unpack = async (file: string, programs: readonly string[]): Promise<ReadonlyMap<string, Buffer>> => {
				const under = unpacked.get(file) ?? extractFromArchive(file, programs, signal);
				unpacked.set(file, under);
				return under;
			};

			return async program => {
				const image = images[program];
				if (image) {
					// The archive of a single file, whose name is left away with its folder's.
					return (await readFromImage(engine, image.reference, image.path)).get('')!;
				}

				const file = await obtain(fileOf(program, requireArchitecture(architecture))!);
				return file.endsWith('.tgz') ? (await unpack(file, cniPlugins.includes(program) ? cniPlugins : [program])).get(program)! : readFile(file);
			};
		},
	};
}

/** @throws SingleKubeError IMAGE_SOURCE_INVALID for one that upstream publishes nothing for that we use */
function requireArchitecture(architecture: string): Architecture {
	if (architecture !== 'amd64' && architecture !== 'arm64') {
		throw new SingleKubeError('IMAGE_SOURCE_INVALID', `there are no release archives for an engine on ${architecture} here`, {hint: 'Use an engine on amd64 or arm64'});
	}

	return architecture;
}
