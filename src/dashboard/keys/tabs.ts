/** Steps that lead to a tab of the details. Pure. */
import type {ComponentTab, DashboardState, ObjectTab} from '../state.ts';
import type {Step} from './binding.ts';

export function componentTab(state: DashboardState, tab: ComponentTab): Step {
	return {state: {...shown(state), componentTab: tab}};
}

export function objectTab(state: DashboardState, tab: ObjectTab): Step {
	return {state: {...shown(state), objectTab: tab}};
}

/** The details come to the top where they share a place; in a single pane they get the keys too. */
function shown(state: DashboardState): DashboardState {
	return {...state, lower: 'detail', focus: state.size.columns < 70 ? 'detail' : state.focus, scroll: {...state.scroll, detail: 0}};
}
