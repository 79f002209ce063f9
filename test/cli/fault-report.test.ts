import test from 'ava';
import {faultWords} from '../../src/cli/completion/fault-words.ts';
import {formatAdded, formatCleared, formatFaults} from '../../src/cli/fault-report.ts';
import type {FaultReport} from '../../src/faults/report.ts';

const now = 1_000_000;
const faults: readonly FaultReport[] = [
	{kind: 'pause', component: 'kube-scheduler', since: now - 120_000, until: undefined, fault: 'pause', expect: 'New pods stay Pending.', undo: 'single-kube fault clear scheduler pause'},
	{kind: 'latency', milliseconds: 200, jitter: 0, component: 'etcd', since: now - 5000, until: now + 25_000, fault: 'latency 200ms', expect: 'Slow.', undo: 'single-kube fault clear etcd latency'},
];

test('faults are a table with their age, what is left of them and what to expect', t => {
	t.is(formatFaults(faults, now), [
		'COMPONENT       FAULT          AGE  LEFT  EXPECT',
		'kube-scheduler  pause          2m   -     New pods stay Pending.',
		'etcd            latency 200ms  5s   25s   Slow.',
	].join('\n'));
	t.is(formatFaults([], now), 'No faults: everything is as it was made');
	t.true(formatFaults(faults, now, 50).split('\n').every(line => line.length <= 50));
});

test('what was broken is said with what to expect and how to undo it', t => {
	t.is(formatAdded(faults[1]!), 'etcd is delayed by 200ms for 30s\n  expect: Slow.\n  undo:   single-kube fault clear etcd latency');
	t.is(formatAdded(faults[0]!).split('\n')[0], 'kube-scheduler is paused');
});

test('what was undone is said a line each, and that there was nothing, too', t => {
	t.is(formatCleared(faults), 'kube-scheduler is no longer paused\netcd is no longer delayed by 200ms');
	t.regex(formatCleared([]), /nothing to undo/);
});

test('a shell completes components and kinds to break, and of what is broken to put back', async t => {
	const sources = {components: async () => [{value: 'etcd', says: 'running'}], faults: async () => faults};
	const values = async (...words: readonly string[]): Promise<string[]> => (await faultWords(words, sources)).map(({value}) => value);
	t.deepEqual(await values('add'), ['etcd']);
	t.deepEqual(await values('add', 'etcd'), ['pause', 'stop', 'kill', 'cut', 'latency', 'limit-cpu', 'limit-memory']);
	t.deepEqual(await values('add', 'etcd', 'latency'), ['200ms']);
	t.deepEqual(await values('add', 'etcd', 'pause'), []);
	t.deepEqual(await values('clear'), ['scheduler', 'etcd']);
	t.deepEqual(await values('clear', 'scheduler'), ['pause']);
	t.deepEqual(await values('clear', 'scheduler', 'pause'), []);
	t.deepEqual(await values('list'), []);
});
