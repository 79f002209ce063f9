import test from 'ava';
import {layoutOf, roomOf, type LayoutNeeds} from '../../src/dashboard/layout.ts';
import {panes} from '../../src/dashboard/state.ts';

const needs = (columns: number, rows: number, more: Partial<LayoutNeeds> = {}): LayoutNeeds => ({size: {columns, rows}, focus: 'components', list: 'components', lower: 'detail', components: 15, banner: 0, ...more});

test('under 50 columns or 12 rows there is one line', t => {
	t.deepEqual(layoutOf(needs(49, 40)), {kind: 'line'});
	t.deepEqual(layoutOf(needs(120, 11)), {kind: 'line'});
	t.is(layoutOf(needs(50, 12)).kind, 'slots');
});

test('every layout fills the screen: all columns, and all rows but header and footer', t => {
	for (let columns = 50; columns < 260; columns += 7) {
		for (let rows = 12; rows < 80; rows += 3) {
			const layout = layoutOf(needs(columns, rows));
			t.is(layout.kind, 'slots');
			if (layout.kind === 'slots') {
				t.is(layout.columns.reduce((sum, {width}) => sum + width, layout.columns.length - 1), columns);
				for (const {slots} of layout.columns) {
					t.is(slots.reduce((sum, {height}) => sum + height, 0), rows - 2);
					t.true(slots.every(({height}) => height >= 3), `${columns}x${rows}`);
				}
			}
		}
	}
});

test('every pane has its place or shares one, at any size', t => {
	for (const columns of [50, 69, 70, 109, 110, 200]) {
		for (const rows of [12, 24, 31, 32, 60]) {
			const layout = layoutOf(needs(columns, rows));
			const placed = layout.kind === 'slots' ? layout.columns.flatMap(({slots}) => slots.flatMap(slot => slot.panes)) : [];
			t.deepEqual([...placed].sort(), [...panes].sort(), `${columns}x${rows}`);
		}
	}
});

test('the pane with the keys is always in view', t => {
	for (const columns of [60, 80, 130]) {
		for (const focus of panes) {
			const layout = layoutOf(needs(columns, 24, {focus, list: focus === 'workloads' ? 'workloads' : 'components', lower: focus === 'events' ? 'events' : 'detail'}));
			t.true(roomOf(layout, focus) > 0, `${focus} at ${columns}`);
		}
	}
});

test('two columns from 110 on, one above the other from 70 on, one pane below that', t => {
	const shapeOf = (columns: number): number[] => {
		const layout = layoutOf(needs(columns, 24));
		return layout.kind === 'slots' ? layout.columns.map(({slots}) => slots.length) : [];
	};

	t.deepEqual([50, 69, 70, 109, 110].map(shapeOf), [[1], [1], [2], [2], [2, 2]]);
});
