/** From `scheduler=./kube-scheduler` to what use takes. */
import {existsSync} from 'node:fs';
import path from 'node:path';
import {type Swap, type Swappable, swappable} from '../cluster/use.ts';
import {SingleKubeError} from '../errors.ts';
import {nearest} from '../nearest.ts';

/**
 * @param word `scheduler=./kube-scheduler`, `scheduler=v1.35.1`, `scheduler=`
 * @param exists whether there is a file of that name
 * @throws SingleKubeError COMMAND_LINE_INVALID, COMPONENT_UNKNOWN
 */
export function parseSwap(word: string, exists: (file: string) => boolean = existsSync): Swap {
	const at = word.indexOf('=');
	if (at < 0) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `use takes COMPONENT=PROGRAM, found "${word}"`, {
			hint: `A program: single-kube use ${word}=./${word}; a version: single-kube use ${word}=v1.36.2; the cluster's own again: single-kube use ${word}=`,
		});
	}

	const component = findSwappable(word.slice(0, at));
	const by = word.slice(at + 1);
	if (by === '') {
		return {component, by: {kind: 'own'}};
	}

	if (by.includes('/') || exists(by)) {
		return {component, by: {kind: 'program', file: path.resolve(by)}};
	}

	if (/^v?\d+\.\d+/.test(by) || by === 'latest') {
		return {component, by: {kind: 'version', version: by.replace(/^v/, '')}};
	}

	throw new SingleKubeError('COMMAND_LINE_INVALID', `"${by}" is neither a version nor a file`, {hint: `A version: single-kube use ${component}=v1.36.2; a file: single-kube use ${component}=./${by}`});
}

/** With and without `kube-`. @throws SingleKubeError COMPONENT_UNKNOWN naming the nearest and all */
export function findSwappable(word: string): Swappable {
	const found = swappable.find(name => name === word || name === `kube-${word}`);
	if (found) {
		return found;
	}

	const close = nearest(word, swappable.flatMap(name => [name, name.replace(/^kube-/, '')]));
	throw new SingleKubeError('COMPONENT_UNKNOWN', `there is no component ${word} whose program can be another one`, {
		seen: [`components: ${swappable.join(', ')}`], hint: close === undefined ? 'Name one of them' : `Did you mean ${close}?`,
	});
}
