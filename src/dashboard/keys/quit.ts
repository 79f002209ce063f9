/** The way out, which offers to put back what is broken. Pure. */
import {stateInWords} from '../../faults/words.ts';
import {openMenu} from '../dialogs.ts';
import type {DashboardState} from '../state.ts';
import type {Step} from './binding.ts';

export function quit(state: DashboardState): Step {
	const {faults, facts} = state;
	if (faults.length === 0 || facts.readOnly) {
		return {state, command: {kind: 'quit'}};
	}

	return openMenu(state, {
		title: 'Quit?',
		lines: [`Still broken: ${faults.map(fault => `${fault.component} is ${stateInWords(fault)}`).join('; ')}.`],
		items: [
			{label: 'undo and quit', detail: 'the cluster goes on whole', choose: next => ({state: next, command: {kind: 'do', deed: {kind: 'clear-faults', faults}, thenQuit: true}})},
			{label: 'quit', detail: 'they stay: single-kube fault clear undoes them', choose: next => ({state: next, command: {kind: 'quit'}})},
			{label: 'cancel', choose: next => ({state: next})},
		],
	});
}
