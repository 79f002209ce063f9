/** Mirrors: which other places may have an image of a registry, in which order. Pure. */
import {SingleKubeError} from '../errors.ts';
import {formatReference, isRegistryHost, isRepositoryPath, parseReference} from './references.ts';

export type RegistryMirror = {
	/** Whose images it has: `registry.k8s.io`. */
	readonly registry: string;
	/** What stands there in the place of the registry: `localhost:5000/k8s`. Undefined: nothing more is asked, upstream neither. */
	readonly prefix: string | undefined;
};

const example = 'e.g. registry.k8s.io=localhost:5000/k8s, or registry.k8s.io=none for nothing after the mirrors before it';

/**
 * @param text `REGISTRY=HOST[:PORT][/PREFIX]`. `REGISTRY=none` ends the list: a closed network has no upstream to wait for. No
 *   host can be called so: Docker takes what has neither a dot nor a port for a folder of Docker Hub
 * @throws SingleKubeError OPTION_INVALID
 */
export function parseRegistryMirror(text: string): RegistryMirror {
	const invalid = (why: string): SingleKubeError =>
		new SingleKubeError('OPTION_INVALID', `the registry mirror "${text}" cannot be used: ${why}`, {hint: `Write it as REGISTRY=HOST[:PORT]/PREFIX, ${example}`});
	const [, registry = '', given = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
	if (!isRegistryHost(registry)) {
		throw invalid('what stands before = is no registry');
	}

	if (given === 'none') {
		return {registry: canonical(registry), prefix: undefined};
	}

	if (/^https?:\/\//.test(given)) {
		throw invalid('it is a name and no address: leave http:// or https:// away, the engine finds out');
	}

	const prefix = given.replace(/\/+$/, '');
	const [host = '', ...path] = prefix.split('/');
	if (!isRegistryHost(host)) {
		throw invalid(host === '' ? 'what stands behind = is empty' : `"${host}" has neither a dot nor a port, so Docker takes it for a folder of Docker Hub`);
	}

	if (path.length > 0 && !isRepositoryPath(path.join('/'))) {
		throw invalid(`"${path.join('/')}" is no path: small letters, digits and . _ - between slashes`);
	}

	return {registry: canonical(registry), prefix};
}

/** As what parseRegistryMirror takes. */
export const formatRegistryMirror = ({registry, prefix}: RegistryMirror): string => `${registry}=${prefix ?? 'none'}`;

/**
 * Where an image may be had: the mirrors of its registry in their order, then the registry itself.
 *
 * @param reference upstream's name, e.g. `registry.k8s.io/coredns/coredns:v1.14.2`
 * @returns references in full
 * @throws SingleKubeError OPTION_INVALID for what is no reference
 */
export function imageCandidates(reference: string, mirrors: readonly RegistryMirror[]): string[] {
	const parsed = parseReference(reference);
	const own = mirrors.filter(({registry}) => registry === parsed.registry);
	const end = own.findIndex(({prefix}) => prefix === undefined);
	const asked = (end === -1 ? own : own.slice(0, end)).map(({prefix}) => `${prefix}/${parsed.path}:${parsed.tag}`);
	return [...new Set([...asked, ...end === -1 ? [formatReference(parsed)] : []])];
}

const canonical = (registry: string): string => registry === 'index.docker.io' ? 'docker.io' : registry;
