/** Keys in a question. Pure. */
import type {Dialog, DashboardState} from '../../state.ts';
import type {Step} from '../binding.ts';
import {closed} from './closed.ts';

type Confirm = Extract<Dialog, {kind: 'confirm'}>;

/** Cancel is chosen at first; y answers without choosing. */
export function pressInConfirm(state: DashboardState, dialog: Confirm, key: string): Step {
	switch (key) {
		case 'left':
		case 'right':
		case 'up':
		case 'down':
		case 'tab':
		case 'shift+tab':
		case 'h':
		case 'j':
		case 'k':
		case 'l': {
			return {state: {...state, dialog: {...dialog, choice: dialog.choice === 'cancel' ? 'go' : 'cancel'}}};
		}

		case 'y': {
			return confirmed(state, dialog);
		}

		case 'enter': {
			return dialog.choice === 'go' ? confirmed(state, dialog) : {state: closed(state)};
		}

		case 'n':
		case 'q':
		case 'escape': {
			return {state: closed(state)};
		}

		default: {
			return {state};
		}
	}
}

function confirmed(state: DashboardState, {deed}: Confirm): Step {
	return {state: closed(state), command: {kind: 'do', deed}};
}
