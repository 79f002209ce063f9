import test from 'ava';
import {intentOf, stopMayFollow} from '../../src/agent/intent.ts';
import type {ContainerEvent} from '../../src/engine/events.ts';

const event = (action: string, more: Partial<ContainerEvent> = {}): ContainerEvent =>
	({action, name: 'sk-default-kubelet', component: 'kubelet', node: 'node-1', killedBy: undefined, ...more});
const now = 1_000_000;

test('docker stop ends with a stop: the component is held', t => {
	t.deepEqual(intentOf(event('kill', {killedBy: 15}), now), {kind: 'wait', component: 'kubelet@node-1', until: now + stopMayFollow});
	t.deepEqual(intentOf(event('die'), now), {kind: 'look'});
	t.deepEqual(intentOf(event('stop'), now), {kind: 'hold', component: 'kubelet@node-1'});
});

test('docker kill and a crash have no stop: the cluster is looked at', t => {
	t.deepEqual(intentOf(event('kill', {killedBy: 9}), now), {kind: 'ignore'});
	t.deepEqual(intentOf(event('die'), now), {kind: 'look'});
});

test('docker start releases a component', t => {
	t.deepEqual(intentOf(event('start', {component: 'etcd', node: undefined}), now), {kind: 'release', component: 'etcd'});
});

test('docker rm makes it look', t => {
	t.deepEqual(intentOf(event('destroy'), now), {kind: 'look'});
});

test('what says nothing about anybody\'s wish is ignored', t => {
	for (const action of ['create', 'attach', 'exec_create', 'exec_start', 'pause', 'rename', 'resize', 'top']) {
		t.deepEqual(intentOf(event(action), now), {kind: 'ignore'}, action);
	}
});
