import test from 'ava';
import {type Examined, findTroubles} from '../../src/status/troubles.ts';
import {reportComponents} from '../../src/status/components.ts';
import {allRunning, makeTopology} from '../helpers/topology.ts';

const topology = await makeTopology();
const unwell = (message = 'no answer within 1 s'): Partial<Examined> => ({health: {kind: 'unhealthy', message, failing: []}});
const stopped: Partial<Examined> = {state: 'exited', held: true, exitCode: 0};

/** A cluster of which all is well but these. @returns `component kind (because of component)` */
function troubles(changes: Readonly<Record<string, Partial<Examined>>>): string[] {
	const well = reportComponents({observed: allRunning(topology), topology, health: new Map(), restarts: {}, usage: [], spec: undefined, now: 5000});
	return findTroubles(well.map(component => ({...component, ...changes[component.component]})))
		.map(({component, kind, because}) => `${component} ${kind}${because === undefined ? '' : ` because of ${because}`}`);
}

const table: ReadonlyArray<readonly [string, Parameters<typeof troubles>[0], string[]]> = [
	['all is well, a job that has done its work among it', {}, []],
	['what could not be asked is no trouble', {etcd: {health: {kind: 'unknown', message: 'x'}}}, []],
	['an apiserver without its etcd suffers from that', {etcd: stopped, 'kube-apiserver': unwell()}, ['etcd stopped', 'kube-apiserver unhealthy because of etcd']],
	['a frozen etcd is the cause, and not those that wait for it', {etcd: unwell(), 'kube-apiserver': unwell('failing: etcd'), 'kube-scheduler': unwell()}, ['etcd unhealthy', 'kube-apiserver unhealthy because of etcd', 'kube-scheduler unhealthy because of etcd']],
	['what waits for nobody at its start, too, cannot work without the apiserver', {'kube-apiserver': {state: 'paused'}, 'metrics-server': unwell()}, ['kube-apiserver paused', 'metrics-server unhealthy because of kube-apiserver']],
	['what somebody stopped needs no other cause', {etcd: stopped, 'kube-scheduler': stopped}, ['etcd stopped', 'kube-scheduler stopped']],
	['a kubelet whose agent is dead suffers from it', {agent: {state: 'exited', exitCode: 137}, 'kubelet@node-1': unwell()}, ['agent dead', 'kubelet@node-1 unhealthy because of agent']],
	['what is in the namespace of a holder that is gone suffers from it', {'node@node-1': {state: 'missing'}, 'kube-proxy@node-1': unwell()}, ['node@node-1 missing', 'kube-proxy@node-1 unhealthy because of node@node-1']],
	['what a fault of the fault lab broke is its own cause, and that of others', {etcd: {faults: [{kind: 'cut', said: 'cut from the network', ageSeconds: 5, until: undefined}]}, 'kube-apiserver': {...unwell(), faults: [{kind: 'limit-cpu', said: 'x', ageSeconds: 1, until: undefined}]}, 'kube-scheduler': unwell()}, ['etcd fault', 'kube-apiserver fault', 'kube-scheduler unhealthy because of etcd']],
	['two that have nothing to do with each other are two causes', {'kube-scheduler': {state: 'exited', exitCode: 1}, 'kubelet@node-1': stopped}, ['kube-scheduler dead', 'kubelet@node-1 stopped']],
	['a job that failed', {'node-prepare@node-1': {exitCode: 1}}, ['node-prepare@node-1 dead']],
	['what was created and never started', {'kube-scheduler': {state: 'created'}}, ['kube-scheduler dead']],
	['what the engine starts again and again', {agent: {state: 'restarting', exitCode: 2}}, ['agent restarting']],
];
for (const [title, changes, expected] of table) {
	test(title, t => {
		t.deepEqual(troubles(changes), expected);
	});
}

test('who ran out of memory is said to have', t => {
	const [trouble] = findTroubles([{component: 'etcd', state: 'exited', held: false, exitCode: 137, outOfMemory: true, job: false, health: undefined, needs: []}]);
	t.is(trouble?.message, 'ended with exit code 137: it ran out of memory');
});

test('a fault says what it is, how long ago it was made, and how it is undone', t => {
	const observed = {...allRunning(topology), faults: [
		{kind: 'pause', component: 'kube-scheduler', since: 5000, until: undefined} as const,
		{kind: 'cut', component: 'etcd', since: 60_000, until: undefined} as const,
		{kind: 'limit-cpu', cores: 0.2, component: 'etcd', since: 120_000, until: 150_000} as const,
	]};
	const report = reportComponents({observed, topology, health: new Map(), restarts: {}, usage: [], spec: undefined, now: 125_000});
	t.deepEqual(report.find(({component}) => component === 'etcd')?.faults, [
		{kind: 'cut', said: 'cut from the network', ageSeconds: 65, until: undefined}, {kind: 'limit-cpu', said: 'limited to 0.2 cores', ageSeconds: 5, until: 150_000},
	]);
	t.deepEqual(findTroubles(report).map(({component, message}) => `${component} ${message}`), [
		'etcd has faults of the fault lab: cut from the network 1m ago, limited to 0.2 cores 5s ago; undo: single-kube fault clear etcd',
		'kube-scheduler has a fault of the fault lab: paused 2m ago; undo: single-kube fault clear scheduler pause',
	]);
});
