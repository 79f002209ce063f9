import test from 'ava';
import {formatHappening, formatHappenings, recordOf} from '../../src/cli/events-report.ts';
import type {SeenEvent} from '../../src/engine/events.ts';
import {AgentLogReader} from '../../src/timeline/from-agent-log.ts';
import {fromContainer, fromEngine} from '../../src/timeline/from-engine.ts';
import {fromKubernetes, type ToldEvent} from '../../src/timeline/from-kubernetes.ts';
import {arrange, type Happening, isWanted} from '../../src/timeline/happening.ts';
import {allRunning, makeTopology} from '../helpers/topology.ts';

const second = Date.parse('2026-01-01T12:00:00Z');
const seen = (action: string, more: Partial<SeenEvent> = {}): SeenEvent => ({action, name: 'sk-default-etcd', component: 'etcd', node: undefined, killedBy: undefined, exitCode: undefined, at: second, ...more});
const told = (more: Partial<ToldEvent> = {}): ToldEvent => ({
	metadata: {name: 'web.1', namespace: 'shop', uid: 'u'}, involvedObject: {kind: 'Pod', namespace: 'shop', name: 'web'}, type: 'Normal', reason: 'Scheduled', message: 'Successfully assigned\nshop/web to node-1',
	lastTimestamp: '2026-01-01T12:00:00Z', source: {component: 'default-scheduler'}, ...more,
});
const happening = (more: Partial<Happening> = {}): Happening => ({...fromEngine(seen('start'))!, ...more});

const words: ReadonlyArray<readonly [Partial<SeenEvent> & {action: string}, Happening['type'], string, RegExp]> = [
	[{action: 'start'}, 'Normal', 'Started', /runs/],
	[{action: 'die', exitCode: 137}, 'Warning', 'Ended', /exit code 137/],
	[{action: 'die', exitCode: 0}, 'Normal', 'Ended', /exit code 0/],
	[{action: 'stop'}, 'Normal', 'Stopped', /on purpose/],
	[{action: 'kill', killedBy: 9}, 'Warning', 'Signalled', /SIGKILL/],
	[{action: 'kill', killedBy: 42}, 'Warning', 'Signalled', /signal 42/],
	[{action: 'oom'}, 'Warning', 'OutOfMemory', /memory/],
	[{action: 'pause'}, 'Normal', 'Paused', /frozen/],
	[{action: 'unpause'}, 'Normal', 'Unpaused', /go on/],
];
for (const [{action, ...more}, type, reason, message] of words) {
	test(`the engine's ${action} ${JSON.stringify(more)} is told as ${reason}`, t => {
		const told = fromEngine(seen(action, more));
		t.is(told?.type, type);
		t.is(told?.reason, reason);
		t.regex(told?.message ?? '', message);
		t.is(told?.component, 'etcd');
	});
}

test('what says nothing of a component\'s life is left out', t => {
	for (const event of [seen('exec_start'), seen('attach'), seen('kill', {killedBy: 15}), seen('start', {component: 'pod'}), seen('create', {component: 'lock'})]) {
		t.is(fromEngine(event), undefined, event.action);
	}

	t.is(fromEngine(seen('start', {component: 'kubelet', node: 'node-1'}))?.component, 'kubelet@node-1');
});

test('what the engine has forgotten its containers still know', async t => {
	const topology = await makeTopology();
	const [etcd] = allRunning(topology, () => ({state: 'exited', startedAt: 5, finishedAt: 9, exitCode: 137, outOfMemory: true})).containers;
	t.deepEqual(fromContainer(etcd!).map(({at, reason}) => [at, reason]), [[5, 'Started'], [9, 'Ended'], [9, 'OutOfMemory']]);
	t.deepEqual(fromContainer({...etcd!, state: 'running', outOfMemory: false}).map(({reason}) => reason), ['Started'], 'of one that runs the old code says nothing');
});

test('Kubernetes\' events are told in one line, with who says them by our names', t => {
	t.like(fromKubernetes(told()), {about: 'Pod shop/web', namespace: 'shop', component: 'kube-scheduler', message: 'Successfully assigned shop/web to node-1', count: 1});
	t.is(fromKubernetes(told({source: {component: 'kubelet', host: 'node-1'}})).component, 'kubelet@node-1');
	t.is(fromKubernetes(told({source: {component: 'deployment-controller'}})).component, 'kube-controller-manager');
	t.is(fromKubernetes(told({source: {}, reportingComponent: 'cloud-controller-manager'})).component, 'cloud-controller-manager');
	t.is(fromKubernetes(told({lastTimestamp: null, eventTime: '2026-01-01T12:00:00.123456Z'})).at, second + 123);
	t.is(fromKubernetes(told({count: 7})).count, 7);
	t.is(fromKubernetes(told({involvedObject: {kind: 'Node', name: 'node-1'}})).about, 'Node node-1');
});

test('repairs are read from the lines that the supervisor writes', t => {
	const reader = new AgentLogReader();
	const lines = [
		'#9 start-container etcd: the end of a plan whose beginning nobody saw', '2026-01-01T12:00:00.500Z repairing:', '#1 start-container etcd: is exited with code 137', '[1] -> #2 await-ready etcd: is started',
		'[2] -> #3 create-container kube-apiserver: none exists', '2026-01-01T12:00:01.000Z start-container etcd done in 0.20 s', '2026-01-01T12:00:02.000Z kube-scheduler was stopped on purpose: it stays as it is',
		'2026-01-01T12:00:03.000Z the repair failed: etcd was not ready within 120 s',
	];
	t.deepEqual(lines.flatMap(line => reader.read(line) ?? []).map(({at, component, reason, message}) => [at - second, component, reason, message]), [
		[500, 'etcd', 'Repairing', 'start: is exited with code 137'], [500, 'kube-apiserver', 'Repairing', 'create: none exists'],
		[2000, 'kube-scheduler', 'LeftAlone', 'it was stopped on purpose'], [3000, 'agent', 'RepairFailed', 'etcd was not ready within 120 s'],
	]);
});

test('all are put into the order of time, a component before what Kubernetes says in the same second', t => {
	const pending = fromKubernetes(told({reason: 'FailedScheduling'}));
	t.deepEqual(arrange([pending, happening({at: second + 400, reason: 'Stopped'}), happening({at: second - 1})]).map(({reason}) => reason), ['Started', 'Stopped', 'FailedScheduling']);
});

test('the same told twice is told once', t => {
	t.is(arrange([happening(), happening({at: second + 900})]).length, 1);
	t.is(arrange([happening(), happening({at: second + 9000})]).length, 2);
	t.is(arrange([happening(), happening({about: 'dns', component: 'dns'})]).length, 2);
	t.is(arrange([fromKubernetes(told()), fromKubernetes(told({count: 2}))]).length, 2);
});

test('a component\'s own are what happened to it and what it tells; a namespace is about Kubernetes\' events alone', t => {
	t.true(isWanted(happening(), {component: 'etcd'}));
	t.false(isWanted(happening(), {component: 'kube-scheduler'}));
	t.true(isWanted(fromKubernetes(told()), {component: 'kube-scheduler'}));
	t.true(isWanted(happening({component: 'kubelet'}), {component: 'kubelet@node-1'}));
	t.true(isWanted(happening(), {namespace: 'shop'}));
	t.true(isWanted(fromKubernetes(told()), {namespace: 'shop'}));
	t.false(isWanted(fromKubernetes(told()), {namespace: 'other'}));
});

test('they are printed with their age, a line each when they come, and as records', t => {
	const text = formatHappenings([happening(), fromKubernetes(told({count: 3}))], second + 90_000);
	t.regex(text, /^AGE +TYPE +REASON +OBJECT +FROM +MESSAGE\n1m +Normal +Started +etcd +engine +it runs\n1m +Normal +Scheduled +Pod shop\/web +kube-scheduler +Successfully .* \(x3\)$/);
	t.regex(formatHappening(happening()), /^\d\d:\d\d:\d\d {2}Normal +Started +etcd +engine +it runs$/);
	t.regex(formatHappening(happening(), true), /^2026-01-01T12:00:00\.000Z /);
	t.like(recordOf(happening()), {at: '2026-01-01T12:00:00.000Z', source: 'engine', component: 'etcd'});
});
