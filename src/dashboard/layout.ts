/** Which pane stands where, for any size of a terminal. Pure. */
import type {ListPane, Pane} from './state.ts';

export type Size = {readonly columns: number; readonly rows: number};

/** A place on the screen. Panes that share one are its tabs. */
export type Slot = {readonly panes: readonly Pane[]; readonly shown: Pane; readonly height: number};

export type Layout =
	/** Too small for panes. */
	| {readonly kind: 'line'}
	| {readonly kind: 'slots'; readonly columns: ReadonlyArray<{readonly width: number; readonly slots: readonly Slot[]}>};

export type LayoutNeeds = {
	readonly size: Size;
	readonly focus: Pane;
	readonly list: ListPane;
	readonly lower: 'detail' | 'events';
	/** How many rows the components would fill. */
	readonly components: number;
	/** Rows between the header and the panes. */
	readonly banner: number;
};

export const smallest: Size = {columns: 50, rows: 12};
const twoColumnsFrom = 110;
const stackedFrom = 70;
/** Rows of panes from which three of them stand above each other. */
const threeFrom = 30;
/** A pane's title, and the titles of its columns. */
const above = 2;
/** Header and footer. */
const around = 2;

export function layoutOf({size, focus, list, lower, components, banner}: LayoutNeeds): Layout {
	const height = size.rows - around - banner;
	if (size.columns < smallest.columns || size.rows < smallest.rows) {
		return {kind: 'line'};
	}

	if (size.columns >= twoColumnsFrom) {
		const left = Math.min(84, Math.floor(size.columns * 0.54));
		const upper = Math.min(components + above, Math.floor(height * 0.6));
		const detail = Math.ceil(height * 0.64);
		return {kind: 'slots', columns: [
			{width: left, slots: [slot('components', upper), slot('workloads', height - upper)]},
			// One column between them for the line.
			{width: size.columns - left - 1, slots: [slot('detail', detail), slot('events', height - detail)]},
		]};
	}

	if (size.columns < stackedFrom) {
		return {kind: 'slots', columns: [{width: size.columns, slots: [{panes: ['components', 'workloads', 'detail', 'events'], shown: focus, height}]}]};
	}

	const shared: Slot = {panes: ['detail', 'events'], shown: lower, height: 0};
	if (height >= threeFrom) {
		const upper = Math.min(components + above, Math.floor(height * 0.4));
		const middle = Math.floor((height - upper) * 0.4);
		return {kind: 'slots', columns: [{width: size.columns, slots: [
			slot('components', upper), slot('workloads', middle), {...shared, height: height - upper - middle},
		]}]};
	}

	const upper = Math.floor(height * 0.5);
	return {kind: 'slots', columns: [{width: size.columns, slots: [
		{panes: ['components', 'workloads'], shown: list, height: upper}, {...shared, height: height - upper},
	]}]};
}

/** The rows that a pane has for what it shows: without its title, and for a table without its head. 0 when it is not shown. */
export function roomOf(layout: Layout, pane: Pane): number {
	const slots = layout.kind === 'line' ? [] : layout.columns.flatMap(column => column.slots);
	const height = slots.find(({shown}) => shown === pane)?.height ?? 0;
	return Math.max(0, height - (pane === 'detail' || pane === 'events' ? 1 : above));
}

function slot(pane: Pane, height: number): Slot {
	return {panes: [pane], shown: pane, height};
}
