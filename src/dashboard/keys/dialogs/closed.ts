import type {DashboardState} from '../../state.ts';

export function closed(state: DashboardState): DashboardState {
	return {...state, dialog: undefined};
}
