/** What stands over the panes: a question, or the help. Pure. */
import {commandFor, consequenceOf} from '../actions.ts';
import {wrap} from '../format/cells.ts';
import type {Group} from '../keys/binding.ts';
import {bindings} from '../keys/press.ts';
import type {DashboardState} from '../state.ts';
import type {Line} from './span.ts';
import {clamp, highestScroll} from './window.ts';

export type Overlay = {readonly title: string; /** The cells inside. */ readonly width: number; readonly lines: readonly Line[]};

const groups: Readonly<Record<Group, string>> = {components: 'A component', workloads: 'Workloads', look: 'What is shown', move: 'Moving', dashboard: 'The dashboard'};

/** @returns undefined when nothing does */
export function overlayOf(state: DashboardState): Overlay | undefined {
	const {dialog, size} = state;
	if (!dialog || dialog.kind === 'filter') {
		return undefined;
	}

	const width = Math.min(72, size.columns - 6);
	switch (dialog.kind) {
		case 'confirm': {
			const component = state.components.find(({id}) => id === dialog.component);
			const go = dialog.choice === 'go';
			return {
				title: `${dialog.verb} ${dialog.component}?`, width,
				lines: [
					...component ? wrap(consequenceOf(dialog.verb, component), width).map((text): Line => [{text}]) : [],
					[], [{text: 'The same by command: ', tone: 'dim'}, {text: commandFor(dialog, state.facts.cluster), tone: 'accent'}], [],
					[go ? {text: '  Cancel  '} : {text: '[ Cancel ]', tone: 'chosen'}, {text: '   '}, go ? {text: `[ ${dialog.verb} ]`, tone: 'chosen'} : {text: `  ${dialog.verb}  `}],
				],
			};
		}

		case 'help': {
			const lines = helpLines(state.facts.ascii, width);
			const room = size.rows - 8;
			const first = clamp(dialog.scroll, 0, highestScroll(lines.length, room));
			return {title: first + room < lines.length ? 'Keys (more below)' : 'Keys', width, lines: lines.slice(first, first + room)};
		}
	}
}

function helpLines(ascii: boolean, width: number): Line[] {
	const keysWidth = 10;
	return (Object.keys(groups) as Group[]).flatMap((group, index): Line[] => [
		...index === 0 ? [] : [[]],
		[{text: groups[group], tone: 'strong'}],
		...bindings.filter(binding => binding.group === group).flatMap(({shown, does}): Line[] => {
			const [first = '', ...rest] = wrap(does, width - keysWidth - 2);
			return [
				[{text: `  ${(ascii ? asciiKeys(shown) : shown).padEnd(keysWidth)}`, tone: 'accent'}, {text: first}],
				...rest.map((text): Line => [{text: `${' '.repeat(keysWidth + 2)}${text}`}]),
			];
		}),
	]);
}

function asciiKeys(shown: string): string {
	return shown.replace('↑', 'up').replace('↓', 'down').replace('←', 'left').replace('→', 'right');
}
