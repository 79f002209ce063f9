/** What stands over the panes: a question, a list to choose from, a line to write, or the help. Pure. */
import {deedText} from '../deeds/deed.ts';
import {menuRows} from '../dialogs.ts';
import {fit, wrap} from '../format/cells.ts';
import type {Group} from '../keys/binding.ts';
import {bindings} from '../keys/press.ts';
import type {Dialog, DashboardState} from '../state.ts';
import {glyphsFor} from './glyphs.ts';
import type {Line} from './span.ts';
import {clamp, firstVisible, highestScroll} from './window.ts';

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
			return confirmOverlay(state, dialog, width);
		}

		case 'menu': {
			return menuOverlay(state, dialog, width);
		}

		case 'prompt': {
			return promptOverlay(state, dialog, width);
		}

		case 'help': {
			const lines = helpLines(state.facts.ascii, width);
			const room = size.rows - 8;
			const first = clamp(dialog.scroll, 0, highestScroll(lines.length, room));
			return {title: first + room < lines.length ? 'Keys (more below)' : 'Keys', width, lines: lines.slice(first, first + room)};
		}
	}
}

function confirmOverlay(state: DashboardState, {deed, choice}: Extract<Dialog, {kind: 'confirm'}>, width: number): Overlay {
	const {title, button, consequence, command} = deedText(deed, state);
	const go = choice === 'go';
	return {
		title, width,
		lines: [
			...paragraph(consequence, width),
			[], ...sameByCommand(command, width), [],
			[go ? {text: '  Cancel  '} : {text: '[ Cancel ]', tone: 'chosen'}, {text: '   '}, go ? {text: `[ ${button} ]`, tone: 'chosen'} : {text: `  ${button}  `}],
		],
	};
}

/** Only what is visible of the list, around the chosen item. */
function menuOverlay({facts, size}: DashboardState, {menu, filter, index}: Extract<Dialog, {kind: 'menu'}>, width: number): Overlay {
	const {cursor, more} = glyphsFor(facts.ascii);
	const rows = menuRows(menu, filter);
	const above = (menu.lines ?? []).flatMap(text => paragraph(text, width));
	const room = Math.max(1, size.rows - 8 - above.length);
	const first = firstVisible(rows.length, room, index);
	const labels = Math.min(Math.max(0, ...menu.items.map(({label}) => label.length)), Math.floor(width / 2));
	return {
		title: menu.title, width,
		lines: [
			...above, ...above.length > 0 ? [[]] : [],
			...rows.slice(first, first + room).map(({label, detail = '', refusal}, at): Line => {
				const chosen = first + at === index;
				const name = `${chosen ? cursor : ' '} ${fit(label, labels, more)}`;
				const text = refusal === undefined ? detail : `(${refusal})`;
				return chosen ? [{text: fit(`${name}  ${text}`, width, more), tone: 'chosen'}] : [{text: `${name}  `, ...refusal === undefined ? {} : {tone: 'dim'}}, {text, tone: 'dim'}];
			}),
			...filter === '' ? [] : [[{text: `/${filter}`, tone: 'warn' as const}]],
		],
	};
}

/** The text with a mark where the next character goes, and of a long one what is around it. */
function promptOverlay(state: DashboardState, {prompt, text, cursor}: Extract<Dialog, {kind: 'prompt'}>, width: number): Overlay {
	const characters = [...text];
	const first = Math.max(0, cursor - (width - 4));
	const shown = characters.slice(first, first + width - 3);
	const at = cursor - first;
	const refusal = prompt.refusal(text.trim());
	const command = prompt.command?.(text.trim());
	return {
		title: prompt.title, width,
		lines: [
			...prompt.lines.flatMap(line => paragraph(line, width)), ...prompt.lines.length > 0 ? [[]] : [],
			[{text: '> ', tone: 'accent'}, {text: shown.slice(0, at).join('')}, {text: shown[at] ?? '_', tone: 'chosen'}, {text: shown.slice(at + 1).join('')}],
			[],
			...refusal !== undefined && text.trim() !== '' ? wrap(refusal, width).map((line): Line => [{text: line, tone: 'warn'}])
			: command === undefined ? [] : sameByCommand(command, width),
		],
	};
}

function paragraph(text: string, width: number): Line[] {
	return text === '' ? [] : wrap(text, width).map((line): Line => [{text: line}]);
}

/** On a line of its own where it would be cut: it is there to be copied. */
function sameByCommand(command: string, width: number): Line[] {
	const words = 'The same by command: ';
	return words.length + command.length <= width ? [[{text: words, tone: 'dim'}, {text: command, tone: 'accent'}]]
		: [[{text: words.trim(), tone: 'dim'}], ...wrap(command, width - 2).map((text): Line => [{text: `  ${text}`, tone: 'accent'}])];
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
