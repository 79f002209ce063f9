/** CoreDNS' own image: which version belongs to a Kubernetes, and what an engine has. */
import type {Engine} from '../engine/engine.ts';
import {findTagged, type TaggedImage} from '../engine/find-images.ts';
import {SingleKubeError} from '../errors.ts';
import {compareVersions, minorVersion} from '../upstream/compare-versions.ts';
import {versionTable} from '../upstream/version-table.ts';

const repositories = ['registry.k8s.io/coredns/coredns', 'k8s.gcr.io/coredns/coredns', 'registry.k8s.io/coredns', 'k8s.gcr.io/coredns'] as const;

/** An image with CoreDNS in it; `named`: it is of the version that Kubernetes names. */
export type CoreDnsImage = TaggedImage & {readonly named: boolean};

/** @param kubernetesVersion such as 1.20.2 @returns of the images that the engine has the one of the version that Kubernetes names, else the newest */
export async function findCoreDns(engine: Engine, kubernetesVersion: string): Promise<CoreDnsImage | undefined> {
	return chooseCoreDns(await findTagged(engine, repositories), kubernetesVersion);
}

/** Pure. */
export function chooseCoreDns(images: readonly TaggedImage[], kubernetesVersion: string): CoreDnsImage | undefined {
	const wanted = coreDnsVersion(kubernetesVersion);
	const named = images.find(({reference}) => versionOf(reference) === wanted);
	if (named) {
		return {...named, named: true};
	}

	const [newest] = [...images].sort((a, b) => compareVersions(versionOf(b.reference), versionOf(a.reference)));
	return newest && {...newest, named: false};
}

export function coreDnsMissing(kubernetesVersion: string): SingleKubeError {
	return new SingleKubeError('IMAGE_MISSING', 'the engine has no image of CoreDNS', {
		seen: repositories.map(repository => `no image ${repository}`),
		hint: `Pull it: docker pull ${repositories[0]}:v${coreDnsVersion(kubernetesVersion) ?? '1.7.0'}, or let BIND be the server: single-kube start --dns-server bind`,
	});
}

function coreDnsVersion(kubernetesVersion: string): string | undefined {
	return versionTable().minors[minorVersion(kubernetesVersion)]?.coreDns.replace(/^v/, '');
}

function versionOf(reference: string): string {
	return reference.slice(reference.lastIndexOf(':') + 1).replace(/^v/, '');
}
