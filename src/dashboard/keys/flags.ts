/** Keys for the flags of the chosen component. Pure. */
import {readOnlyRefusal} from '../deeds/deed-text.ts';
import {consequenceOf, setCommand, type SetFlagsDeed} from '../deeds/set-flags.ts';
import {askedFirst, openPrompt, type Prompt} from '../dialogs.ts';
import {chosenFlag, flagsView, showsFlags} from '../flags.ts';
import {chosenComponent} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';
import {focused} from './move.ts';
import {whyNoFlag} from './flag-text.ts';

const inFlags = (state: DashboardState): boolean => state.focus === 'detail' && showsFlags(state);

export const flagBindings: readonly Binding[] = [
	{keys: ['f'], shown: 'f', group: 'components', does: 'its flags: where each comes from; there, change one', applies: state => state.list === 'components' && state.focus !== 'events' && !inFlags(state), label: () => 'flags', press: state => ({state: focused({...state, componentTab: 'flags', scroll: {...state.scroll, detail: 0}}, 'detail')})},
	{keys: ['f', 'enter'], shown: 'f Enter', group: 'components', does: 'in the flags: give the chosen one another value', applies: inFlags, label: () => 'edit', refusal: state => whyNot(state) ?? whyNotThis(state), press: edited},
	{keys: ['+', 'a'], shown: '+ a', group: 'components', does: 'in the flags: set one that is not in the list', applies: inFlags, label: () => 'add', refusal: whyNot, press: added},
	{keys: ['-'], shown: '-', group: 'components', does: 'in the flags: take back what you set', applies: inFlags, label: () => 'take back', refusal: state => whyNot(state) ?? whyNotBack(state), press: takenBack},
	{keys: ['A'], shown: 'A', group: 'components', does: 'in the flags: with the program\'s own defaults for all others, or without', applies: inFlags, label: ({flags}) => flags.all ? 'set ones only' : 'all', press: state => ({state: {...state, flags: {...state.flags, all: !state.flags.all}}})},
];

function whyNot(state: DashboardState): string | undefined {
	const component = chosenComponent(state);
	if (!component) {
		return 'No component is chosen';
	}

	const acting = state.acting[component.id];
	if (acting !== undefined) {
		return `Wait: ${component.id} is ${acting}`;
	}

	if (state.facts.readOnly) {
		return readOnlyRefusal;
	}

	const view = flagsView(state);
	return view === undefined ? `The flags of ${component.id} are not read yet`
		: view.settable === undefined ? `${component.id} has no flags that could be set`
			: component.state === 'running' ? undefined : `${component.id} does not run: whether it is ready with other flags could not be seen`;
}

function whyNotThis(state: DashboardState): string | undefined {
	const row = chosenFlag(state);
	return row === undefined ? 'No flag is chosen: + sets one' : row.needed === undefined ? undefined
		: `The cluster needs ${row.flag} as it is: ${row.needed}. single-kube set --force tries it all the same`;
}

function whyNotBack(state: DashboardState): string | undefined {
	const row = chosenFlag(state);
	return row === undefined ? 'No flag is chosen' : row.owner !== 'you' ? `${row.flag} was not set by you: there is nothing to take back`
		: row.ofStart ? `${row.flag} is of single-kube start ${row.from}: start takes it back` : undefined;
}

function edited(state: DashboardState): Step {
	const {flag, value, from} = chosenFlag(state)!;
	return openPrompt(state, flagPrompt(state, `${flag}=${value.startsWith('(') ? '' : value}`, `Now ${flag}=${value === '' ? '\'\'' : value}, from ${from}.`));
}

function added(state: DashboardState): Step {
	const {hasFile} = flagsView(state)!;
	return openPrompt(state, flagPrompt(state, '--', `A flag of its program, --v=4${hasFile ? ', or a key of its configuration file, maxPods=50' : ''}.`));
}

function flagPrompt(state: DashboardState, initial: string, first: string): Prompt {
	const {id} = chosenComponent(state)!;
	const view = flagsView(state)!;
	const name = view.settable!;
	return {
		title: `A flag of ${name}`, initial, lines: [first, consequenceOf(id, state)],
		refusal: text => whyNoFlag(view, text),
		command: text => setCommand(name, text, state.facts.cluster),
		answer: (word, after) => ({state: after, command: {kind: 'do', deed: {kind: 'set-flags', component: id, name, word} satisfies SetFlagsDeed}}),
	};
}

function takenBack(state: DashboardState): Step {
	const {id} = chosenComponent(state)!;
	return askedFirst(state, {kind: 'set-flags', component: id, name: flagsView(state)!.settable!, word: `${chosenFlag(state)!.flag}-`});
}
