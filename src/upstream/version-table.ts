/** What is known of each version of Kubernetes and of what comes with it: versions.json, typed. */
import {readFileSync} from 'node:fs';
import {messageOf, SingleKubeError} from '../errors.ts';
import table from './versions.json' with {type: 'json'};

/** As upstream names them in its URLs, and Go in `GOARCH`. */
export type Architecture = 'amd64' | 'arm64';

/** SHA-256, 64 hex digits. */
export type Checksums = Readonly<Record<Architecture, string>>;

/** What goes with all releases of one minor version. */
export type MinorVersion = {
	/** Tag of the image `etcd`: `3.6.8-0`. */
	readonly etcd: string;
	/** Tag of the image `coredns/coredns`: `v1.14.2`. */
	readonly coreDns: string;
	/** Tag of the image `pause`: `3.10.2`. */
	readonly pause: string;
	/** `0.4.3`; null before 1.24, whose kubelet has dockershim. */
	readonly criDockerd: string | null;
	/** `1.9.1` */
	readonly cniPlugins: string;
};

/** A release; a checksum that was found nowhere is left out, and `note` says so. */
export type Release = {readonly kubelet?: Checksums; readonly kubectl?: Checksums; readonly note?: string};

export type VersionTable = {
	/** Where what stands here was seen. */
	readonly notes: readonly string[];
	/** By minor version, `1.36`. */
	readonly minors: Readonly<Record<string, MinorVersion>>;
	/** Of the archives, by version without a `v`. */
	readonly criDockerd: Readonly<Record<string, Checksums>>;
	readonly cniPlugins: Readonly<Record<string, Checksums>>;
	/** By version, `1.36.2`, the oldest first. */
	readonly releases: Readonly<Record<string, Release>>;
};

let read: {readonly file: string; readonly table: VersionTable} | undefined;

/**
 * What is known. `SINGLE_KUBE_VERSIONS` names a file of the same form, with versions that came out later, which is laid
 * over ours section by section.
 *
 * @throws SingleKubeError OPTION_INVALID when there is no such file, or it is no JSON
 */
export function versionTable(): VersionTable {
	const file = process.env['SINGLE_KUBE_VERSIONS'] ?? '';
	if (read?.file !== file) {
		read = {file, table: file === '' ? table : layOver(table, file)};
	}

	return read.table;
}

function layOver(known: VersionTable, file: string): VersionTable {
	try {
		const {minors, criDockerd, cniPlugins, releases} = JSON.parse(readFileSync(file, 'utf8')) as Partial<VersionTable>;
		return {
			...known,
			minors: {...known.minors, ...minors}, criDockerd: {...known.criDockerd, ...criDockerd}, cniPlugins: {...known.cniPlugins, ...cniPlugins}, releases: {...known.releases, ...releases},
		};
	} catch (error) {
		throw new SingleKubeError('OPTION_INVALID', `SINGLE_KUBE_VERSIONS names ${file}, which is no table of versions`, {
			seen: [messageOf(error)], hint: 'Its form is that of src/upstream/versions.json', cause: error,
		});
	}
}
