import test from 'ava';
import {criticalPath, formatProfile, profileOf, type ProfileStep} from '../../src/cli/profile.ts';
import type {TimedEvent} from '../../src/events.ts';
import {type Plan, PlanBuilder} from '../../src/plan/operations.ts';

function planOf(after: ReadonlyArray<readonly number[]>): Plan {
	const builder = new PlanBuilder();
	for (const [index, ids] of after.entries()) {
		builder.add({kind: 'remove-volume', name: `v${index + 1}`}, 'test', ids);
	}

	return builder.plan;
}

/** Steps by id: `[offset, seconds]` each. */
function steps(...times: ReadonlyArray<readonly [number, number]>): Map<number, ProfileStep> {
	return new Map(times.map(([offset, seconds], index) => [index + 1, {id: index + 1, operation: 'remove-volume', resource: `v${index + 1}`, offset, seconds}]));
}

const ids = (path: readonly ProfileStep[]): number[] => path.map(({id}) => id);

test('the critical path goes through the predecessor that ended last', t => {
	//  1 ──► 3 ──► 4    2 is slower than 1, so 3 waited for 2
	//  2 ──┘
	const plan = planOf([[], [], [1, 2], [3]]);
	t.deepEqual(ids(criticalPath(plan, steps([0, 1], [0, 2], [2, 1], [3, 1]))), [2, 3, 4]);
});

test('what ended last is the end of the path, though its chain is shorter', t => {
	const plan = planOf([[], [1], [2], []]);
	t.deepEqual(ids(criticalPath(plan, steps([0, 1], [1, 1], [2, 1], [0, 9]))), [4]);
});

test('operations that did not run are left out', t => {
	t.deepEqual(ids(criticalPath(planOf([[], [1], [2]]), new Map([...steps([0, 1], [1, 1])]))), [1, 2]);
	t.deepEqual(criticalPath([], new Map()), []);
});

test('a profile counts from the first event on and prints as tables', t => {
	const at = 1_000_000;
	const events: TimedEvent[] = [
		{type: 'phase-started', phase: 'cluster', title: 'Cluster x', at},
		{type: 'operation-finished', id: 1, operation: 'remove-volume', resource: 'v1', startedAt: at + 100, seconds: 0.4, at: at + 500},
		{type: 'operation-finished', id: 2, operation: 'remove-volume', resource: 'v2', startedAt: at + 500, seconds: 1.25, at: at + 1750},
		{type: 'phase-finished', phase: 'cluster', title: 'Cluster x', seconds: 2, at: at + 2000},
	];
	t.is(formatProfile(profileOf(planOf([[], [1]]), events)), [
		'All of it took 2.0 s. Its phases, in seconds:',
		'BEGIN  TOOK  PHASE',
		'+0.00  2.00  Cluster x',
		'',
		'The critical path of the plan, in seconds:',
		'BEGIN  TOOK  OPERATION',
		'+0.10  0.40  #1 remove-volume v1',
		'+0.50  1.25  #2 remove-volume v2',
	].join('\n'));
});
