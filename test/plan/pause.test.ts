import test from 'ava';
import type {Observed} from '../../src/plan/observed.ts';
import type {Plan} from '../../src/plan/operations.ts';
import {planPause, planUnpause} from '../../src/plan/pause.ts';
import {printPlan} from '../../src/plan/print.ts';
import {planStop} from '../../src/plan/teardown.ts';
import {allRunning, makeTopology} from '../helpers/topology.ts';

const withPods = (observed: Observed, state: 'running' | 'paused'): Observed => ({...observed, pods: [{id: 'web', name: 'k8s_web', node: 'node-1', state, createdAt: 5000}]});
const paused = async (...before: string[]): Promise<Observed> => ({...withPods(allRunning(await makeTopology(), ({state}) => state === 'running' ? {state: 'paused'} : {}), 'paused'), paused: before});
const touched = (plan: Plan): string[] => plan.flatMap(({operation}) => 'component' in operation ? [`${operation.kind} ${operation.component}`] : []);

test('a pause freezes who looks after others first, and the apiserver, etcd and the node last', async t => {
	t.snapshot(printPlan(planPause('default', withPods(allRunning(await makeTopology()), 'running'))));
});

test('what was paused before is written down, and an interrupted pause keeps what was written', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, ({component}) => component === 'kube-scheduler' ? {state: 'paused'} : {});
	const [mark] = planPause('default', observed);
	t.deepEqual(mark!.operation, {kind: 'create-volume', volume: {name: 'sk-default-paused', labels: {'dev.single-kube.cluster': 'default', 'dev.single-kube.paused': '["sk-default-kube-scheduler"]'}}});
	const again = planPause('default', {...observed, paused: []});
	t.false(again.some(({operation}) => operation.kind === 'create-volume'));
	t.false(touched(again).includes('pause-container kube-scheduler'));
	// All that is paused was so before: the engine was restarted since.
	t.deepEqual(planPause('default', {...observed, paused: ['sk-default-kube-scheduler']}).slice(0, 2).map(({operation}) => operation.kind), ['remove-volume', 'create-volume']);
});

test('a pause of a cluster in which nothing runs does nothing', async t => {
	t.deepEqual(planPause('default', await paused()), []);
});

test('the way back waits for the node\'s sign of life before a controller could take it for dead', async t => {
	t.snapshot(printPlan(planUnpause(await paused(), await makeTopology())));
});

test('what somebody had paused before stays so, and what hangs on it is not waited for', async t => {
	const plan = planUnpause(await paused('sk-default-kube-apiserver', 'k8s_web'), await makeTopology());
	t.false(touched(plan).some(line => line.includes('kube-apiserver')));
	t.false(plan.some(({operation}) => operation.kind.startsWith('await') || operation.kind === 'unpause-pods'));
	t.true(touched(plan).includes('unpause-container kube-controller-manager'));
});

test('a cluster that is not paused as a whole is not thawed', async t => {
	const {paused: _, ...observed} = await paused();
	t.deepEqual(planUnpause(observed, await makeTopology()), []);
});

test('a stop of a paused cluster thaws what it stops, ends its pods and forgets the pause', async t => {
	const plan = planStop('default', await paused());
	t.is(touched(plan).filter(line => line.startsWith('unpause-container')).length, touched(plan).filter(line => line.startsWith('stop-container')).length);
	t.true(plan.some(({operation}) => operation.kind === 'remove-volume' && operation.name === 'sk-default-paused'));
	t.true(plan.some(({operation}) => operation.kind === 'stop-pods' && operation.containers.includes('web')));
});
