import test from 'ava';
import type {Says} from '../../../src/component-metrics/says.ts';
import {saidBy, saysLines, shortly} from '../../../src/dashboard/screen/component-says.ts';
import {textOf} from '../../../src/dashboard/screen/span.ts';
import {component, now, sampleState, tell} from '../sample.ts';

const etcd = component('etcd');
const lines = (id: string, says: Says): string[] => saysLines(component(id), tell(sampleState(), {type: 'components-said', at: now - 5000, said: {[id]: says}})).map(line => textOf(line).trimEnd());

test('a row has a word or two, what is out of the ordinary first', t => {
	const alone = {kind: 'alone'} as const;
	t.is(shortly({kind: 'apiserver', requestsPerSecond: 12.34, watches: 1, inFlight: 1}), '12 req/s');
	t.is(shortly({kind: 'apiserver', requestsPerSecond: 2.34, watches: 1, inFlight: 1}), '2.3 req/s');
	t.is(shortly({kind: 'apiserver', requestsPerSecond: undefined, watches: 1, inFlight: 1}), '');
	t.is(shortly({kind: 'etcd', sizeBytes: 4_300_800, inUseBytes: 1, keys: 1}), 'db 4.1M');
	t.is(shortly({kind: 'kubelet', pods: 1, containers: 1}), '1 pod');
	t.is(shortly({kind: 'scheduler', leadership: alone, pending: {active: 0, backoff: 0}}), 'leader');
	t.is(shortly({kind: 'scheduler', leadership: alone, pending: {active: 1, unschedulable: 2}}), '3 pending, leader');
	t.is(shortly({kind: 'controller-manager', leadership: {kind: 'standby', holder: 'other'}, queued: 0, busiest: []}), 'standby');
});

test('the details have all of it, with who holds the lease', t => {
	t.deepEqual(lines('etcd', {kind: 'etcd', sizeBytes: 4_300_800, inUseBytes: 2_150_400, keys: 812}), ['', 'It says, 5s ago', '  Database   4.1M, 2.1M of it in use', '  Keys       812']);
	t.deepEqual(lines('kube-scheduler', {kind: 'scheduler', leadership: {kind: 'leader', holder: 'kube-scheduler_7f'}, pending: {active: 1, backoff: 0, unschedulable: 2}}), [
		'', 'It says, 5s ago', '  Leader     yes: the lease is held by kube-scheduler_7f', '  Pending    1 active, 2 unschedulable',
	]);
	t.deepEqual(lines('kube-controller-manager', {kind: 'controller-manager', leadership: {kind: 'alone'}, queued: 4, busiest: [{name: 'deployment', depth: 3}, {name: 'job', depth: 1}]}).slice(2), [
		'  Leader     yes: it is the only one, without an election (--leader-elect=false)', '  Queued     4: deployment 3, job 1',
	]);
	t.deepEqual(lines('kubelet@node-1', {kind: 'kubelet', pods: 9, containers: undefined}).slice(2), ['  Pods       9 running', '  Containers -']);
});

test('what was said long ago, or by a run before, is not shown', t => {
	const state = tell(sampleState(), {type: 'components-said', at: now, said: {etcd: {kind: 'etcd', sizeBytes: 1, inUseBytes: 1, keys: 1}}});
	t.truthy(saidBy(etcd, state));
	t.is(saidBy(etcd, {...state, now: now + 41_000}), undefined);
	t.is(saidBy({...etcd, startedAt: now + 1}, state), undefined);
	t.is(saidBy({...etcd, state: 'paused'}, state), undefined);
	t.is(saidBy(component('dns'), state), undefined);
});
