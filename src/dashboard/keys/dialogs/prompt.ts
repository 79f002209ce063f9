/** Keys in a line of text, as a shell's line editing has them. Pure. */
import {notice} from '../../reduce.ts';
import {clamp} from '../../screen/window.ts';
import type {Dialog, DashboardState} from '../../state.ts';
import type {Step} from '../binding.ts';
import {closed} from './closed.ts';

type PromptDialog = Extract<Dialog, {kind: 'prompt'}>;

export function pressInPrompt(state: DashboardState, dialog: PromptDialog, key: string): Step {
	const {prompt, text} = dialog;
	switch (key) {
		case 'enter': {
			const refusal = prompt.refusal(text.trim());
			return refusal === undefined ? prompt.answer(text.trim(), closed(state)) : {state: {...state, notice: notice(refusal, 'warn', state.now)}};
		}

		case 'escape': {
			return {state: closed(state)};
		}

		default: {
			return {state: {...state, notice: undefined, dialog: edited(dialog, key)}};
		}
	}
}

function edited(dialog: PromptDialog, key: string): PromptDialog {
	const characters = [...dialog.text];
	const {cursor} = dialog;
	const at = (next: number): PromptDialog => ({...dialog, cursor: clamp(next, 0, characters.length)});
	const joined = (before: readonly string[], after: readonly string[]): PromptDialog => ({...dialog, text: [...before, ...after].join(''), cursor: before.length});
	switch (key) {
		case 'left':
		case 'ctrl+b': {
			return at(cursor - 1);
		}

		case 'right':
		case 'ctrl+f': {
			return at(cursor + 1);
		}

		case 'home':
		case 'ctrl+a': {
			return at(0);
		}

		case 'end':
		case 'ctrl+e': {
			return at(characters.length);
		}

		case 'backspace': {
			return joined(characters.slice(0, Math.max(0, cursor - 1)), characters.slice(cursor));
		}

		case 'ctrl+d': {
			return joined(characters.slice(0, cursor), characters.slice(cursor + 1));
		}

		case 'ctrl+u': {
			return joined([], characters.slice(cursor));
		}

		case 'ctrl+k': {
			return joined(characters.slice(0, cursor), []);
		}

		case 'ctrl+w': {
			const before = characters.slice(0, cursor).join('').replace(/\S*\s*$/, '');
			return joined([...before], characters.slice(cursor));
		}

		default: {
			return [...key].length === 1 ? joined([...characters.slice(0, cursor), key], characters.slice(cursor)) : dialog;
		}
	}
}
