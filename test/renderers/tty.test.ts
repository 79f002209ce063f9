import test from 'ava';
import {setTimeout as sleep} from 'node:timers/promises';
import {EventQueue} from '../../src/events.ts';
import {showProgress} from '../../src/renderers/choose.ts';
import {emptyLiveState, liveLines, type LiveState, reduceLive} from '../../src/renderers/live-state.ts';
import {collect, recorded} from './recorded.ts';

const terminal = {isTTY: true, columns: 60};
const env = {TERM: 'xterm', LANG: 'C.UTF-8'};
const at = recorded[0]!.at;
const after = (count: number): LiveState => recorded.slice(0, count).reduce(reduceLive, emptyLiveState);

test('a phase has one line with its time and the newest that happens in it', t => {
	t.deepEqual(liveLines(after(4), at + 6000, 80), ['    6.0 s  .. Images  builder 3/9 compiling kubelet']);
	t.deepEqual(liveLines(after(6), at + 75_000, 80), ['   75.0 s  .. Images']);
	t.deepEqual(liveLines(after(7), at + 75_100, 80), []);
	t.deepEqual(liveLines(after(10), at + 75_400, 80), ['    0.2 s  .. Cluster default  start-container etcd']);
	t.deepEqual(liveLines(after(11), at + 76_200, 80), ['    1.0 s  .. Cluster default']);
});

test('until the first phase starts there is a line already', t => {
	const begun = reduceLive(emptyLiveState, {type: 'began', version: '1.0.0', cluster: 'dev', at});
	t.deepEqual(liveLines(begun, at + 90, 80), ['    0.1 s  .. single-kube']);
	t.deepEqual(liveLines(reduceLive(begun, {type: 'phase-started', phase: 'engine', title: 'Engine', at}), at + 90, 80), ['    0.1 s  .. Engine']);
});

test('a download shows how much of it is there, until it is there', t => {
	const begun = reduceLive(after(1), {type: 'download-started', name: 'kubelet', url: 'https://dl.k8s.io/kubelet', at});
	t.deepEqual(liveLines(begun, at, 80), ['    0.0 s  .. Images  kubelet']);
	const half = reduceLive(begun, {type: 'download-progressed', name: 'kubelet', bytes: 29_000_000, total: 58_300_000, at});
	t.deepEqual(liveLines(half, at, 80), ['    0.0 s  .. Images  kubelet 29.0 MB of 58.3 MB']);
	const there = reduceLive(half, {type: 'download-finished', name: 'kubelet', bytes: 58_300_000, seconds: 1, at});
	t.deepEqual(liveLines(there, at, 80), ['    0.0 s  .. Images']);
});

test('a line is never wider than the terminal, whatever a build prints', t => {
	const state = reduceLive(after(1), {type: 'image-build-progressed', image: 'x', step: 1, steps: 1, line: `\u001B[31m\t${'long '.repeat(50)}\r`, at});
	const [line] = liveLines(state, at, 40);
	t.is(line!.length, 39);
	// eslint-disable-next-line no-control-regex
	t.notRegex(line!, /[\u0000-\u001F]/);
});

/** What a terminal shows after these writes: only the movements that tty.ts uses. */
function screenOf(text: string): string[] {
	let lines = [''];
	for (const [part] of text.matchAll(/\u001B\[(\d+)A\r\u001B\[J|\n|[^\n\u001B]+/g)) { // eslint-disable-line no-control-regex
		const up = /^\u001B\[(\d+)A/.exec(part); // eslint-disable-line no-control-regex
		if (up) {
			lines = [...lines.slice(0, lines.length - 1 - Number(up[1])), ''];
		} else if (part === '\n') {
			lines.push('');
		} else {
			lines[lines.length - 1] += part;
		}
	}

	return lines;
}

test('live lines are replaced, and what is done stays above them', async t => {
	const output = collect(terminal);
	const queue = new EventQueue();
	const {finished} = showProgress(queue, {output, env, color: false});
	queue.push({type: 'phase-started', phase: 'cluster', title: 'Cluster x'});
	await sleep(250);
	t.regex(screenOf(output.text()).join('\n'), /^ +0\.\d s {2}\.\. Cluster x\n$/);
	queue.push({type: 'component-ready', component: 'etcd', seconds: 1});
	queue.push({type: 'phase-finished', phase: 'cluster', title: 'Cluster x', seconds: 1});
	queue.end();
	await finished;
	t.regex(screenOf(output.text()).join('\n'), /^ +\d\.\d s {2}✓ {2}etcd is ready\n +\d\.\d s {2}✓ {2}Cluster x \(1\.0 s\)\n$/);
});

test('a flood of events is not a flood of redraws', async t => {
	const output = collect(terminal);
	const queue = new EventQueue();
	const {finished} = showProgress(queue, {output, env, color: false});
	queue.push({type: 'phase-started', phase: 'images', title: 'Images'});
	for (let line = 0; line < 300; line++) {
		queue.push({type: 'image-build-progressed', image: 'x', step: 1, steps: 1, line: `${line}`});
		await sleep(1);
	}

	const elapsed = 300;
	queue.end();
	await finished;
	t.true(output.writes.length >= 2, `${output.writes.length}`);
	t.true(output.writes.length < elapsed / 3, `${output.writes.length}`);
});

test('while it is suspended nothing is drawn, and nothing is lost', async t => {
	const output = collect(terminal);
	const queue = new EventQueue();
	const progress = showProgress(queue, {output, env, color: false});
	queue.push({type: 'phase-started', phase: 'engine', title: 'Engine'});
	await sleep(150);
	const before = await progress.suspend(async () => {
		const {length} = output.writes;
		queue.push({type: 'noted', phase: 'engine', text: 'in the meantime'});
		await sleep(250);
		t.is(output.writes.length, length);
		return screenOf(output.text());
	});
	t.deepEqual(before, ['']);
	queue.end();
	await progress.finished;
	t.regex(screenOf(output.text()).join('\n'), /in the meantime\n$/);
});
