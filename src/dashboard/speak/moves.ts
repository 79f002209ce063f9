/** Where the keys go now, for somebody who listens. Pure. */
import {chosenFlag, showsFlags} from '../flags.ts';
import {chosenComponent, chosenObject, objectKey} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import {paneTitle, rowAt} from './pane.ts';

/** The pane when another one has the keys, the row when another one is chosen, the line when it was scrolled. */
export function spokenMoves(before: DashboardState, after: DashboardState): string[] {
	if (before.focus !== after.focus || before.kind !== after.kind || before.namespace !== after.namespace) {
		return [paneTitle(after, after.focus), ...rowAt(after, after.focus)];
	}

	if (tabOf(before) !== tabOf(after)) {
		return [`${paneTitle(after, 'detail')}; a full stop reads it in pane 3`];
	}

	const {focus} = after;
	if (focus === 'components' || focus === 'workloads') {
		return chosenKey(before) === chosenKey(after) || chosenKey(after) === undefined ? [] : rowAt(after, focus);
	}

	if (focus === 'detail' && showsFlags(after)) {
		return chosenFlag(before)?.flag === chosenFlag(after)?.flag ? [] : rowAt(after, focus);
	}

	return before.scroll[focus] === after.scroll[focus] ? [] : rowAt(after, focus);
}

function tabOf({list, componentTab, objectTab}: DashboardState): string {
	return list === 'components' ? componentTab : objectTab;
}

function chosenKey(state: DashboardState): string | undefined {
	const object = state.focus === 'workloads' ? chosenObject(state) : undefined;
	return state.focus === 'components' ? chosenComponent(state)?.id : object && objectKey(object);
}
