/** The one error for images that could not be had, whatever their number. Pure. */
import type {RegistryFailure, RegistryFailureKind} from '../engine/registry-failure.ts';
import {type ErrorCode, SingleKubeError} from '../errors.ts';
import {parseReference} from './references.ts';

/** An image and every place where it was looked for, in order. */
export type Unavailable = {readonly image: string; readonly tried: ReadonlyArray<{readonly candidate: string; readonly failure: RegistryFailure}>};

/** The first that occurs gives the code: what a person can mend before what may be as it should, such as no way out of a closed network. */
const codes: ReadonlyArray<readonly [RegistryFailureKind, ErrorCode]> = [
	['corrupt', 'IMAGE_CORRUPT'], ['untrusted', 'REGISTRY_UNTRUSTED'], ['denied', 'REGISTRY_DENIED'], ['not-found', 'IMAGE_NOT_FOUND'],
	['other', 'IMAGE_PULL_FAILED'], ['dropped', 'IMAGE_PULL_FAILED'], ['busy', 'REGISTRY_UNREACHABLE'], ['unreachable', 'REGISTRY_UNREACHABLE'],
];

export function unavailableError(images: readonly Unavailable[]): SingleKubeError {
	const failures = images.flatMap(({image, tried}) => tried.map(({candidate, failure}) => ({image, candidate, registry: parseReference(candidate).registry, ...failure})));
	const [kind, code] = codes.find(([known]) => failures.some(failure => failure.kind === known)) ?? (['not-found', 'IMAGE_NOT_FOUND'] as const);
	const hit = failures.filter(failure => failure.kind === kind);
	const names = images.map(({image}) => image).join(', ');
	return new SingleKubeError(code, summary(code, names, unique(hit.map(({registry}) => registry)).join(', ')), {
		seen: images.flatMap(({image, tried}) => tried.length === 0 ? [`${image}: there is no place to look for it`] : tried.map(({candidate, failure}) => `${candidate}: ${failure.message}`)),
		hint: hintFor(code, hit),
	});
}

function summary(code: ErrorCode, images: string, registries: string): string {
	switch (code) {
		case 'IMAGE_CORRUPT': return `what ${registries} sent is not the image that it promised: ${images}`;
		case 'REGISTRY_UNTRUSTED': return `the engine does not know who signed the certificate of ${registries}, and cannot have: ${images}`;
		case 'REGISTRY_DENIED': return `${registries} did not let us have: ${images}`;
		case 'IMAGE_NOT_FOUND': return `no registry has for this engine: ${images}`;
		case 'REGISTRY_UNREACHABLE': return `no registry could be reached for: ${images}`;
		default: return `could not be pulled: ${images}`;
	}
}

function hintFor(code: ErrorCode, hit: ReadonlyArray<{readonly image: string; readonly candidate: string; readonly registry: string}>): string {
	const hosts = unique(hit.map(({registry}) => registry));
	const [{image, candidate} = {image: '', candidate: ''}] = hit;
	switch (code) {
		case 'IMAGE_CORRUPT': return `Push ${image} to it again, or leave that mirror out: something between it and the engine changes what it sends`;
		case 'REGISTRY_UNTRUSTED': return `Give the engine its authority: ${hosts.map(host => trustCommand(host)).join('; ')}`;
		case 'REGISTRY_DENIED': return `Log in, as the user that starts single-kube: ${hosts.map(host => `docker login ${host}`).join('; ')}`;
		case 'IMAGE_NOT_FOUND': return candidate === image || candidate === ''
			? 'See whether there is this version; name a mirror that has it: --registry-mirror REGISTRY=HOST/PREFIX'
			: `Put it there, where it can be had: docker pull ${image} && docker tag ${image} ${candidate} && docker push ${candidate}`;
		case 'REGISTRY_UNREACHABLE': return 'Name a registry that the engine reaches: --registry-mirror REGISTRY=HOST/PREFIX (REGISTRY=none asks upstream no more); its proxies are its own: docker info';
		default: return 'Start again: what is whole is kept';
	}
}

/** @param host with its port, as it stands in the names of images */
export const trustCommand = (host: string): string => `install -D -m 644 ca.crt /etc/docker/certs.d/${host}/ca.crt`;

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
