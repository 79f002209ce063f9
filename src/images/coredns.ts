/** CoreDNS' own image: which version belongs to a Kubernetes, and what an engine has. */
import type {Engine} from '../engine/engine.ts';
import {findTagged, type TaggedImage} from '../engine/find-images.ts';
import {SingleKubeError} from '../errors.ts';

/** What kubeadm of each minor version deploys (kubernetes/kubernetes, cmd/kubeadm/app/constants/constants.go). */
const versions: Readonly<Record<string, string>> = {
	'1.20': '1.7.0', 1.21: '1.8.0', 1.22: '1.8.4', 1.23: '1.8.6', 1.24: '1.8.6', 1.25: '1.9.3', 1.26: '1.9.3', 1.27: '1.10.1', 1.28: '1.10.1',
	1.29: '1.11.1', '1.30': '1.11.3', 1.31: '1.11.3', 1.32: '1.11.3', 1.33: '1.12.0', 1.34: '1.12.1', 1.35: '1.13.1', 1.36: '1.14.2', 1.37: '1.14.6',
};

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

	const [newest] = [...images].sort((a, b) => versionOf(b.reference).localeCompare(versionOf(a.reference), 'en', {numeric: true}));
	return newest && {...newest, named: false};
}

export function coreDnsMissing(kubernetesVersion: string): SingleKubeError {
	return new SingleKubeError('IMAGE_MISSING', 'the engine has no image of CoreDNS', {
		seen: repositories.map(repository => `no image ${repository}`),
		hint: `Pull it: docker pull ${repositories[0]}:v${coreDnsVersion(kubernetesVersion) ?? '1.7.0'}, or let BIND be the server: single-kube start --dns-server bind`,
	});
}

function coreDnsVersion(kubernetesVersion: string): string | undefined {
	return versions[kubernetesVersion.split('.').slice(0, 2).join('.')];
}

function versionOf(reference: string): string {
	return reference.slice(reference.lastIndexOf(':') + 1).replace(/^v/, '');
}
