/** How much of the screen what is broken on purpose may take. Pure. */
import type {DashboardState} from './state.ts';

/** @returns rows between the header and the panes: more on a high screen, none of a small one but where there is a fault */
export function bannerHeight({faults, size: {rows}}: Pick<DashboardState, 'faults' | 'size'>): number {
	return Math.min(faults.length, rows >= 36 ? 4 : rows >= 24 ? 2 : 1);
}
