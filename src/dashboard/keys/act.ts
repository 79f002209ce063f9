/** Keys that do something to the chosen component. What takes something away is asked about first. Pure. */
import {type ComponentDeed, needsConfirmation, type Verb, whyNot} from '../deeds/component.ts';
import {askedFirst} from '../dialogs.ts';
import {chosenComponent} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';

export const actionBindings: readonly Binding[] = [
	action(['s'], 's', 'stop it on purpose, or start it again', state => runs(state) ? 'stop' : 'start'),
	action(['r'], 'r', 'restart it', () => 'restart'),
	action(['p'], 'p', 'pause it: it stands still; or let it go on', state => chosenComponent(state)?.state === 'paused' ? 'unpause' : 'pause'),
	action(['ctrl+k'], 'Ctrl-K', 'kill it, as a crash would', () => 'kill'),
];

function action(keys: readonly string[], shown: string, does: string, verbFor: (state: DashboardState) => Verb): Binding {
	return {
		keys, shown, does, group: 'components',
		applies: ({list, focus}) => list === 'components' && focus !== 'events',
		label: verbFor,
		refusal(state) {
			const component = chosenComponent(state);
			const acting = component && state.acting[component.id];
			return acting ? `Wait: ${component.id} is ${acting}` : whyNot(verbFor(state), component, state.facts.readOnly);
		},
		press: state => begin(state, verbFor(state)),
	};
}

function begin(state: DashboardState, verb: Verb): Step {
	const {id: component, container} = chosenComponent(state)!;
	const deed: ComponentDeed = {kind: 'component', verb, component, container};
	return needsConfirmation(verb) ? askedFirst(state, deed) : {state, command: {kind: 'do', deed}};
}

function runs(state: DashboardState): boolean {
	const now = chosenComponent(state)?.state;
	return now === 'running' || now === 'paused';
}
