import test from 'ava';
import type {Fault, FaultSpec} from '../../src/faults/fault.ts';
import {printPlan} from '../../src/plan/print.ts';
import {reconcile} from '../../src/plan/reconcile.ts';
import {planSome} from '../../src/plan/some-components.ts';
import {planStop} from '../../src/plan/teardown.ts';
import {allRunning, makeTopology} from '../helpers/topology.ts';

const topology = await makeTopology();
const fault = (component: string, spec: FaultSpec): Fault => ({...spec, component, since: 0, until: undefined});
const down = {...allRunning(topology, ({component}) => component === 'kube-scheduler' ? {state: 'exited', exitCode: 137} : {}), faults: [fault('kube-scheduler', {kind: 'kill'})]};
const cut = {...allRunning(topology), faults: [fault('etcd', {kind: 'cut'})]};

test('the supervisor leaves alone what a fault keeps down, and what it cut off', t => {
	t.is(printPlan(reconcile(topology, down)), '');
	t.is(printPlan(reconcile(topology, cut)), '');
});

test('what a limit ended is started again: the limit is the fault, not the end', t => {
	const ended = {...down, faults: [fault('kube-scheduler', {kind: 'limit-memory', bytes: 3e8})]};
	t.regex(printPlan(reconcile(topology, ended)), /start-container kube-scheduler: is exited with code 137/);
});

test('a start ends every fault before it does anything else', t => {
	t.is(printPlan(reconcile(topology, cut, {resume: true})), '#1 end-fault etcd: cut from the network by the fault lab: a start brings a cluster without faults');
	const plan = printPlan(reconcile(topology, down, {resume: true}));
	t.regex(plan, /^#1 end-fault kube-scheduler/);
	t.regex(plan, /\[1\] -> #\d+ start-container kube-scheduler/);
});

test('starting the one component that a fault keeps down brings it back', t => {
	t.regex(printPlan(planSome(topology, down, ['kube-scheduler'], 0).plan), /start-container kube-scheduler/);
});

test('a stop ends the faults of what it has stopped', t => {
	const lines = printPlan(planStop('default', cut)).split('\n');
	const stopped = /#(\d+) stop-container etcd/.exec(lines.join('\n'))?.[1];
	t.true(lines.some(line => new RegExp(`^\\[${stopped}\\] -> #\\d+ end-fault etcd: cut from the network`).test(line)), lines.join('\n'));
});
