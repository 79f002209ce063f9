import test from 'ava';
import {keptLines, reduce} from '../../src/dashboard/reduce.ts';
import {initialState} from '../../src/dashboard/state.ts';
import {components, facts, now, sampleState, tell} from './sample.ts';

const empty = initialState(facts, {columns: 120, rows: 40}, now);
const opened = tell(empty, {type: 'log-opened', key: 'etcd'});
const numbers = (from: number, count: number): string[] => Array.from({length: count}, (_, index) => String(from + index));

test('a log keeps its newest lines and counts those it let go', t => {
	const full = tell(opened, {type: 'log-read', key: 'etcd', lines: numbers(0, keptLines), missed: 0}, {type: 'log-read', key: 'etcd', lines: numbers(keptLines, 10), missed: 3});
	t.is(full.log.lines.length, keptLines);
	t.is(full.log.lines[0], '10');
	t.is(full.log.lines.at(-1), String(keptLines + 9));
	t.is(full.log.dropped, 13);
});

test('lines of a log that is not shown any more are not taken for those of the one that is', t => {
	const other = tell(opened, {type: 'log-read', key: 'kubelet', lines: ['x'], missed: 0}, {type: 'log-ended', key: 'kubelet'});
	t.deepEqual(other.log, {key: 'etcd', lines: [], dropped: 0, ended: false});
});

test('who reads further up stays at the same lines while new ones come', t => {
	const read = tell(opened, {type: 'log-read', key: 'etcd', lines: numbers(0, 100), missed: 0});
	t.is(tell({...read, scroll: {...read.scroll, detail: 20}}, {type: 'log-read', key: 'etcd', lines: ['a', 'b'], missed: 0}).scroll.detail, 22);
	t.is(tell(read, {type: 'log-read', key: 'etcd', lines: ['a', 'b'], missed: 0}).scroll.detail, 0);
});

test('the engine is lost since it was said first, and what was known is kept', t => {
	const lost = tell(sampleState(), {type: 'engine-lost', at: now, message: 'gone'}, {type: 'engine-lost', at: now + 5000, message: 'still gone'});
	t.deepEqual(lost.engine, {state: 'lost', since: now, message: 'still gone'});
	t.is(lost.components, components);
	t.deepEqual(lost.usage, {});
	t.deepEqual(tell(lost, {type: 'components-seen', components}).engine, {state: 'fresh'});
});

test('an apiserver that answers again is fresh again', t => {
	const lost = tell(sampleState(), {type: 'api-lost', at: now, message: 'refused'});
	t.is(lost.api.state, 'lost');
	t.is(lost.objects.pods?.length, 3);
	t.is(tell(lost, {type: 'api-answered'}).api.state, 'fresh');
});

test('what a component said stays beside what others say later', t => {
	const state = tell(sampleState(), {type: 'components-said', at: now, said: {etcd: {kind: 'etcd', sizeBytes: 1, inUseBytes: 1, keys: 1}}});
	t.like(state.said['etcd'], {at: now, says: {kind: 'etcd', sizeBytes: 1}});
	t.is(state.said['kubelet@node-1']?.at, now - 3000);
});

test('what was done or could not be done is told, for a while', t => {
	const acting = tell(sampleState(), {type: 'deed-under-way', subject: 'etcd', doing: 'stopping'});
	t.deepEqual(acting.acting, {etcd: 'stopping'});
	const done = tell(acting, {type: 'deed-done', subject: 'etcd', said: 'etcd was stopped', command: 'single-kube stop etcd', at: now});
	t.deepEqual([done.acting, done.notice?.text, done.notice?.command, done.notice?.tone], [{}, 'etcd was stopped', 'single-kube stop etcd', 'good']);
	t.is(tell(done, {type: 'ticked', now: now + 7000}).notice, done.notice);
	t.is(tell(done, {type: 'ticked', now: now + 9000}).notice, undefined);
	t.is(tell(acting, {type: 'deed-failed', subject: 'etcd', said: 'etcd could not be stopped: no such container', at: now}).notice?.text, 'etcd could not be stopped: no such container');
});

test('nothing that is told changes the state that was there', t => {
	const before = sampleState();
	const copy = structuredClone(before);
	reduce(before, {type: 'log-opened', key: 'x'});
	reduce(before, {type: 'engine-event', event: {at: now, action: 'die', component: 'etcd'}});
	t.deepEqual(before, copy);
});
