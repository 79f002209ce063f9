import test from 'ava';
import {eventRecorder} from '../../src/controllers/event-recorder.ts';
import {fakeApi} from '../cloud-controller-manager/fake-api.ts';
import {makeService, makeVolume} from '../cloud-controller-manager/make-objects.ts';

const minutes = 60_000;
const subject = {kind: 'Service', object: makeService('web', {})} as const;
const taken = {type: 'Warning', reason: 'HostPortTaken', message: 'taken'} as const;
const {signal} = new AbortController();

test('an event names its object; that of an object without a namespace is in default', async t => {
	const {api, calls} = fakeApi();
	const record = eventRecorder(api, {component: 'cloud-controller-manager', log: () => t.fail(), signal});
	await record(subject, taken);
	await record({kind: 'PersistentVolume', object: makeVolume('Bound')}, taken);
	t.like(calls[0], {path: '/api/v1/namespaces/default/events', body: {type: 'Warning', reason: 'HostPortTaken', count: 1, involvedObject: {kind: 'Service', name: 'web', namespace: 'default', uid: 'uid-web'}}});
	t.like(calls[1]!.body, {metadata: {namespace: 'default'}, involvedObject: {kind: 'PersistentVolume', namespace: undefined}});
});

test('what was said is not said again for half an hour, then it is counted', async t => {
	let now = 0;
	const {api, calls} = fakeApi();
	const record = eventRecorder(api, {component: 'cloud-controller-manager', log: () => t.fail(), signal, now: () => now});
	await record(subject, taken);
	now += 29 * minutes;
	await record(subject, taken);
	t.is(calls.length, 1);
	now += minutes;
	await record(subject, taken);
	t.like(calls[1], {verb: 'patch', body: {count: 2, lastTimestamp: '1970-01-01T00:30:00Z'}});
	t.true(calls[1]!.path.endsWith(`/${(calls[0]!.body['metadata'] as {name: string}).name}`));
});

test('what was said is news again after something else was said of the same topic', async t => {
	const {api, events} = fakeApi();
	const record = eventRecorder(api, {component: 'cloud-controller-manager', log: () => t.fail(), signal});
	const opened = {type: 'Normal', reason: 'HostPortOpened', message: 'open'} as const;
	for (const news of [taken, opened, taken]) {
		await record({...subject, topic: 'tcp/30080'}, news);
		await record({...subject, topic: 'tcp/30081'}, taken);
	}

	t.deepEqual(events().map(({reason}) => reason), ['HostPortTaken', 'HostPortTaken', 'HostPortOpened', 'HostPortTaken']);
});

test('an event that cannot be written is no failure, and is tried again next time', async t => {
	const lines: string[] = [];
	let status: number | undefined = 500;
	const {api, calls} = fakeApi(() => status);
	const record = eventRecorder(api, {component: 'cloud-controller-manager', log: line => lines.push(line), signal});
	await record(subject, taken);
	status = undefined;
	await record(subject, taken);
	t.is(calls.length, 2);
	t.regex(lines.join('\n'), /^the event HostPortTaken of Service web was not written/);
});
