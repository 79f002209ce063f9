import test from 'ava';
import type {Fault} from '../../../src/faults/fault.ts';
import {press} from '../../../src/dashboard/keys/press.ts';
import {readFault} from '../../../src/dashboard/keys/read-fault.ts';
import {screenOf} from '../../../src/dashboard/screen/screen.ts';
import {textOf} from '../../../src/dashboard/screen/span.ts';
import type {DashboardState} from '../../../src/dashboard/state.ts';
import {choose, component, now, sampleState, tell, type} from '../sample.ts';

const latency: Fault = {kind: 'latency', milliseconds: 200, jitter: 0, component: 'etcd', since: now - 130_000, until: undefined};
const killed: Fault = {kind: 'kill', component: 'kube-scheduler', since: now - 5000, until: now + 25_000};
const broken = (...faults: readonly Fault[]): DashboardState => tell(sampleState(), {type: 'faults-seen', faults});
const overlay = (state: DashboardState): string => (screenOf(state).overlay?.lines ?? []).map(line => textOf(line).trimEnd()).join('\n');
const banner = (state: DashboardState): string[] => screenOf(state).banner.map(line => textOf(line).trimEnd());

test('F has every kind of fault, and says of which one makes no sense why', t => {
	const shown = overlay(type(choose(sampleState(), 'agent'), 'F'));
	t.regex(shown, /pause {9}freeze it/);
	t.regex(shown, /stop {10}\(its guard would start it again at once/);
	t.regex(shown, /latency/);
	t.is(type(choose(sampleState(), 'agent'), 'F', 'down', 'enter').dialog?.kind, 'menu');
});

test('a kind without an amount is broken with Enter twice, and the command is in view', t => {
	const asked = type(choose(sampleState(), 'etcd'), 'F', 'enter');
	t.regex(overlay(asked), /The same by command: single-kube fault add etcd pause$/);
	t.deepEqual(press(asked, 'enter').command, {kind: 'do', deed: {kind: 'add-fault', component: 'etcd', spec: {kind: 'pause'}, forMs: undefined}});
	const limited = type(asked, ...'30s');
	t.regex(overlay(limited), /fault add etcd pause --for 30s$/);
	t.deepEqual(press(limited, 'enter').command, {kind: 'do', deed: {kind: 'add-fault', component: 'etcd', spec: {kind: 'pause'}, forMs: 30_000}});
});

test('an amount is asked for, with one to begin with', t => {
	const asked = type(choose(sampleState(), 'etcd'), 'F', 'l', 'a', 't', 'enter');
	t.regex(overlay(asked), /fault add etcd latency 200ms$/);
	t.regex(overlay(type(asked, 'ctrl+u', 'x')), /latency takes a time/);
	t.is(type(asked, 'ctrl+u', 'enter').dialog?.kind, 'prompt');
});

test('how much and for how long are read as on the command line', t => {
	t.deepEqual(readFault('latency', '1s for 2m'), {spec: {kind: 'latency', milliseconds: 1000, jitter: 0}, forMs: 120_000});
	t.deepEqual(readFault('limit-cpu', '0.2 --for 30s'), {spec: {kind: 'limit-cpu', cores: 0.2}, forMs: 30_000});
	t.deepEqual(readFault('pause', 'for 30s'), {spec: {kind: 'pause'}, forMs: 30_000});
	t.true('why' in readFault('pause', 'soon'));
	t.true('why' in readFault('limit-memory', 'for 30s'));
});

test('what cannot be broken says why: a job, a component without a container, a dashboard that only looks', t => {
	t.regex(type(choose(sampleState(), 'node-prepare@node-1'), 'F').notice!.text, /is a job/);
	t.regex(type(choose(sampleState(120, 40, {readOnly: true}), 'etcd'), 'F').notice!.text, /--read-only/);
	t.regex(type(choose(tell(sampleState(), {type: 'components-seen', components: [component('old', {design: undefined})]}), 'old'), 'F').notice!.text, /not a component of the cluster/);
});

test('what is broken stays in view with its age and what to expect, the newest first', t => {
	t.deepEqual(banner(sampleState()), []);
	t.deepEqual(banner(broken(latency, killed)).map(line => line.slice(0, 60)), [
		' ! kube-scheduler killed 5s ago, 25s left: New pods stay Pendi',
		' ! etcd delayed by 200ms 2m ago: Every answer of etcd takes at',
	].map(line => line.slice(0, 60)));
	t.regex(banner(broken(latency, killed))[0]!, /u undoes$/);
});

test('of many faults the last line counts those that there is no room for', t => {
	const small = tell(broken(latency, killed), {type: 'resized', size: {columns: 50, rows: 12}});
	t.deepEqual(banner(small), [' ! 2 faults: kube-scheduler killed, etcd delayed …']);
});

test('u undoes a single fault at once, and asks which of several', t => {
	t.deepEqual(press(broken(killed), 'u').command, {kind: 'do', deed: {kind: 'clear-faults', faults: [killed]}});
	const asked = type(broken(latency, killed), 'u');
	t.deepEqual(press(asked, 'enter').command, {kind: 'do', deed: {kind: 'clear-faults', faults: [latency, killed]}});
	t.deepEqual(press(type(asked, 'down'), 'enter').command, {kind: 'do', deed: {kind: 'clear-faults', faults: [killed]}});
	t.is(press(sampleState(), 'u').command, undefined);
});

test('quitting offers to undo what is broken, to leave it, and to stay', t => {
	const asked = type(broken(killed), 'q');
	t.regex(overlay(asked), /Still broken: kube-scheduler is killed/);
	t.deepEqual(press(asked, 'enter').command, {kind: 'do', deed: {kind: 'clear-faults', faults: [killed]}, thenQuit: true});
	t.deepEqual(press(type(asked, 'down'), 'enter').command, {kind: 'quit'});
	t.deepEqual([type(asked, 'down', 'down', 'enter').dialog, press(type(asked, 'down', 'down'), 'enter').command], [undefined, undefined]);
	t.deepEqual(press(asked, 'ctrl+c').command, {kind: 'quit'});
});

test('faults that are told again change nothing', t => {
	const state = broken(killed);
	t.is(tell(state, {type: 'faults-seen', faults: [{...killed}]}), state);
	t.deepEqual(tell(state, {type: 'faults-seen', faults: []}).faults, []);
});
