import test from 'ava';
import type {Observed} from '../../src/plan/observed.ts';
import {printPlan} from '../../src/plan/print.ts';
import {planDelete, planStop} from '../../src/plan/teardown.ts';
import {allRunning, makeTopology, nothing} from '../helpers/topology.ts';

const withPods = (observed: Observed): Observed => ({
	...observed, pods: [{id: 'web', name: 'k8s_web', node: 'node-1', state: 'running', createdAt: 5000}, {id: 'old', name: 'k8s_old', node: 'node-1', state: 'exited', createdAt: 5000}],
});

test('stop takes guard, agent and kubelet down before the pods, and etcd when nobody writes any more', async t => {
	t.snapshot(printPlan(planStop('default', withPods(allRunning(await makeTopology())))));
});

test('stop of a stopped cluster does nothing', async t => {
	const topology = await makeTopology();
	t.deepEqual(planStop('default', allRunning(topology, () => ({state: 'exited'}))), []);
});

test('stop thaws what is paused, which otherwise could not end', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, ({component}) => component === 'etcd' ? {state: 'paused'} : {state: 'exited'});
	t.deepEqual(planStop('default', observed).map(({operation}) => operation.kind), ['unpause-container', 'stop-container']);
});

test('delete removes containers, pods, volumes, network and what nodes left on the host', async t => {
	t.snapshot(printPlan(planDelete(withPods(allRunning(await makeTopology())), 'single-kube/kubelet:1')));
});

test('delete of a half-made cluster removes what there is', async t => {
	const topology = await makeTopology();
	const whole = allRunning(topology);
	const observed = {...whole, containers: whole.containers.slice(0, 2), volumes: whole.volumes.slice(0, 1)};
	t.deepEqual(planDelete(observed, undefined).map(({operation}) => operation.kind), ['remove-container', 'remove-container', 'remove-volume', 'remove-network']);
});

test('delete of nothing plans nothing but the host', t => {
	t.deepEqual(planDelete(nothing, undefined), []);
});

test('delete removes what an interrupted command left before the volumes that it holds', async t => {
	const observed = {...nothing, volumes: [{name: 'sk-default-pki', version: '1.20.2'}], leftovers: ['sk-default-workbench-1']};
	t.is(printPlan(planDelete(observed, undefined)), [
		'#1 remove-container sk-default-workbench-1: an interrupted command left it',
		'[1] -> #2 remove-volume sk-default-pki: the cluster is deleted',
	].join('\n'));
});
