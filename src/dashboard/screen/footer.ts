/** The line below the panes: the keys that mean something now, or what there is to say. Pure. */
import {cellsOf} from '../format/cells.ts';
import {bindings} from '../keys/press.ts';
import type {Dialog, DashboardState} from '../state.ts';
import type {Line, Span} from './span.ts';

export function footerLine(state: DashboardState, width: number): Line {
	const {dialog, notice} = state;
	if (dialog?.kind === 'filter') {
		return [{text: ' filter: ', tone: 'accent'}, {text: `${state.filters[dialog.pane]}_`}, {text: '   Enter keeps it, Esc takes it away', tone: 'dim'}];
	}

	// What was refused in a dialog is said below it.
	if (notice) {
		return [{text: ` ${notice.text}`, tone: notice.tone}, ...notice.command === undefined ? [] : [{text: `  ${notice.command}`, tone: 'dim' as const}]];
	}

	return dialog ? [{text: ` ${dialogKeys[dialog.kind]}`, tone: 'dim'}] : keysLine(state, width);
}

const dialogKeys: Readonly<Record<Exclude<Dialog['kind'], 'filter'>, string>> = {
	help: 'Esc closes the help',
	confirm: 'Tab or arrows choose, Enter does it, Esc cancels',
	menu: 'Arrows choose, letters narrow the list, Enter takes it, Esc cancels',
	prompt: 'Enter does it, Ctrl-U empties the line, Esc cancels',
};

/** As many keys as there is room for, the help and the way out always among them; what cannot be done now stands in brackets. */
function keysLine(state: DashboardState, width: number): Line {
	const shown = bindings.filter(({applies, label}) => label && (applies?.(state) ?? true));
	const always = shown.filter(binding => staysShown(binding));
	const parts: Array<{readonly span: Span; readonly key: string}> = [];
	let room = width - 1 - always.reduce((sum, binding) => sum + partOf(binding).span.text.length + 2, 0);
	for (const binding of shown.filter(binding => !staysShown(binding))) {
		const part = partOf(binding);
		room -= cellsOf(part.span.text) + 2;
		if (room >= 0) {
			parts.push(part);
		}
	}

	return [{text: ' '}, ...[...parts, ...always.map(binding => partOf(binding))].flatMap(({span}): Span[] => [span, {text: '  '}])];

	function partOf({shown: key, label, refusal}: (typeof bindings)[number]): {readonly span: Span; readonly key: string} {
		const words = `${key} ${label!(state)}`;
		return {key, span: refusal?.(state) === undefined ? {text: words} : {text: `(${words})`, tone: 'dim'}};
	}
}

/** The help and the way out. */
function staysShown({keys}: (typeof bindings)[number]): boolean {
	return keys.includes('?') || keys.includes('q');
}
