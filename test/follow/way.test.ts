import test from 'ava';
import type {Pod} from '../../src/diagnosis/objects.ts';
import type {ComponentView, Observation} from '../../src/follow/observation.ts';
import {type Step, wayOf} from '../../src/follow/way.ts';
import {readRecording} from './recorded/read.ts';

const versions = ['1.20.2', '1.36.2'];
const there = ['admitted', 'stored', 'scheduled', 'taken', 'sandbox', 'network', 'image', 'started', 'ready'];
const back = ['terminating', 'stopped', 'removed', 'deleted'];

const done = (steps: readonly Step[]): string[] => steps.filter(({state}) => state === 'done').map(({id}) => id);
const stepOf = (steps: readonly Step[], wanted: string): Step => steps.find(({id}) => id === wanted)!;
const waitingReason = (pod: Pod): string | undefined => pod.status?.containerStatuses?.[0]?.state?.waiting?.reason;

for (const version of versions) {
	test(`a pod of Kubernetes ${version} passes every stage there and back, in order and with times`, async t => {
		const recording = await readRecording(version);
		const way = wayOf({uid: recording.uid('web'), observations: recording.observations, components: []});
		t.deepEqual(done(way.steps).toSorted(), [...there, ...back].toSorted());
		t.deepEqual(done(way.steps).slice(0, 11), [...there, ...back].slice(0, 11));
		t.is(way.state, 'gone');
		const times = way.steps.map(({since, exact}) => {
			t.true(exact);
			return since!;
		});
		t.deepEqual(times, times.toSorted((a, b) => a - b));
		t.true(times.at(-1)! > 500 && times.at(-1)! < 60_000);
	});

	test(`each stage of a pod of ${version} says what was really written and called`, async t => {
		const recording = await readRecording(version);
		const {steps, node, address} = wayOf({uid: recording.uid('web'), observations: recording.observations, components: []});
		t.regex(stepOf(steps, 'admitted').says, /written by kube-controller-manager for the ReplicaSet web-/);
		t.regex(stepOf(steps, 'stored').says, /\/registry\/pods\/default\/web-.*, since revision \d+: \d{3,} bytes/);
		t.regex(stepOf(steps, 'scheduled').says, /chose node-1 .* revision \d+/);
		t.is(node, 'node-1');
		t.regex(address!, /^10\.244\./);
		const sandbox = stepOf(steps, 'sandbox');
		t.regex(sandbox.says, /labels of the cluster and node added/);
		t.deepEqual(sandbox.details.map(({text}) => text.replace(/[\da-f]{12}/, 'ID').replace(/ \(.*/, '')), ['POST /containers/create', 'POST /containers/ID/start']);
		t.true(sandbox.details.every(({milliseconds}) => milliseconds! > 0));
		t.true(stepOf(steps, 'started').details.some(({text}) => text.endsWith('/start nginx')));
		t.true(stepOf(steps, 'stopped').details.some(({text}) => text === 'nginx ended with exit code 0'));
	});

	test(`an image that does not come fails at the stage of the image, in ${version}`, async t => {
		const recording = await readRecording(version);
		const way = wayOf({uid: recording.uid('bad'), observations: recording.until('bad', pod => waitingReason(pod) === 'ErrImagePull' || waitingReason(pod) === 'ImagePullBackOff'), components: []});
		t.is(way.state, 'failed');
		t.deepEqual(done(way.steps), there.slice(0, 6));
		t.regex(stepOf(way.steps, 'image').failure!, /nowhere\/none:1 does not come/);
		t.regex(stepOf(way.steps, 'image').details[0]!.text, /POST \/images\/create nowhere\/none:1 answered \d+/);
	});

	test(`a pod that fits no node waits for the scheduler, in ${version}`, async t => {
		const recording = await readRecording(version);
		const way = wayOf({uid: recording.uid('big'), observations: recording.until('big', pod => pod.status?.conditions?.[0]?.reason === 'Unschedulable'), components: []});
		t.is(way.state, 'failed');
		t.is(way.waiting?.who, 'kube-scheduler');
		t.regex(way.waiting!.text, /^waits for the scheduler: No node fits: .*Insufficient cpu/);
	});

	test(`a container that crashes was started, and fails to be ready, in ${version}`, async t => {
		const recording = await readRecording(version);
		const way = wayOf({uid: recording.uid('crash'), observations: recording.until('crash', pod => pod.status?.containerStatuses?.[0]?.state?.terminated !== undefined || waitingReason(pod) === 'CrashLoopBackOff'), components: []});
		t.is(way.state, 'failed');
		t.is(way.steps.find(({state}) => state === 'failed')?.id, 'ready');
		t.regex(stepOf(way.steps, 'ready').failure!, /^crash: .*exited 1/);
	});
}

const scheduler = (state: string, held = false, fault?: string): ComponentView[] => [{id: 'kube-scheduler', state, held, fault}, {id: 'kube-apiserver', state: 'running', held: false}];

for (const [components, says] of [
	[scheduler('running'), 'waits for the scheduler'],
	[scheduler('exited', true), 'waits for the scheduler: kube-scheduler is stopped on purpose'],
	[scheduler('paused'), 'waits for the scheduler: kube-scheduler is paused'],
	[scheduler('paused', false, 'paused by a fault'), 'waits for the scheduler: kube-scheduler is paused by a fault'],
] as const) {
	test(`a pod without a node ${says}`, async t => {
		const recording = await readRecording('1.20.2');
		const observations = recording.until('web', () => true).filter(({seen}) => seen.source === 'apiserver');
		const way = wayOf({uid: recording.uid('web'), observations, components});
		t.is(way.state, 'running');
		t.like(way.waiting, {who: 'kube-scheduler', text: says});
		t.is(way.waiting?.since, way.began);
	});
}

test('the order in which things are told does not count', async t => {
	const {observations, uid} = await readRecording('1.20.2');
	t.deepEqual(wayOf({uid: uid('web'), observations: observations.toReversed(), components: []}).steps.map(({id, since}) => [id, since]), wayOf({uid: uid('web'), observations, components: []}).steps.map(({id, since}) => [id, since]));
});

test('of a pod that was there before anybody looked, what Kubernetes tells is exact to the second and is not said to be more', async t => {
	const recording = await readRecording('1.20.2');
	const last = recording.until('web', pod => pod.status?.phase === 'Running').findLast(({seen}) => seen.source === 'apiserver' && seen.pod.name.startsWith('web'))!;
	const listed: Observation = last.seen.source === 'apiserver' ? {...last, seen: {...last.seen, change: 'listed'}} : last;
	const way = wayOf({uid: recording.uid('web'), observations: [listed], components: []});
	t.is(way.state, 'ready');
	t.deepEqual(done(way.steps), there);
	t.true(way.steps.every(({exact}) => !exact));
	t.is(way.began! % 1000, 0);
	t.is(stepOf(way.steps, 'network').time, undefined);
});

test('another clock is set right by what it differs, and the noise of asking is not', async t => {
	const {observations, uid} = await readRecording('1.20.2');
	const away = observations.map(observation => observation.clock === 'cluster' ? {...observation, at: observation.at - 60_000} : observation);
	const sinces = (seen: readonly Observation[], offset: number): unknown => wayOf({uid: uid('web'), observations: seen, components: [], offset}).steps.map(({since}) => since === undefined ? undefined : Math.round(since));
	t.deepEqual(sinces(away, 60_000), sinces(observations, 0));
	t.deepEqual(sinces(observations, 300), sinces(observations, 0));
});
