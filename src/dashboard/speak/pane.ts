/** A pane as lines to listen to: no columns, no boxes, no glyphs. Pure. */
import {chosenComponent, chosenIndex, chosenObject, componentRows, objectKey, objectRows} from '../rows.ts';
import {componentsPane} from '../screen/components.ts';
import {detailPane} from '../screen/detail.ts';
import {eventsPane} from '../screen/events.ts';
import {type Line, textOf} from '../screen/span.ts';
import {spoken} from '../screen/table.ts';
import {workloadsPane} from '../screen/workloads.ts';
import type {DashboardState, Pane} from '../state.ts';

/** Of texts: what is heard at once, and the cells of a line, which go on in the next. */
const heard = 40;
const cells = 160;

/** The pane that has the keys, whole: every row of a list, of a text what is in view. */
export function readPane(state: DashboardState): string[] {
	const {focus} = state;
	const lines = contentOf(state, focus, focus === 'components' || focus === 'workloads' ? Number.MAX_SAFE_INTEGER : heard);
	return [paneTitle(state, focus), ...lines.map(line => plain(line))].filter(line => line !== '');
}

/** The chosen row of a list, or the line of a text that it was scrolled to. */
export function rowAt(state: DashboardState, pane: Pane): string[] {
	return contentOf(state, pane, 1).slice(-1).map(line => plain(line)).filter(line => line !== '');
}

export function paneTitle(state: DashboardState, pane: Pane): string {
	switch (pane) {
		case 'components': {
			return `Components, ${placeOf(componentRows(state).map(({id}) => id), state.chosen.components)}`;
		}

		case 'workloads': {
			const {kind, namespace} = state;
			return `Workloads, ${kind}${kind === 'nodes' ? '' : ` of ${namespace === undefined ? 'all namespaces' : `the namespace ${namespace}`}`}, ${placeOf(objectRows(state).map(row => objectKey(row)), state.chosen.workloads)}`;
		}

		case 'detail': {
			const {list, componentTab, objectTab} = state;
			const object = chosenObject(state);
			return `Details of ${(list === 'components' ? chosenComponent(state)?.id : object && objectKey(object)) ?? 'nothing'}, tab ${list === 'components' ? componentTab : objectTab}`;
		}

		case 'events': {
			return 'Events, the newest last';
		}
	}
}

function placeOf(keys: readonly string[], chosen: string | undefined): string {
	return keys.length === 0 ? 'none' : `${chosenIndex(keys, chosen) + 1} of ${keys.length}`;
}

function contentOf(state: DashboardState, pane: Pane, room: number): readonly Line[] {
	switch (pane) {
		case 'components': {
			return componentsPane(state, spoken, room);
		}

		case 'workloads': {
			return workloadsPane(state, spoken, room);
		}

		case 'detail': {
			return detailPane(state, cells, room);
		}

		case 'events': {
			return eventsPane(state, room);
		}
	}
}

function plain(line: Line): string {
	return textOf(line).trim().replaceAll(/\s{2,}/g, ' ');
}
