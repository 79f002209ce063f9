/** The pane of workloads: objects as kubectl lists them, and the ports that are forwarded to them. Pure. */
import type {ApiObject} from '../../api/api.ts';
import {describeForward} from '../deeds/forward.ts';
import {formatAge} from '../format/amounts.ts';
import {plainText} from '../format/cells.ts';
import {kindFacts} from '../kinds.ts';
import {chosenIndex, objectKey, objectRows} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import {glyphsFor} from './glyphs.ts';
import type {Line} from './span.ts';
import {type Column, table} from './table.ts';
import {clamp, firstVisible} from './window.ts';
import {columnsOf} from './workload-columns.ts';

/** @param room rows without the head @returns the head and the visible rows, or why there are none; below them the ports that are forwarded */
export function workloadsPane(state: DashboardState, width: number, room: number): Line[] {
	const forwards = forwardLines(state, Math.floor(room / 2));
	const space = room - forwards.length;
	const lines = objectLines(state, width, space);
	return [...lines, ...Array.from({length: forwards.length === 0 ? 0 : space + 1 - lines.length}, () => []), ...forwards];
}

function objectLines(state: DashboardState, width: number, room: number): Line[] {
	const rows = objectRows(state);
	const glyphs = glyphsFor(state.facts.ascii);
	if (rows.length === 0) {
		return [[{text: `  ${whyEmpty(state)}`, tone: 'dim'}]];
	}

	const chosen = chosenIndex(rows.map(row => objectKey(row)), state.chosen.workloads);
	const first = firstVisible(rows.length, room, chosen);
	return table(columnsFor(state, rows), rows.slice(first, first + room), width, {index: chosen - first, focused: state.focus === 'workloads'}, glyphs);
}

/** The newest, as many as there is room for: they stay in view as long as they are open. */
function forwardLines({forwards, now, facts}: DashboardState, most: number): Line[] {
	const shown = forwards.slice(-Math.min(3, most));
	return shown.map((forward, index): Line => {
		const others = index === 0 ? forwards.length - shown.length : 0;
		return [
			{text: ` ${formatAge(now - forward.since).padStart(4)} `, tone: 'dim'},
			{text: `127.0.0.1:${forward.local} to ${describeForward(forward)}${others === 0 ? '' : `, and ${others} more: P`}`, tone: 'accent'},
			...forward.failure === undefined ? [] : [{text: `  failed: ${plainText(forward.failure, facts.ascii)}`, tone: 'bad' as const}],
		];
	});
}

function whyEmpty({objects, kind, api, namespace, filters}: DashboardState): string {
	if (objects[kind] === undefined) {
		return api.state === 'lost' ? 'The apiserver does not answer: nothing is known' : 'Asking the apiserver';
	}

	return filters.workloads !== '' || (namespace !== undefined && kindFacts[kind].namespaced) ? `No ${kind} that match` : `No ${kind}`;
}

/** @param rows all of them: names that begin alike are told apart by their ends */
function columnsFor(state: DashboardState, rows: readonly ApiObject[]): ReadonlyArray<Column<ApiObject>> {
	const {namespaced} = kindFacts[state.kind];
	const age: Column<ApiObject> = {title: 'AGE', width: 4, align: 'right', drop: 1, cell: ({metadata}) => ({text: formatAge(state.now - Date.parse(String(metadata['creationTimestamp'])))})};
	const named: Array<Column<ApiObject>> = [
		...namespaced && state.namespace === undefined ? [{title: 'NAMESPACE', width: longest(rows, 9, 15, ({metadata}) => metadata.namespace), drop: 1.5, cell: ({metadata}: ApiObject) => ({text: metadata.namespace ?? ''})}] : [],
		{title: 'NAME', width: longest(rows, 12, 28, ({metadata}) => metadata.name), upTo: 48, cell: ({metadata}) => ({text: metadata.name})},
	];
	return [...named, ...columnsOf(state.kind, state.now), age];
}

/** How many cells the longest of the names takes. */
function longest(rows: readonly ApiObject[], least: number, most: number, name: (row: ApiObject) => string | undefined): number {
	return clamp(Math.max(...rows.map(row => name(row)?.length ?? 0)), least, most);
}
