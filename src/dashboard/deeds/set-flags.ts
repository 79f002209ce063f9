/** Setting a flag of a component, and taking it back. Pure. */
import {shellWord} from '../../explain/shell-words.ts';
import {withoutIt} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import {commandLine, type DeedText} from './deed-text.ts';

export type SetFlagsDeed = {
	readonly kind: 'set-flags';
	/** Its id: `kubelet@node-1`. */
	readonly component: string;
	/** The service's name: `kubelet`. */
	readonly name: string;
	/** As `single-kube set` takes it: `--v=4`, `maxPods-`. */
	readonly word: string;
};

export function setFlagsText({component, name, word}: SetFlagsDeed, state: DashboardState): DeedText {
	const taken = isTakenBack(word);
	return {
		subject: component, title: taken ? `take back ${word.slice(0, -1)} of ${name}?` : `set ${word} of ${name}?`, button: taken ? 'take it back' : 'set it',
		consequence: consequenceOf(component, state), command: setCommand(name, word, state.facts.cluster), doing: 'asked',
		done: `${name} is ready ${taken ? 'without' : 'with'} ${taken ? word.slice(0, -1) : word}`, failed: `${name} keeps its flags`,
	};
}

/** What happens while it is replaced: sentences for who is asked. */
export function consequenceOf(component: string, state: DashboardState): string {
	const without = withoutIt(state, component);
	return `Its container is replaced, and is again what it was when it does not become ready.${without === undefined ? '' : ` Meanwhile: ${without}`}`;
}

/** What does the same. */
export function setCommand(name: string, word: string, cluster: string): string {
	return commandLine(`set ${name} ${shellWord(word)}`, cluster);
}

function isTakenBack(word: string): boolean {
	return !word.includes('=') && word.endsWith('-');
}
