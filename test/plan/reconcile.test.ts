import test from 'ava';
import type {Observed, ObservedContainer} from '../../src/plan/observed.ts';
import {printPlan} from '../../src/plan/print.ts';
import {parsePortSpec} from '../../src/plan/ports.ts';
import {reconcile} from '../../src/plan/reconcile.ts';
import {allRunning, makeTopology, nothing} from '../helpers/topology.ts';

const exited = (...ids: string[]) => (container: ObservedContainer): Partial<ObservedContainer> =>
	ids.includes(container.component) ? {state: 'exited', exitCode: 137} : {};

test('a new cluster: everything is made and started in the order of its needs', async t => {
	const plan = reconcile(await makeTopology(), nothing);
	t.snapshot(printPlan(plan));
	for (const {id, after} of plan) {
		t.true(after.every(before => before < id), `#${id} waits only for what comes before it`);
	}
});

test('a running cluster: nothing is done', async t => {
	const topology = await makeTopology();
	t.deepEqual(reconcile(topology, allRunning(topology)), []);
});

test('a stopped cluster: everything is started, nothing is created', async t => {
	const topology = await makeTopology();
	t.snapshot(printPlan(reconcile(topology, allRunning(topology, () => ({state: 'exited'})))));
});

test('a changed flag replaces that component and nothing else', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, ({component}) => component === 'kube-scheduler' ? {config: 'other'} : {});
	t.is(printPlan(reconcile(topology, observed)), [
		'#1 remove-container kube-scheduler: its configuration changed',
		'#2 deliver-files kube-scheduler: certificates, kubeconfigs and configuration of what is created',
		'[1] -> #3 create-container kube-scheduler: its configuration changed',
		'[1,2,3] -> #4 start-container kube-scheduler: was just created',
		'[4] -> #5 await-ready kube-scheduler: ready by its log',
	].join('\n'));
});

test('another port for the apiserver replaces the apiserver and what joins its network, and nothing else', async t => {
	const before = await makeTopology();
	const after = await makeTopology({spec: {kubernetesVersion: '1.20.2', apiPort: 7443, subnet: '172.30.0.0/24', podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12'}});
	const created = reconcile(after, allRunning(before)).filter(({operation}) => operation.kind === 'create-container').map(({operation}) => operation);
	t.deepEqual(created, [
		{kind: 'create-container', component: 'kube-apiserver', name: 'sk-default-kube-apiserver'},
		{kind: 'create-container', component: 'component-status', name: 'sk-default-component-status'},
	]);
});

test('a port that is published on a running cluster: its volume and its container, and the agent learns of it', async t => {
	const before = await makeTopology();
	const after = await makeTopology({ports: [parsePortSpec('8080:30080')]});
	t.is(printPlan(reconcile(after, allRunning(before))), [
		'#1 create-volume sk-default-port-8080: none exists',
		'[1] -> #2 deliver-files : the agent learns what the cluster should be',
		'#3 create-container port-8080: none exists',
		'[3] -> #4 start-container port-8080: was just created',
	].join('\n'));
	t.is(printPlan(reconcile(before, allRunning(after))), '#1 remove-container port-8080: it no longer belongs to the cluster');
});

test('a component that died is started again, and nothing else', async t => {
	const topology = await makeTopology();
	t.is(printPlan(reconcile(topology, allRunning(topology, exited('etcd')))), [
		'#1 start-container etcd: is exited with code 137',
		'[1] -> #2 await-ready etcd: ready by its log',
	].join('\n'));
});

test('a kubelet that died gets its machine prepared again first', async t => {
	const topology = await makeTopology();
	const plan = reconcile(topology, allRunning(topology, exited('kubelet@node-1')));
	t.deepEqual(plan.map(({operation}) => operation.kind), ['start-container', 'await-exit', 'start-container', 'await-ready']);
});

test('a holder that died: who joined it is killed and started after it, and its pods are removed in between', async t => {
	const topology = await makeTopology();
	const observed: Observed = {
		...allRunning(topology, exited('node@node-1')),
		pods: [
			{id: 'web', name: 'k8s_web', node: 'node-1', state: 'running', createdAt: 5000},
			{id: 'old', name: 'k8s_old', node: 'node-1', state: 'exited', createdAt: 5000},
		],
	};
	t.snapshot(printPlan(reconcile(topology, observed)));
});

test('a holder that was started after its kubelet: the kubelet is in a dead namespace and restarted', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, ({component}) => component === 'node@node-1' ? {startedAt: 9000} : {});
	const kinds = reconcile(topology, observed).map(({operation}) => `${operation.kind} ${'component' in operation ? operation.component : ''}`);
	t.true(kinds.includes('kill-container kubelet@node-1'));
	t.true(kinds.includes('kill-container kube-proxy@node-1'));
	t.true(kinds.indexOf('start-container kubelet@node-1') > kinds.indexOf('kill-container kubelet@node-1'));
	t.false(kinds.includes('start-container node@node-1'));
});

test('pods that are older than their node\'s namespace are removed, younger ones stay', async t => {
	const topology = await makeTopology();
	const observed: Observed = {
		...allRunning(topology, ({component}) => ({startedAt: component === 'node@node-1' ? 10_400 : 11_000})),
		pods: [
			{id: 'before', name: 'a', node: 'node-1', state: 'running', createdAt: 9000},
			{id: 'after', name: 'b', node: 'node-1', state: 'running', createdAt: 10_000},
			{id: 'elsewhere', name: 'c', node: 'node-2', state: 'running', createdAt: 1000},
		],
	};
	const removed = reconcile(topology, observed).map(({operation}) => operation);
	t.deepEqual(removed, [{kind: 'remove-pods', node: 'node-1', containers: ['before']}]);
});

test('a replaced holder replaces who joins it', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, ({component}) => component === 'node@node-1' ? {config: 'other'} : {});
	const created = reconcile(topology, observed).flatMap(({operation}) => operation.kind === 'create-container' ? [operation.component] : []);
	t.deepEqual(created.sort(), ['kube-proxy@node-1', 'kubelet@node-1', 'node-prepare@node-1', 'node@node-1']);
});

test('what was stopped on purpose stays stopped, and nobody waits for it', async t => {
	const topology = await makeTopology();
	const observed = {...allRunning(topology, exited('kube-scheduler')), held: ['kube-scheduler']};
	t.deepEqual(reconcile(topology, observed), []);
});

test('start resumes what was stopped on purpose', async t => {
	const topology = await makeTopology();
	const observed = {...allRunning(topology, exited('kube-scheduler')), held: ['kube-scheduler']};
	t.is(printPlan(reconcile(topology, observed, {resume: true})), [
		'#1 remove-volume sk-default-held-kube-scheduler: kube-scheduler is resumed',
		'#2 start-container kube-scheduler: is exited with code 137',
		'[2] -> #3 await-ready kube-scheduler: ready by its log',
	].join('\n'));
});

test('a pause is somebody\'s wish to the supervisor and resumed by start', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, ({component}) => component === 'etcd' ? {state: 'paused'} : {});
	t.deepEqual(reconcile(topology, observed), []);
	t.is(printPlan(reconcile(topology, observed, {resume: true})), '#1 unpause-container etcd: is paused');
});

test('a component that is left alone for now is not touched, others are', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, exited('kube-scheduler', 'kube-controller-manager'));
	const started = reconcile(topology, observed, {leaveAlone: new Set(['kube-scheduler'])})
		.flatMap(({operation}) => operation.kind === 'start-container' ? [operation.component] : []);
	t.deepEqual(started, ['kube-controller-manager']);
});

test('where somebody else makes containers, what is missing, not started yet or made otherwise is left to them; what ended is started', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, ({component}) => component === 'kube-proxy@node-1' ? {state: 'created'} : component === 'etcd' ? {config: 'other'} : component === 'kube-scheduler' ? {state: 'exited'} : {});
	const without = {...observed, containers: observed.containers.filter(({component}) => component !== 'dns')};
	t.deepEqual([...new Set(reconcile(topology, without, {makes: false}).map(({operation}) => `${operation.kind} ${'component' in operation ? operation.component : ''}`))],
		['start-container kube-scheduler', 'await-ready kube-scheduler']);
});

test('a container that was removed is made anew, with its files', async t => {
	const topology = await makeTopology();
	const whole = allRunning(topology);
	const observed = {...whole, containers: whole.containers.filter(({component}) => component !== 'kube-proxy@node-1')};
	t.deepEqual(reconcile(topology, observed).map(({operation}) => operation.kind), ['deliver-files', 'create-container', 'start-container']);
});

test('a job that failed runs again', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, ({component}) => component === 'node-prepare@node-1' ? {exitCode: 1} : {});
	t.deepEqual(reconcile(topology, observed).map(({operation}) => operation.kind), []);
	const dead = allRunning(topology, container => container.component === 'node-prepare@node-1' ? {exitCode: 1} : exited('kubelet@node-1')(container));
	t.deepEqual(reconcile(topology, dead).map(({operation}) => operation.kind), ['start-container', 'await-exit', 'start-container', 'await-ready']);
});

test('what depends on a component that was started a moment ago waits for it; nobody waits for one that has run for long', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology, exited('kube-scheduler'));
	t.is(printPlan(reconcile(topology, observed, {now: 10_000})), [
		'#1 await-ready kube-apiserver: may have been started only a moment ago',
		'[1] -> #2 start-container kube-scheduler: is exited with code 137',
		'[2] -> #3 await-ready kube-scheduler: ready by its log',
	].join('\n'));
	t.is(reconcile(topology, observed, {now: 10_000_000}).length, 2);
});

test('start removes what an interrupted command left', async t => {
	const topology = await makeTopology();
	const observed = {...allRunning(topology), leftovers: ['sk-default-workbench-1']};
	const plan = reconcile(topology, observed, {resume: true});
	t.deepEqual(reconcile(topology, observed), [], 'the supervisor leaves it: it may be in use');
	t.is(printPlan(plan), '#1 remove-container sk-default-workbench-1: an interrupted command left it');
});
