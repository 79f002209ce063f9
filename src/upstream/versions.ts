/** Which versions of Kubernetes there are to start, and what goes with each. Pure. */
import {SingleKubeError} from '../errors.ts';
import {compareVersions, minorVersion, newestOf, releaseOf} from './compare-versions.ts';
import {versionTable} from './version-table.ts';

/** A version of Kubernetes and of everything that comes with it, as kubeadm puts them together. */
export type KubernetesVersion = {
	/** `1.36.2` */
	readonly version: string;
	/** `1.36` */
	readonly minor: string;
	/** Tag of the image `etcd`: `3.6.8-0`. */
	readonly etcd: string;
	/** Tag of the image `coredns/coredns`: `v1.14.2`. */
	readonly coreDns: string;
	/** Tag of the image `pause`: `3.10.2`. */
	readonly pause: string;
	/** `0.4.3`; undefined before 1.24, whose kubelet has dockershim. */
	readonly criDockerd: string | undefined;
	/** `1.9.1` */
	readonly cniPlugins: string;
};

/** Minor versions that can be started, the oldest first. */
function minorVersions(): string[] {
	return Object.keys(versionTable().minors).sort(compareVersions);
}

/**
 * @param text `1.36.2`, `v1.36.2`, `1.36` for its newest release whose checksums are all known, `latest` or `stable`
 * for the newest of these; a release that the table does not list is taken as it is when its minor version is known
 * @throws SingleKubeError VERSION_UNKNOWN naming the nearest known ones
 */
export function resolveVersion(text: string): KubernetesVersion {
	const match = /^v?(\d+\.\d+)(\.\d+)?$/.exec(text.trim());
	const minors = minorVersions();
	const minor = ['latest', 'stable'].includes(text.trim()) ? minors.at(-1) : match?.[1];
	const known = minor === undefined ? undefined : versionTable().minors[minor];
	if (minor === undefined || !known) {
		throw unknown(text, minor);
	}

	const version = match?.[2] === undefined ? newestRelease(minor)! : `${minor}${match[2]}`;
	return {version, minor, ...known, criDockerd: known.criDockerd ?? undefined};
}

/** What goes with a version that somebody has: a pre-release counts as what it comes before; the newest known without one. @throws as resolveVersion */
export function versionFor(version: string | undefined): KubernetesVersion {
	return resolveVersion(version === undefined ? 'latest' : releaseOf(version));
}

/** @returns the newest release of each minor version with what goes with it, the newest first; `known`: every release with a checksum here, the newest first */
export function listVersions(): Array<KubernetesVersion & {readonly known: readonly string[]}> {
	return minorVersions().map(minor => ({...resolveVersion(minor), known: releasesOf(minor).reverse()})).reverse();
}

/** @returns of one minor version what is listed, the oldest first */
function releasesOf(minor: string): string[] {
	return Object.keys(versionTable().releases).filter(version => minorVersion(version) === minor).sort(compareVersions);
}

function newestRelease(minor: string): string | undefined {
	return newestOf(releasesOf(minor).filter(version => versionTable().releases[version]!.note === undefined));
}

function unknown(text: string, minor: string | undefined): SingleKubeError {
	const minors = minorVersions();
	const [oldest, newest] = [minors[0]!, minors.at(-1)!];
	const near = minor === undefined || compareVersions(minor, newest) > 0 ? newest : compareVersions(minor, oldest) < 0 ? oldest
		: minors.find(known => compareVersions(known, minor) > 0)!;
	return new SingleKubeError('VERSION_UNKNOWN', minor === undefined ? `"${text}" is no version of Kubernetes` : `Kubernetes ${text} is not known here`, {
		seen: [`known are ${oldest} to ${newest}`, `the nearest is ${newestRelease(near)!}`],
		hint: `Name a release (${newestRelease(near)!}), a minor version (${near}) or latest: single-kube start --kubernetes-version ${near}`,
	});
}
