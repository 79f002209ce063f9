/** Which components `--extra-config` can be about. Pure. */
import {nearest} from '../nearest.ts';
import {SingleKubeError} from '../errors.ts';
import {configurationFile} from './extra-config.ts';
import type {RawFile} from './read.ts';

type RawService = {readonly command?: readonly unknown[]; readonly 'x-single-kube'?: {readonly files?: Readonly<Record<string, unknown>>}} | undefined;
type Raw = {readonly services?: Readonly<Record<string, RawService>>} | undefined;

/** A service whose command line ends with flags: what is added there is one more of them. */
export type Configurable = {readonly name: string; /** Whether it has a configuration file, whose keys can be named as well. */ readonly hasFile: boolean};

export function configurableComponents(files: readonly RawFile[]): Configurable[] {
	return files.flatMap(({content}) => Object.entries((content as Raw)?.services ?? {}).flatMap(([name, service]) => /^--[a-z]/.test(String(service?.command?.at(-1) ?? ''))
		? [{name, hasFile: configurationFile(service?.['x-single-kube']?.files ?? {}) !== undefined}] : []));
}

/** Who asks, and how it is asked rightly. */
export type Asked = {readonly asked: string; readonly example: string};

const byStart: Asked = {asked: '--extra-config', example: '--extra-config apiserver.v=4'};

/**
 * @param word with or without `kube-`: `apiserver`, as minikube has it
 * @throws SingleKubeError COMPONENT_UNKNOWN naming the nearest and all
 */
export function findConfigurable(word: string, components: readonly Configurable[], {asked, example}: Asked = byStart): Configurable {
	const found = components.find(({name}) => name === word) ?? components.find(({name}) => name === `kube-${word}`);
	if (found) {
		return found;
	}

	const known = components.map(({name}) => name);
	const close = nearest(word, known.flatMap(name => [name, name.replace(/^kube-/, '')]));
	throw new SingleKubeError('COMPONENT_UNKNOWN', `${asked}: there is no component ${word} that takes flags`, {
		seen: [`components: ${known.join(', ')}`, ...word === 'kubeadm' ? ['a cluster is not made with kubeadm: each component has its own flags'] : []],
		hint: close === undefined ? `Name one of them: ${example}` : `Did you mean ${close}?`,
	});
}
