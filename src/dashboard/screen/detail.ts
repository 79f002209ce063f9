/** The pane of details: what the chosen tab says of the chosen row. Pure. */
import {showsFlags} from '../flags.ts';
import {plainText, wrap} from '../format/cells.ts';
import {podLogView, showsLog} from '../log-view.ts';
import {chosenComponent, chosenObject, matches} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import {configLines, environmentLines, healthLines} from './component-detail.ts';
import {objectSummary} from './describe/describe.ts';
import {flagsTab} from './flags-tab.ts';
import {objectYaml} from './object-yaml.ts';
import {type Line, textOf} from './span.ts';
import {wayLines} from './way.ts';
import {clamp, highestScroll} from './window.ts';

/** @param room lines of the pane without its title */
export function detailPane(state: DashboardState, width: number, room: number): Line[] {
	const lines = showsFlags(state) ? flagsTab(state, width - 1, room) : showsLog(state) ? visibleLog(state, width, room) : visiblePart(detailLines(state, width), state.scroll.detail, room);
	return lines.map(line => [{text: ' '}, ...line]);
}

/** How far it can be scrolled. */
export function detailScrollLimit(state: DashboardState, width: number, room: number): number {
	return showsFlags(state) ? 0 : showsLog(state) ? Math.max(0, logLines(state).length - 1) : highestScroll(detailLines(state, width).length, room);
}

/** All lines of a tab that is not a log. */
function detailLines(state: DashboardState, width: number): readonly Line[] {
	const filter = state.filters.detail;
	const lines = tabLines(state, width).filter(line => matches(textOf(line), filter));
	const room = width - 1;
	return state.wrapped ? lines.flatMap(line => wrapLine(line, room)) : lines;
}

function tabLines(state: DashboardState, width: number): readonly Line[] {
	if (state.list === 'workloads' && state.objectTab === 'way') {
		return wayLines(state, width - 2);
	}

	if (state.list === 'workloads') {
		const object = chosenObject(state);
		return object === undefined ? nothing : state.objectTab === 'yaml' ? objectYaml(object, state.facts.ascii) : objectSummary(object, state);
	}

	const component = chosenComponent(state);
	if (!component) {
		return nothing;
	}

	switch (state.componentTab) {
		case 'config': {
			return configLines(component, state);
		}

		case 'environment': {
			return environmentLines(component, state);
		}

		case 'health': {
			return healthLines(component, state);
		}

		case 'flags':
		case 'logs': {
			return [];
		}
	}
}

const nothing: readonly Line[] = [[{text: 'Nothing is chosen', tone: 'dim'}]];

function visiblePart(lines: readonly Line[], scroll: number, room: number): readonly Line[] {
	const first = clamp(scroll, 0, highestScroll(lines.length, room));
	return lines.slice(first, first + room);
}

function logLines({log, filters}: DashboardState): readonly string[] {
	return filters.detail === '' ? log.lines : log.lines.filter(line => matches(line, filters.detail));
}

/** Only what is visible is cleaned and wrapped: thousands of lines may have come since the last frame. */
function visibleLog(state: DashboardState, width: number, room: number): readonly Line[] {
	const {log, scroll, facts, wrapped} = state;
	const lines = logLines(state);
	if (lines.length === 0) {
		return [[{text: whyNoLines(state), tone: 'dim'}]];
	}

	const after: readonly Line[] = log.ended && scroll.detail === 0 ? [[{text: podLogView(state).previous && state.list === 'workloads' ? 'The log ends here: what runs now came after it' : 'The log ends here: it does not run', tone: 'dim'}]] : [];
	const end = lines.length - clamp(scroll.detail, 0, lines.length - 1);
	let shown: string[] = [];
	for (let index = end - 1; index >= 0 && shown.length < room - after.length; index--) {
		const text = plainText(lines[index]!, facts.ascii);
		shown = [...wrapped ? wrap(text, width - 1) : [text], ...shown];
	}

	return [...shown.slice(-(room - after.length)).map(text => lineOf(text)), ...after];
}

function whyNoLines(state: DashboardState): string {
	if (state.list === 'workloads' && state.kind !== 'pods') {
		return 'Only pods have logs';
	}

	const chosen = state.list === 'workloads' ? chosenObject(state) : chosenComponent(state);
	if (!chosen) {
		return 'Nothing is chosen';
	}

	return state.filters.detail !== '' && state.log.lines.length > 0 ? 'No line has this text' : state.log.key === undefined ? 'Opening the log' : 'The log is empty';
}

/** The severity that programs of Kubernetes begin a line with (klog), or say in words. */
function lineOf(text: string): Line {
	return /^[EF]\d{4} |\blevel"?[=:]"?(error|fatal|panic)/.test(text) ? [{text, tone: 'bad'}] : /^W\d{4} |\blevel"?[=:]"?warn/.test(text) ? [{text, tone: 'warn'}] : [{text}];
}

/** A line of one tone goes on in the next; one of several is cut. */
function wrapLine(line: Line, cells: number): Line[] {
	const [before, last, ...more] = line;
	if (!before || more.length > 0) {
		return [line];
	}

	// A name and what it is: the second goes on below itself.
	if (last) {
		const [first = '', ...rest] = wrap(last.text, Math.max(10, cells - before.text.length));
		return [[before, {...last, text: first}], ...rest.map((text): Line => [{text: ' '.repeat(before.text.length)}, {...last, text}])];
	}

	const indent = /^ */.exec(before.text)![0].length;
	const [first = '', ...rest] = wrap(before.text, cells);
	return [[{...before, text: first}], ...rest.flatMap(text => wrap(text, cells - indent - 2)).map((text): Line => [{...before, text: `${' '.repeat(indent + 2)}${text}`}])];
}
