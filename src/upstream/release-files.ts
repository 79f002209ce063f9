/** Which files of which release go into our node images, and where upstream publishes them. Pure. */
import type {Download} from './obtain-file.ts';
import {type Architecture, type Checksums, versionTable} from './version-table.ts';
import type {KubernetesVersion} from './versions.ts';

/** @param version `1.36.2` */
export function programFile(program: 'kubelet' | 'kubectl', version: string, architecture: Architecture): Download {
	// The addresses of https://kubernetes.io/releases/download/#binaries.
	return described(`kubernetes/v${version}/${architecture}/${program}`, `https://dl.k8s.io/v${version}/bin/linux/${architecture}/${program}`,
		versionTable().releases[version]?.[program]?.[architecture]);
}

/** @param version `0.4.3` */
export function criDockerdArchive(version: string, architecture: Architecture): Download {
	const file = `cri-dockerd-${version}.${architecture}.tgz`;
	return described(`cri-dockerd/${file}`, `https://github.com/Mirantis/cri-dockerd/releases/download/v${version}/${file}`, of(versionTable().criDockerd, version, architecture));
}

/** @param version `1.9.1` */
export function cniPluginsArchive(version: string, architecture: Architecture): Download {
	const file = `cni-plugins-linux-${architecture}-v${version}.tgz`;
	return described(`cni-plugins/${file}`, `https://github.com/containernetworking/plugins/releases/download/v${version}/${file}`, of(versionTable().cniPlugins, version, architecture));
}

/** @returns everything that has to be downloaded for this version: kubelet, kubectl, CNI plugins and, where it is needed, cri-dockerd */
export function releaseFiles({version, criDockerd, cniPlugins}: KubernetesVersion, architecture: Architecture): Download[] {
	return [
		programFile('kubelet', version, architecture),
		programFile('kubectl', version, architecture),
		cniPluginsArchive(cniPlugins, architecture),
		...criDockerd === undefined ? [] : [criDockerdArchive(criDockerd, architecture)],
	];
}

/** A file whose checksum is not known here is held against the one that is published next to it. */
function described(name: string, url: string, sha256: string | undefined): Download {
	return sha256 === undefined ? {name, url, checksumUrl: `${url}.sha256`} : {name, url, sha256};
}

function of(checksums: Readonly<Record<string, Checksums>>, version: string, architecture: Architecture): string | undefined {
	return checksums[version]?.[architecture];
}
