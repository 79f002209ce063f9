/** Keys while a dialog is open: all of them are its own. Pure. */
import type {Dialog, DashboardState} from '../../state.ts';
import type {Step} from '../binding.ts';
import {pressInConfirm} from './confirm.ts';
import {closed} from './closed.ts';
import {pressInMenu} from './menu.ts';
import {pressInPrompt} from './prompt.ts';

export function pressInDialog(state: DashboardState, dialog: Dialog, key: string): Step {
	if (key === 'ctrl+c') {
		return {state: closed(state), command: {kind: 'quit'}};
	}

	switch (dialog.kind) {
		case 'confirm': {
			return pressInConfirm(state, dialog, key);
		}

		case 'menu': {
			return pressInMenu(state, dialog, key);
		}

		case 'prompt': {
			return pressInPrompt(state, dialog, key);
		}

		case 'help': {
			return pressInHelp(state, dialog, key);
		}

		case 'filter': {
			return pressInFilter(state, dialog, key);
		}
	}
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
