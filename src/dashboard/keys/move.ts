/** Keys that move: in a list, through a text, between panes and tabs. Pure. */
import {movedFlag, showsFlags} from '../flags.ts';
import {alwaysWatched, type ObjectKind, objectKinds} from '../kinds.ts';
import {roomOf} from '../layout.ts';
import {showsLog} from '../log-view.ts';
import {chosenIndex, componentRows, objectKey, objectRows} from '../rows.ts';
import {detailScrollLimit} from '../screen/detail.ts';
import {eventLines} from '../screen/events.ts';
import {clamp, highestScroll} from '../screen/window.ts';
import {componentTabs, type DashboardState, objectTabs, type Pane, panes} from '../state.ts';
import {layoutFor} from '../wanted.ts';
import type {Binding, Step} from './binding.ts';

export const moveBindings: readonly Binding[] = [
	{keys: ['up', 'k'], shown: '↑ k', group: 'move', does: 'one row or line up', press: state => moved(state, -1)},
	{keys: ['down', 'j'], shown: '↓ j', group: 'move', does: 'one row or line down', press: state => moved(state, 1)},
	{keys: ['pageup', 'ctrl+b'], shown: 'PgUp', group: 'move', does: 'a page up', press: state => moved(state, -page(state))},
	{keys: ['pagedown', 'ctrl+f', ' '], shown: 'PgDn', group: 'move', does: 'a page down', press: state => moved(state, page(state))},
	{keys: ['g', 'home'], shown: 'g Home', group: 'move', does: 'to the beginning', press: state => moved(state, Number.NEGATIVE_INFINITY)},
	{keys: ['G', 'end'], shown: 'G End', group: 'move', does: 'to the end; a log goes on from there', press: state => moved(state, Number.POSITIVE_INFINITY)},
	{keys: ['left', 'h'], shown: '← h', group: 'move', does: 'the tab before: of the details, or of the workloads', press: state => turned(state, -1)},
	{keys: ['right'], shown: '→', group: 'move', does: 'the next tab', press: state => turned(state, 1)},
	{keys: ['tab'], shown: 'Tab', group: 'move', does: 'the next pane', label: () => 'pane', press: state => ({state: focused(state, panes[(panes.indexOf(state.focus) + 1) % panes.length]!)})},
	{keys: ['shift+tab'], shown: 'Shift-Tab', group: 'move', does: 'the pane before', press: state => ({state: focused(state, panes[(panes.indexOf(state.focus) + panes.length - 1) % panes.length]!)})},
	...panes.map((pane, index): Binding => ({keys: [String(index + 1)], shown: String(index + 1), group: 'move', does: `the pane ${pane}`, press: state => ({state: focused(state, pane)})})),
	{keys: ['enter'], shown: 'Enter', group: 'move', does: 'the details of the chosen row', press: state => ({state: focused(state, 'detail')})},
];

/** The pane gets the keys, and comes to the top where it shares its place. */
export function focused(state: DashboardState, pane: Pane): DashboardState {
	return {
		...state, focus: pane,
		list: pane === 'components' || pane === 'workloads' ? pane : state.list,
		lower: pane === 'detail' || pane === 'events' ? pane : state.lower,
		scroll: (pane === 'components' || pane === 'workloads') && pane !== state.list ? {...state.scroll, detail: 0} : state.scroll,
	};
}

/** What is not watched any more is not kept either. */
export function withKind(state: DashboardState, kind: ObjectKind): DashboardState {
	const kept = alwaysWatched.includes(state.kind) || state.kind === kind ? state.objects : {...state.objects, [state.kind]: undefined};
	return {...state, objects: kept, kind, chosen: {...state.chosen, workloads: undefined}, scroll: {...state.scroll, detail: 0}};
}

/** @param by rows or lines, down when positive; infinite: to the end */
function moved(state: DashboardState, by: number): Step {
	switch (state.focus) {
		case 'components': {
			return {state: choose(state, 'components', componentRows(state).map(({id}) => id), by)};
		}

		case 'workloads': {
			return {state: choose(state, 'workloads', objectRows(state).map(row => objectKey(row)), by)};
		}

		case 'detail': {
			if (showsFlags(state)) {
				return {state: movedFlag(state, by)};
			}

			const {width, room} = spaceOf(state, 'detail');
			const limit = detailScrollLimit(state, width, room);
			return {state: scrolled(state, 'detail', clamp(state.scroll.detail, 0, limit) + (showsLog(state) ? -by : by), limit)};
		}

		case 'events': {
			const {room} = spaceOf(state, 'events');
			return {state: scrolled(state, 'events', state.scroll.events - by, highestScroll(eventLines(state).length, room))};
		}
	}
}

function choose(state: DashboardState, list: 'components' | 'workloads', keys: readonly string[], by: number): DashboardState {
	const index = clamp(chosenIndex(keys, state.chosen[list]) + by, 0, keys.length - 1);
	return keys[index] === undefined ? state : {...state, chosen: {...state.chosen, [list]: keys[index]}, scroll: {...state.scroll, detail: 0}};
}

function scrolled(state: DashboardState, pane: 'detail' | 'events', to: number, limit: number): DashboardState {
	return {...state, scroll: {...state.scroll, [pane]: clamp(to, 0, limit)}};
}

function turned(state: DashboardState, by: number): Step {
	const next = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + by + all.length) % all.length]!;
	const scroll = {...state.scroll, detail: 0};
	if (state.focus === 'workloads') {
		return {state: withKind(state, next(objectKinds, state.kind))};
	}

	return {state: state.list === 'components'
		? {...state, componentTab: next(componentTabs, state.componentTab), scroll} : {...state, objectTab: next(objectTabs, state.objectTab), scroll}};
}

function page(state: DashboardState): number {
	return Math.max(1, spaceOf(state, state.focus).room - 1);
}

function spaceOf(state: DashboardState, pane: Pane): {readonly width: number; readonly room: number} {
	const layout = layoutFor(state);
	const width = layout.kind === 'line' ? 0 : layout.columns.find(({slots}) => slots.some(({shown}) => shown === pane))?.width ?? 0;
	return {width, room: roomOf(layout, pane)};
}
