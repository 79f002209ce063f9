import test from 'ava';
import type {Fault, FaultSpec} from '../../src/faults/fault.ts';
import {impossible} from '../../src/faults/possible.ts';
import {routesOf} from '../../src/faults/network.ts';
import {makeTopology} from '../helpers/topology.ts';

const fault = (spec: FaultSpec): Fault => ({...spec, component: 'kube-scheduler', since: 0, until: undefined});

test('what runs can have any fault, several of different kinds, and another of the same kind in its place', t => {
	t.is(impossible('kube-scheduler', 'pause', 'running', []), undefined);
	t.is(impossible('kube-scheduler', 'kill', 'running', [fault({kind: 'cut'})]), undefined);
	t.is(impossible('kube-scheduler', 'stop', 'exited', [fault({kind: 'stop'})]), undefined);
});

test('what a fault keeps down cannot be given another one: the hint undoes it', t => {
	t.regex(impossible('kube-scheduler', 'limit-cpu', 'exited', [fault({kind: 'kill'})])?.hint ?? '', /single-kube fault clear scheduler kill/);
});

test('what is frozen can be cut off and limited, but neither ended nor frozen', t => {
	t.is(impossible('kube-scheduler', 'cut', 'paused', [fault({kind: 'pause'})]), undefined);
	t.regex(impossible('kube-scheduler', 'kill', 'paused', [fault({kind: 'pause'})])?.hint ?? '', /fault clear scheduler pause/);
	t.regex(impossible('kube-scheduler', 'pause', 'paused', [])?.hint ?? '', /single-kube unpause kube-scheduler/);
});

test('what does not run, or is not there, has to be started first', t => {
	t.regex(impossible('kube-scheduler', 'pause', 'exited', [])?.hint ?? '', /single-kube start kube-scheduler/);
	t.regex(impossible('kube-scheduler', 'cut', 'missing', [])?.reason ?? '', /no container/);
});

test('the routes that a component comes back with are those of its start', async t => {
	const {components} = await makeTopology();
	const routes = (id: string): string[] => routesOf(components.find(component => component.id === id));
	t.deepEqual(routes('kube-apiserver'), ['10.244.0.0/16,10.96.0.0/12', 'via', '172.30.0.10']);
	t.deepEqual(routes('node@node-1'), ['10.96.0.0/12,10.244.0.0/16', 'sink', 'sk-sink', '172.30.0.128/25', 'local', 'lo']);
	t.deepEqual(routes('etcd'), []);
	t.deepEqual(routesOf(undefined), []);
});
