/** Names of images, as the Docker CLI reads them (the project distribution, "reference"). Pure. */
import {SingleKubeError} from '../errors.ts';

export type Reference = {
	/** `registry.k8s.io`, `localhost:5000`, `docker.io`. */
	readonly registry: string;
	/** `coredns/coredns`. */
	readonly path: string;
	readonly tag: string;
};

const pathPattern = '[a-z\\d]+(?:(?:[._]|__|-+)[a-z\\d]+)*(?:/[a-z\\d]+(?:(?:[._]|__|-+)[a-z\\d]+)*)*';
const path = new RegExp(`^${pathPattern}$`);
const host = /^(?:[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?(?:\.[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?)*|\[[\da-fA-F:]+\])(?::\d{1,5})?$/;
const tagged = /^(.+?)(?::([\w][\w.-]{0,127}))?$/;

/** A first part without any of these is a folder of Docker Hub's, and no host. */
export const isRegistryHost = (text: string): boolean => host.test(text) && (text === 'localhost' || /[.:]/.test(text));
export const isRepositoryPath = (text: string): boolean => path.test(text);

/**
 * @param text `registry.k8s.io/pause:3.10`, `debian:bookworm-slim`; without a tag it is `latest`
 * @throws SingleKubeError OPTION_INVALID; also for a digest, which no mirror has under a name that could be kept
 */
export function parseReference(text: string): Reference {
	const slash = text.indexOf('/');
	const first = slash === -1 ? '' : text.slice(0, slash);
	const named = isRegistryHost(first) ? {registry: first, rest: text.slice(slash + 1)} : {registry: 'docker.io', rest: text};
	const registry = named.registry === 'index.docker.io' ? 'docker.io' : named.registry;
	const [, repository = '', tag = 'latest'] = tagged.exec(named.rest) ?? [];
	const full = registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
	if (!isRepositoryPath(full)) {
		throw new SingleKubeError('OPTION_INVALID', `"${text}" is no name of an image with a tag`, {hint: 'Write it as HOST/PATH:TAG, e.g. registry.k8s.io/pause:3.10'});
	}

	return {registry, path: full, tag};
}

/** In full: `docker.io/library/debian:bookworm-slim`. */
export const formatReference = ({registry, path, tag}: Reference): string => `${registry}/${path}:${tag}`;

/** As an engine lists it: `debian`, `registry.k8s.io/pause`. */
export function familiarRepository({registry, path}: Reference): string {
	return registry === 'docker.io' ? path.replace(/^library\//, '') : `${registry}/${path}`;
}

export const familiarName = (reference: Reference): string => `${familiarRepository(reference)}:${reference.tag}`;
