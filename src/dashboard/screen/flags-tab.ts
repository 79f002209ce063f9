/** The tab of flags: what became of the last change, and a row each. Pure. */
import {formatAge} from '../format/amounts.ts';
import {plainText, wrap} from '../format/cells.ts';
import {chosenFlag, flagRows, type FlagRow, flagsView} from '../flags.ts';
import {chosenComponent} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import {glyphsFor} from './glyphs.ts';
import type {Line} from './span.ts';
import {type Column, table} from './table.ts';
import {firstVisible} from './window.ts';

/** Of what a component said last. */
const mostLines = 10;

/** @returns lines, those of them that there is room for */
export function flagsTab(state: DashboardState, width: number, room: number): Line[] {
	const component = chosenComponent(state);
	if (!component) {
		return [[{text: 'Nothing is chosen', tone: 'dim'}]];
	}

	const {asked} = state.flags;
	const view = flagsView(state);
	if (!view) {
		return [asked?.key === component.id && asked.failure !== undefined ? {text: asked.failure, tone: 'bad' as const} : {text: component.state === 'missing' ? 'It has no container' : 'Reading', tone: 'dim' as const}].map(span => [span]);
	}

	const above = [...outcomeLines(state, width), summaryLine(state)];
	const rows = flagRows(state);
	if (rows.length === 0) {
		return above;
	}

	const index = rows.findIndex(({flag}) => flag === chosenFlag(state)?.flag);
	const left = Math.max(1, room - above.length - 1);
	const first = firstVisible(rows.length, left, index);
	return [...above, ...table(columnsFor(rows, state.facts.ascii), rows.slice(first, first + left), width, {index: index - first, focused: state.focus === 'detail'}, glyphsFor(state.facts.ascii))];
}

function summaryLine(state: DashboardState): Line {
	const {id} = chosenComponent(state)!;
	const doing = state.acting[id];
	if (doing !== undefined) {
		return [{text: `${glyphsFor(state.facts.ascii).changing} ${id}: ${doing}`, tone: 'warn'}];
	}

	const rows = flagRows(state);
	const yours = rows.filter(({owner}) => owner === 'you').length;
	const {settable} = flagsView(state)!;
	if (rows.length === 0) {
		return [{text: state.filters.detail === '' ? `${id} has no flags` : 'No flag has this text', tone: 'dim'}];
	}

	return [{text: `${rows.length} ${state.flags.all ? 'with the program\'s defaults' : 'set'}, ${yours === 0 ? 'none' : yours} by you${settable === undefined ? '; none can be changed' : ''}`, tone: 'dim'}];
}

function outcomeLines(state: DashboardState, width: number): Line[] {
	const {outcome} = state.flags;
	if (!outcome || outcome.component !== chosenComponent(state)?.id) {
		return [];
	}

	const tone = outcome.well ? 'good' as const : 'bad' as const;
	const age = formatAge(Math.max(0, state.now - outcome.at));
	const [first = '', ...more] = outcome.lines.flatMap((text, at) => wrap(plainText(at === 0 ? `${text} (${age} ago)` : text, state.facts.ascii), width - 2));
	return [[{text: first, tone}], ...more.slice(0, mostLines - 1).map((text): Line => [{text: `  ${text}`, ...outcome.well ? {} : {tone: 'warn' as const}}]), []];
}

function columnsFor(rows: readonly FlagRow[], ascii: boolean): Array<Column<FlagRow>> {
	const longest = (of: (row: FlagRow) => string): number => Math.max(5, ...rows.map(row => of(row).length));
	return [
		{title: 'FLAG', width: 14, upTo: Math.min(46, longest(({flag}) => flag)), cell: ({flag, owner}) => ({text: flag, ...owner === 'you' ? {tone: 'accent' as const} : owner === 'default' ? {tone: 'dim' as const} : {}})},
		{title: 'VALUE', width: 10, upTo: Math.min(60, longest(({value}) => value)), cell: ({value}) => value === '' ? {text: '-', tone: 'dim'} : {text: plainText(value, ascii)}},
		{title: 'BY', width: 11, cell: ({owner}) => ({text: owner, tone: owner === 'you' ? 'accent' : 'dim'})},
		{title: 'FROM', width: 40, upTo: Number.POSITIVE_INFINITY, drop: 1, cell: ({from, needed}) => ({text: `${from}${needed === undefined ? '' : ', the cluster needs it so'}`, tone: 'dim'})},
	];
}
