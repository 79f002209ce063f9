/** Keys while a dialog is open: all of them are its own. Pure. */
import type {Dialog, DashboardState} from '../state.ts';
import type {Step} from './binding.ts';

export function pressInDialog(state: DashboardState, dialog: Dialog, key: string): Step {
	if (key === 'ctrl+c') {
		return {state: closed(state), command: {kind: 'quit'}};
	}

	switch (dialog.kind) {
		case 'confirm': {
			return pressInConfirm(state, dialog, key);
		}

		case 'help': {
			return pressInHelp(state, dialog, key);
		}

		case 'filter': {
			return pressInFilter(state, dialog, key);
		}
	}
}

function pressInConfirm(state: DashboardState, dialog: Extract<Dialog, {kind: 'confirm'}>, key: string): Step {
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

function confirmed(state: DashboardState, {verb, component, container}: Extract<Dialog, {kind: 'confirm'}>): Step {
	return {state: closed(state), command: {kind: 'act', action: {verb, component, container}}};
}

function pressInHelp(state: DashboardState, dialog: Extract<Dialog, {kind: 'help'}>, key: string): Step {
	const by = {up: -1, k: -1, down: 1, j: 1, pageup: -10, pagedown: 10, ' ': 10, g: -1000, G: 1000}[key];
	if (by !== undefined) {
		// Not beyond the last key; screen/overlay.ts knows how many of them fit.
		return {state: {...state, dialog: {...dialog, scroll: Math.max(0, Math.min(60, dialog.scroll + by))}}};
	}

	return {state: ['escape', 'q', '?', 'enter'].includes(key) ? closed(state) : state};
}

function pressInFilter(state: DashboardState, {pane, before}: Extract<Dialog, {kind: 'filter'}>, key: string): Step {
	const text = state.filters[pane];
	const typed = (filter: string): DashboardState => ({...state, filters: {...state.filters, [pane]: filter}, scroll: {detail: 0, events: 0}});
	switch (key) {
		case 'enter': {
			return {state: closed(state)};
		}

		case 'escape': {
			return {state: closed(typed(before))};
		}

		case 'backspace': {
			return {state: typed([...text].slice(0, -1).join(''))};
		}

		case 'ctrl+u': {
			return {state: typed('')};
		}

		default: {
			return {state: [...key].length === 1 ? typed(text + key) : state};
		}
	}
}

function closed(state: DashboardState): DashboardState {
	return {...state, dialog: undefined};
}
