import test from 'ava';
import {expectFault} from '../../src/faults/expect.ts';
import {faultKinds} from '../../src/faults/fault.ts';
import {faultRefusal} from '../../src/faults/refusal.ts';
import {makeTopology} from '../helpers/topology.ts';

const {components} = await makeTopology();
const component = (id: string): (typeof components)[number] => components.find(candidate => candidate.id === id)!;

test('what has its own place in the cluster\'s network can have every fault', t => {
	for (const id of ['etcd', 'kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'dns']) {
		t.deepEqual(faultKinds.filter(kind => faultRefusal(component(id), kind)), [], id);
	}
});

test('what shares the network of another one is not cut alone: the hint names whose network it is', t => {
	for (const kind of ['cut', 'latency'] as const) {
		t.regex(faultRefusal(component('kubelet@node-1'), kind)?.hint ?? '', new RegExp(`single-kube fault add node ${kind}`));
		t.regex(faultRefusal(component('component-status'), kind)?.hint ?? '', new RegExp(`single-kube fault add apiserver ${kind}`));
	}

	t.is(faultRefusal(component('kubelet@node-1'), 'pause'), undefined);
	t.is(faultRefusal(component('node@node-1'), 'cut'), undefined);
});

test('the holder of a node is neither stopped nor limited', t => {
	t.deepEqual(faultKinds.filter(kind => faultRefusal(component('node@node-1'), kind)), ['pause', 'stop', 'kill', 'limit-cpu', 'limit-memory']);
});

test('a job has no faults at all', t => {
	t.deepEqual(faultKinds.filter(kind => faultRefusal(component('node-prepare@node-1'), kind)), [...faultKinds]);
});

test('the agent can be frozen, but not for a time, which it would have to end itself', t => {
	t.is(faultRefusal(component('agent'), 'pause'), undefined);
	t.regex(faultRefusal(component('agent'), 'pause', true)?.hint ?? '', /fault clear agent/);
	t.regex(faultRefusal(component('agent'), 'kill')?.hint ?? '', /fault add agent pause/);
	t.is(faultRefusal(component('agent'), 'limit-cpu', true), undefined);
	t.regex(faultRefusal(component('agent'), 'cut')?.reason ?? '', /no network/);
});

test('what to expect begins with what breaks when a component is away', t => {
	const without = 'New pods stay Pending.\n';
	t.is(expectFault('kube-scheduler', {kind: 'kill'}, without), 'New pods stay Pending.');
	t.is(expectFault('kube-scheduler', {kind: 'pause'}, without), 'New pods stay Pending. Who has a connection to it waits for an answer and is not refused.');
	t.regex(expectFault('etcd', {kind: 'limit-memory', bytes: 300 * 1024 ** 2}, 'X.'), /more than 300M the kernel kills it, and the agent starts it again/);
	t.regex(expectFault('node@node-1', {kind: 'cut'}, undefined), /NotReady after 40 s/);
	t.regex(expectFault('thing', {kind: 'stop'}, undefined), /thing/);
});
