/** From the words of `set` to changes of one component: `--v=4`, `max-pods=50`, `v-`. Pure. */
import {SingleKubeError} from '../../errors.ts';
import {type ExtraConfigChange, parseExtraConfig} from '../../plan/extra-config.ts';

/**
 * @param component as it was typed: `apiserver`, `kubelet@node-1`
 * @param words a flag with or without its dashes, or a path into the component's configuration file: `--v=4`, `maxPods=50`; `v-` takes one back
 * @throws SingleKubeError OPTION_INVALID
 */
export function parseFlagWords(component: string, words: readonly string[]): ExtraConfigChange[] {
	// Flags belong to all nodes' components of a name: the topology has them by service.
	const name = component.replace(/@.*$/, '');
	return words.filter(word => word !== '--').map(word => {
		try {
			return {...parseExtraConfig(`x.${word}`), component: name};
		} catch (error) {
			throw new SingleKubeError('OPTION_INVALID', `${word} is no flag with a value`, {hint: hintFor(component, word), cause: error});
		}
	});
}

/** `v=4`, as a person would type it: `--v=4`; a key of a file has no dashes. */
export function formatFlagWord(name: string, value: string | undefined): string {
	return `${/[A-Z.]/.test(name) ? '' : '--'}${name}${value === undefined ? '-' : `=${value}`}`;
}

function hintFor(component: string, word: string): string {
	const example = `For example: single-kube set ${component} --v=4, or --v- to take it back`;
	if (/^-\w[^-]/.test(word)) {
		return `Flags have two dashes here. ${example}`;
	}

	return /^(--)?[a-z][\w.-]*$/i.test(word) ? `Its value stands behind an equals sign, also that of a switch: single-kube set ${component} ${word}=${/^(--)?v$/.test(word) ? '4' : 'true'}` : example;
}
