import test, {type ExecutionContext} from 'ava';
import type {Fault} from '../../../src/faults/fault.ts';
import type {Message} from '../../../src/dashboard/messages.ts';
import {press} from '../../../src/dashboard/keys/press.ts';
import {spokenChanges} from '../../../src/dashboard/speak/changes.ts';
import {readPane} from '../../../src/dashboard/speak/pane.ts';
import {type DashboardState, initialState} from '../../../src/dashboard/state.ts';
import {choose, components, facts, now, sampleState, tell, told, type} from '../sample.ts';

/** Box drawing, and the glyphs of states. */
const drawn = /[\u2500-\u257F●○◐◫✗◌✓▸]/u;

/** What is said while keys are pressed and things happen, one step after the other. */
function said(t: ExecutionContext, state: DashboardState, ...steps: ReadonlyArray<string | Message>): string[] {
	const lines: string[] = [];
	let before = state;
	for (const step of steps) {
		const after = typeof step === 'string' ? press(before, step).state : tell(before, step);
		lines.push(...spokenChanges(before, after));
		before = after;
	}

	t.notRegex(lines.join('\n'), drawn);
	return lines;
}

const listening = (): DashboardState => sampleState(120, 40, {screenReader: true});

test('the first thing that is said is how the cluster is, and the keys that one needs', t => {
	t.deepEqual(said(t, initialState({...facts, screenReader: true}, {columns: 120, rows: 40}, now), ...told), [
		'The cluster default, Kubernetes 1.36.2: 10/11 well: kube-scheduler stopped',
		'A full stop reads the present pane, the question mark the keys, q quits and the cluster keeps running.',
	]);
});

test('a component in another state is said, with how the whole is then; amounts and the clock are not', t => {
	const died = components.map(component => component.id === 'etcd' ? {...component, state: 'exited' as const, exitCode: 1} : component);
	t.deepEqual(said(t, listening(), {type: 'ticked', now: now + 1000}, {type: 'usage-sampled', usage: {}}, {type: 'components-seen', components: died}, {type: 'components-seen', components}), [
		'etcd is now exited 1', '9/11 well: etcd exited 1', 'etcd is running', '10/11 well: kube-scheduler stopped',
	]);
});

test('pods are said when they become another; many at once are counted', t => {
	const pods = listening().objects.pods!;
	const ready = pods.map(pod => pod.metadata.name === 'web-7c5b-x2' ? {...pod, status: {phase: 'Running', containerStatuses: [{name: 'nginx', ready: true}]}} : pod);
	const many = Array.from({length: 8}, (_, index) => ({...pods[0]!, metadata: {...pods[0]!.metadata, name: `many-${index}`}}));
	t.deepEqual(said(t, listening(), {type: 'objects-changed', kind: 'pods', objects: ready}, {type: 'objects-changed', kind: 'pods', objects: ready.slice(1)}, {type: 'objects-changed', kind: 'pods', objects: [...ready.slice(1), ...many]}), [
		'pod default/web-7c5b-x2 is now Running, 1/1 ready', 'pod default/web-7c5b-k9 is gone',
		'pod default/many-0 is new: Running, 1/1 ready', 'pod default/many-1 is new: Running, 1/1 ready', 'pod default/many-2 is new: Running, 1/1 ready',
		'pod default/many-3 is new: Running, 1/1 ready', 'pod default/many-4 is new: Running, 1/1 ready', 'and 3 more pods changed',
	]);
});

test('the engine and the apiserver are said when they go and when they come back', t => {
	t.deepEqual(said(t, listening(), {type: 'api-lost', at: now, message: 'refused'}, {type: 'api-lost', at: now, message: 'refused again'}, {type: 'api-answered'}, {type: 'engine-lost', at: now, message: 'gone'}, {type: 'components-seen', components}), [
		'The apiserver does not answer: what was said of workloads is old. refused', 'The apiserver answers',
		'The engine does not answer: what was said of components is old. gone', 'The engine answers: 10/11 well: kube-scheduler stopped',
	]);
});

test('what is broken on purpose is said with what to expect, and that it is put back', t => {
	const cut: Fault = {kind: 'cut', component: 'etcd', since: now, until: undefined};
	t.deepEqual(said(t, listening(), {type: 'faults-seen', faults: [cut]}, {type: 'faults-seen', faults: [cut]}, {type: 'faults-seen', faults: []}), [
		'etcd is now cut off', '9/11 well: kube-scheduler stopped',
		'Fault: etcd is cut from the network. The apiserver answers nothing; what runs goes on. It runs on and reaches nobody.',
		'etcd is running', '10/11 well: kube-scheduler stopped', 'Undone: etcd is not cut from the network any more',
	]);
});

test('keys say where they lead: rows, panes, tabs', t => {
	t.deepEqual(said(t, choose(listening(), 'etcd'), 'j', '2', 'j', '1', 'c'), [
		'kube-apiserver: state running, cpu 12%, memory 234M, age 12m, says 12 req/s, it does the work of kube-apiserver',
		'Workloads, pods of all namespaces, 1 of 3', 'default: name web-7c5b-k9, ready 1/1, status Running, restarts 2, ip 10.244.0.4, node node-1, age 10m',
		'default: name web-7c5b-x2, ready 0/1, status Pending, restarts 0, age 25s',
		'Components, 5 of 11', 'kube-apiserver: state running, cpu 12%, memory 234M, age 12m, says 12 req/s, it does the work of kube-apiserver',
		'Details of kube-apiserver, tab health; a full stop reads it in pane 3',
	]);
});

test('a question is read whole, with the answer that is chosen; then only what changes', t => {
	t.snapshot(said(t, choose(listening(), 'etcd'), 's', 'tab', 'escape').join('\n'));
});

test('what was done is said, and a warning that is new', t => {
	const events = listening().kubernetesEvents;
	t.deepEqual(said(t, listening(), {type: 'told', text: 'etcd was stopped', tone: 'good', at: now}, {type: 'kubernetes-events-changed', events: [...events, {...events[1]!, metadata: {name: 'other.1', namespace: 'default'}}]}), [
		'etcd was stopped', 'Warning of pod probe: Unhealthy: Readiness probe failed: 503',
	]);
});

test('a filter is said as it is typed', t => {
	t.deepEqual(said(t, listening(), '/', 'e', 't'), [
		'filter: ', 'filter: e', 'filter: et',
		'etcd: state running, cpu 1.3%, memory 36M, age 12m, says db 4.1M, it keeps every object of the cluster; only the apiserver talks to it',
	]);
});

for (const [pane, keys] of [['components', ['1']], ['workloads', ['2']], ['the health of etcd', ['c', '3']], ['events', ['4']], ['a log', ['3']]] as const) {
	test(`the pane read: ${pane}`, t => {
		const state = tell(choose(listening(), 'etcd'), {type: 'log-opened', key: 'x'}, {type: 'log-read', key: 'x', missed: 0, lines: ['one', '\u001B[32mtwo\u001B[0m']});
		const lines = readPane(type(state, ...keys));
		t.notRegex(lines.join('\n'), drawn);
		t.snapshot(lines.join('\n'));
	});
}

test('the key that reads is there for who listens, and for nobody else', t => {
	t.deepEqual(press(listening(), '.').command, {kind: 'read'});
	t.is(press(sampleState(), '.').command, undefined);
});
