/** The pane of components: a row each. Pure. */
import {type Fault, type FaultKind, keepsDown} from '../../faults/fault.ts';
import {formatAge, formatBytes, formatPercent} from '../format/amounts.ts';
import {plainText} from '../format/cells.ts';
import {chosenIndex, componentRows, faultOn, isWell} from '../rows.ts';
import type {ComponentRecord, DashboardState, UsageRecord} from '../state.ts';
import {saidBy, shortly} from './component-says.ts';
import {type Glyphs, glyphsFor} from './glyphs.ts';
import type {Line, Span, Tone} from './span.ts';
import {type Column, table} from './table.ts';
import {firstVisible} from './window.ts';

/** @param room rows without the head @returns the head and the visible rows */
export function componentsPane(state: DashboardState, width: number, room: number): Line[] {
	const rows = componentRows(state);
	const glyphs = glyphsFor(state.facts.ascii);
	const chosen = chosenIndex(rows.map(({id}) => id), state.chosen.components);
	const first = firstVisible(rows.length, room, chosen);
	return table(columnsFor(state, glyphs), rows.slice(first, first + room), width, {index: chosen - first, focused: state.focus === 'components'}, glyphs);
}

/** A word for the state, the same as in `single-kube status`, and what it means for the cluster. */
export function stateOf({state, held, job, exitCode}: ComponentRecord, doing: string | undefined, fault: Fault | undefined): {readonly word: string; readonly glyph: keyof Glyphs; readonly tone: Tone} {
	if (doing !== undefined) {
		return {word: doing, glyph: 'changing', tone: 'warn'};
	}

	if (fault) {
		return {word: faultWords[fault.kind], glyph: keepsDown(fault) ? 'dead' : fault.kind === 'pause' ? 'paused' : 'broken', tone: 'warn'};
	}

	switch (state) {
		case 'running': {
			return {word: 'running', glyph: 'running', tone: 'good'};
		}

		case 'paused': {
			return {word: 'paused', glyph: 'paused', tone: 'warn'};
		}

		case 'missing': {
			return {word: 'missing', glyph: 'dead', tone: 'bad'};
		}

		case 'exited':
		case 'dead': {
			return job && exitCode === 0 ? {word: 'done', glyph: 'done', tone: 'dim'}
				: held ? {word: 'stopped', glyph: 'stopped', tone: 'warn'} : {word: `exited ${exitCode}`, glyph: 'dead', tone: 'bad'};
		}

		case 'created':
		case 'restarting':
		case 'removing': {
			return {word: state, glyph: 'changing', tone: 'warn'};
		}
	}
}

/** In twelve cells; the line above the panes has the rest. */
const faultWords: Readonly<Record<FaultKind, string>> = {pause: 'paused', stop: 'stopped', kill: 'killed', cut: 'cut off', latency: 'delayed', 'limit-cpu': 'CPU limit', 'limit-memory': 'MEM limit'};

function columnsFor(state: DashboardState, glyphs: Glyphs): Array<Column<ComponentRecord>> {
	const amount = (row: ComponentRecord, format: (usage: UsageRecord) => string): Span => {
		// What ended a moment ago may still have a sample.
		const usage = row.state === 'running' || row.state === 'paused' ? state.usage[row.container] : undefined;
		return usage ? {text: format(usage)} : {text: '-', tone: 'dim'};
	};

	return [
		{title: 'COMPONENT', width: 17, upTo: 26, cell: row => ({text: row.id, ...isWell(row, faultOn(state, row)) ? {} : {tone: 'strong' as const}})},
		{
			title: 'STATE', width: 12, cell(row) {
				const {word, glyph, tone} = stateOf(row, state.acting[row.id], faultOn(state, row));
				return {text: `${glyphs[glyph]} ${word}`, tone};
			},
		},
		{title: 'CPU', width: 6, align: 'right', drop: 2, cell: row => amount(row, ({cpuPercent}) => formatPercent(cpuPercent))},
		{title: 'MEM', heard: 'memory', width: 5, align: 'right', drop: 1, cell: row => amount(row, ({memoryBytes}) => formatBytes(memoryBytes))},
		{title: 'AGE', width: 4, align: 'right', drop: 4, cell: row => ({text: ageOf(row, state.now)})},
		{title: 'RST', heard: 'restarts', width: 3, align: 'right', drop: 5, cell: row => ({text: row.restarts === 0 ? '' : String(row.restarts), ...row.restarts > 0 && {tone: 'warn' as const}})},
		{title: 'SAYS', width: 9, upTo: 20, drop: 3, cell: row => ({text: sayingOf(row, state)})},
		{title: ' WHAT IT DOES', heard: 'it', width: 16, upTo: Number.POSITIVE_INFINITY, drop: 6, cell: row => ({text: ` ${plainText(row.summary, state.facts.ascii)}`, tone: 'dim'})},
	];
}

function sayingOf(row: ComponentRecord, state: DashboardState): string {
	const said = saidBy(row, state);
	return said ? shortly(said.says) : '';
}

/** Since its start when it runs, since its end when it does not. */
function ageOf({state, startedAt, finishedAt}: ComponentRecord, now: number): string {
	const since = state === 'running' || state === 'paused' ? startedAt : finishedAt;
	return since === 0 ? '-' : formatAge(now - since);
}
