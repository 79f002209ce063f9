import test from 'ava';
import {press} from '../../../src/dashboard/keys/press.ts';
import {wayLines} from '../../../src/dashboard/screen/way.ts';
import {textOf} from '../../../src/dashboard/screen/span.ts';
import type {DashboardState} from '../../../src/dashboard/state.ts';
import {wantedBy} from '../../../src/dashboard/wanted.ts';
import {wayOf} from '../../../src/follow/way.ts';
import {readRecording} from '../../follow/recorded/read.ts';
import {sampleState, tell, type} from '../sample.ts';

const recording = await readRecording('1.20.2');
const web = wayOf({uid: recording.uid('web'), observations: recording.observations, components: []});
const big = wayOf({uid: recording.uid('big'), observations: recording.until('big', pod => pod.status?.conditions?.[0]?.reason === 'Unschedulable'), components: []});

function showing(way: typeof web, ascii = false): DashboardState {
	const state = type(sampleState(120, 40, {ascii}), '2', 'f');
	return tell(state, {type: 'way-seen', key: wantedBy(state).way!.key, way});
}

for (const width of [40, 48, 53, 118]) {
	test(`every step of a way is a line that fits ${width} cells, with its time or a word`, t => {
		const lines = wayLines(showing(web), width).map(line => textOf(line)).slice(1, 1 + web.steps.length);
		for (const [index, {title}] of web.steps.entries()) {
			t.regex(lines[index]!, new RegExp(`^✓ +\\+\\d+\\.\\d{3} s .*${title.slice(0, 16).replace('\'', '.')}`));
		}

		t.true(lines.every(line => line.trimEnd().length <= width), lines.join('\n'));
	});
}

test('what a pod waits for stands above its steps, and those to come have a word beside their glyph, in ASCII too', t => {
	const text = wayLines(showing(big, true), 70).map(line => textOf(line)).join('\n');
	t.notRegex(text, /[^\n\u0020-\u007E]/);
	t.regex(text, /It waits for the scheduler: No node fits/);
	t.regex(text, /failed kube-scheduler +scheduled/);
	t.regex(text, /later engine +started/);
});

test('the next pod is followed until another row is chosen, and becomes the chosen row', t => {
	const waiting = type(sampleState(), '2', 'N');
	const {key, of} = wantedBy(waiting).way!;
	t.is(of.uid, undefined);
	const seen = tell(waiting, {type: 'way-seen', key, way: web});
	t.is(seen.chosen.workloads, `default/${web.pod}`);
	t.is(wantedBy(seen).way!.key, key);
	t.not(wantedBy(press(seen, 'j').state).way?.key, key);
});

test('who asks for the way of what has none is told so', t => {
	const state = type({...sampleState(), kind: 'services'}, '2', 'f');
	t.regex(state.notice!.text, /Only pods have a way/);
	t.is(wantedBy(state).way, undefined);
});
