/** Keys in a list to choose from: arrows move, letters narrow it. Pure. */
import {menuRows} from '../../dialogs.ts';
import {notice} from '../../reduce.ts';
import {clamp} from '../../screen/window.ts';
import type {Dialog, DashboardState} from '../../state.ts';
import type {Step} from '../binding.ts';
import {closed} from './closed.ts';

type MenuDialog = Extract<Dialog, {kind: 'menu'}>;

export function pressInMenu(state: DashboardState, dialog: MenuDialog, key: string): Step {
	const {menu, filter, index} = dialog;
	const rows = menuRows(menu, filter);
	const to = (next: number): Step => ({state: {...state, dialog: {...dialog, index: clamp(next, 0, Math.max(0, rows.length - 1))}}});
	const narrowed = (text: string): Step => ({state: {...state, dialog: {...dialog, filter: text, index: 0}}});
	switch (key) {
		case 'up':
		case 'shift+tab':
		case 'ctrl+p': {
			return to(index - 1);
		}

		case 'down':
		case 'tab':
		case 'ctrl+n': {
			return to(index + 1);
		}

		case 'home':
		case 'pageup': {
			return to(0);
		}

		case 'end':
		case 'pagedown': {
			return to(rows.length - 1);
		}

		case 'enter': {
			const item = rows[index];
			return item === undefined ? {state} : item.refusal === undefined ? item.choose(closed(state)) : {state: {...state, notice: notice(item.refusal, 'warn', state.now)}};
		}

		case 'escape': {
			return filter === '' ? {state: closed(state)} : narrowed('');
		}

		case 'backspace': {
			return narrowed([...filter].slice(0, -1).join(''));
		}

		case 'ctrl+u': {
			return narrowed('');
		}

		default: {
			// One letter for one item is no narrowing of nothing: what matches no item is not taken.
			return [...key].length === 1 && menuRows(menu, filter + key).length > 0 ? narrowed(filter + key) : {state};
		}
	}
}
