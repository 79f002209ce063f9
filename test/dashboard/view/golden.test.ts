import test, {type ExecutionContext} from 'ava';
import type {Fault} from '../../../src/faults/fault.ts';
import type {DashboardState} from '../../../src/dashboard/state.ts';
import {choose, now, sampleState, tell, type} from '../sample.ts';
import {emulate} from './emulator.ts';

/** No colour and no other style: everything that is told is told by text. */
const style = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m`);

async function frameOf(t: ExecutionContext, state: DashboardState): Promise<string[]> {
	const emulated = emulate(state);
	const lines = await emulated.screen();
	t.notRegex(emulated.written(), style);
	await emulated.close();
	return lines;
}

const logged = (state: DashboardState): DashboardState => tell(state, {type: 'log-opened', key: 'x'}, {
	type: 'log-read', key: 'x', missed: 0,
	lines: ['I1122 11:48:00.000001       1 serving.go:386] Generated self-signed cert in-memory', 'E1122 11:48:01.000002       1 leaderelection.go:325] error retrieving resource lock: connection refused', '\u001B[32m容器日志\u001B[0m'],
});

for (const [columns, rows] of [[120, 40], [80, 24], [50, 12], [40, 8]] as const) {
	test(`${columns}x${rows}, without colour`, async t => {
		const lines = await frameOf(t, logged(choose(sampleState(columns, rows), 'kube-scheduler')));
		t.is(lines.length, rows);
		t.snapshot(lines.join('\n'));
	});
}

test('80x24 with the workloads, in ASCII', async t => {
	const lines = await frameOf(t, type(sampleState(80, 24, {ascii: true}), '2', 'd'));
	t.notRegex(lines.join('\n'), /[^\n\u0020-\u007E]/);
	t.snapshot(lines.join('\n'));
});

test('a question stands over the panes, with Cancel chosen', async t => {
	t.snapshot((await frameOf(t, type(choose(sampleState(100, 24), 'etcd'), 's'))).join('\n'));
});

const faults: readonly Fault[] = [
	{kind: 'latency', milliseconds: 200, jitter: 0, component: 'etcd', since: now - 130_000, until: undefined},
	{kind: 'kill', component: 'kube-scheduler', since: now - 5000, until: now + 25_000},
];

test('the fault lab stands over what is broken already', async t => {
	t.snapshot((await frameOf(t, type(choose(tell(logged(sampleState(100, 24)), {type: 'faults-seen', faults}), 'etcd'), 'F', 'down'))).join('\n'));
});

test('what is broken stays in view on the smallest screen, in ASCII too', async t => {
	const lines = await frameOf(t, choose(tell(sampleState(50, 12, {ascii: true}), {type: 'faults-seen', faults}), 'etcd'));
	t.notRegex(lines.join('\n'), /[^\n\u0020-\u007E]/);
	t.is(lines.length, 12);
	t.snapshot(lines.join('\n'));
});

test('the help has every key that there is room for', async t => {
	t.snapshot((await frameOf(t, type(sampleState(120, 60), '?'))).join('\n'));
});

test('what is old is marked with its age', async t => {
	const lines = await frameOf(t, tell(sampleState(120, 24), {type: 'engine-lost', at: now - 12_000, message: 'gone'}, {type: 'api-lost', at: now - 20_000, message: 'refused'}));
	t.regex(lines[0]!, /the engine is gone for 12s · API silent for 20s/);
	t.regex(lines.join('\n'), /1 Components as of 12s ago/);
	t.regex(lines.join('\n'), /2 Workloads as of 20s ago:/);
});

test('no line is wider than the terminal, whatever is in it', async t => {
	for (const columns of [50, 70, 110, 133]) {
		const lines = await frameOf(t, tell(logged(sampleState(columns, 24)), {type: 'deed-failed', subject: 'etcd', said: 'etcd could not be stopped: '.padEnd(400, '失敗'), at: now}));
		t.true(lines.every(line => line.length <= columns), `${columns}`);
		t.is(lines.length, 24);
		// The footer is still the last line: nothing was pushed out.
		t.regex(lines.at(-1)!, /could not be stopped/);
	}
});
