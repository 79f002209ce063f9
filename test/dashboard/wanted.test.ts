import test from 'ava';
import {wantedBy} from '../../src/dashboard/wanted.ts';
import type {ComponentRecord, DashboardState} from '../../src/dashboard/state.ts';
import {choose, component, components, now, sampleState, tell, type} from './sample.ts';

test('only what is on the screen is followed', t => {
	t.deepEqual(wantedBy(choose(sampleState(), 'etcd')).log?.of, {kind: 'container', container: 'sk-default-etcd'});
	t.deepEqual(Object.keys(wantedBy(type(sampleState(), 'd'))), ['config']);
	t.deepEqual(Object.keys(wantedBy(type(sampleState(), 'e'))), ['config']);
	t.deepEqual(Object.keys(wantedBy(type(sampleState(), 'c'))), ['health']);
	// One pane: the details are not on top.
	t.deepEqual(wantedBy(sampleState(60, 20)), {});
	t.deepEqual(wantedBy(sampleState(40, 10)), {});
});

test('a component that was started again has a new log', t => {
	const before = choose(sampleState(), 'etcd');
	const after = tell(before, {type: 'components-seen', components: before.components.map(component => ({...component, startedAt: now}))});
	t.not(wantedBy(before).log?.key, wantedBy(after).log?.key);
});

test('the log of a pod is that of its containers; other objects have none', t => {
	t.deepEqual(wantedBy(type(sampleState(), '2', 'l')).log?.of, {kind: 'pod', namespace: 'default', name: 'web-7c5b-k9', container: undefined});
	t.deepEqual(wantedBy(type(sampleState(), '2', 'right', 'l')), {});
	t.deepEqual(wantedBy(type(sampleState(), '2', 'y')), {});
});

test('components are asked of themselves while their pane is shown and somebody can be asked from', t => {
	const withKubectl = (columns: number, state: ComponentRecord['state']): DashboardState => tell(sampleState(columns, 40), {type: 'components-seen', components: [...components, component('kubectl', {state})]});
	t.deepEqual(wantedBy(withKubectl(120, 'running')).says, {key: `sk-default-kubectl ${now - 720_000}`});
	t.is(wantedBy(withKubectl(120, 'exited')).says, undefined);
	t.truthy(wantedBy(withKubectl(60, 'running')).says);
	t.is(wantedBy(type(withKubectl(60, 'running'), '2')).says, undefined);
});

test('nothing is asked of an engine that is gone', t => {
	t.deepEqual(wantedBy(tell(sampleState(), {type: 'engine-lost', at: now, message: 'gone'})), {});
});

test('who answers for a service is asked only while it is described', t => {
	const services = type(sampleState(), '2', 'right', 'right');
	t.deepEqual(wantedBy(services).endpoints, {key: 'service default/web undefined', namespace: 'default', name: 'web'});
	t.is(wantedBy(type(services, 'y')).endpoints, undefined);
});

test('a kind that is not always watched is watched while it is shown, without an engine too', t => {
	const jobs = type(sampleState(), '2', ':', 'j', 'o', 'b', 'enter');
	t.deepEqual(wantedBy(jobs).kind, {key: 'jobs'});
	t.deepEqual(wantedBy(tell(jobs, {type: 'engine-lost', at: now, message: 'gone'})), {kind: {key: 'jobs'}});
	t.is(wantedBy(type(jobs, ':', 'p', 'o', 'd', 'enter')).kind, undefined);
});
