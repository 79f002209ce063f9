import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {createFrames, frameTime} from '../../src/dashboard/frames.ts';
import {press} from '../../src/dashboard/keys/press.ts';
import {textOf} from '../../src/dashboard/screen/span.ts';
import {choose, now, sampleState, tell} from './sample.ts';

test('ten thousand lines a second lead to fifteen frames a second at most, and none is lost before its time', async t => {
	const frames = createFrames(sampleState());
	let drawn = 0;
	frames.subscribe(() => {
		drawn++;
	});
	frames.push({type: 'log-opened', key: 'etcd'});
	const begun = performance.now();
	for (let batch = 0; batch < 10; batch++) {
		frames.push({type: 'log-read', key: 'etcd', lines: Array.from({length: 1000}, (_, index) => `batch ${batch} line ${index} ${'x'.repeat(200)}`), missed: 0});
		await sleep(100);
	}

	frames.flush();
	const seconds = (performance.now() - begun) / 1000;
	frames.stop();
	t.true(drawn >= 2, `${drawn} frames`);
	t.true(drawn <= seconds * 1000 / frameTime + 2, `${drawn} frames in ${seconds} s`);
	t.is(frames.state().log.lines.length + frames.state().log.dropped, 10_000);
});

test('while ten thousand lines a second come, a key is in the next frame', async t => {
	const frames = createFrames(tell(choose(sampleState(), 'etcd'), {type: 'log-opened', key: 'etcd'}));
	const source = setInterval(() => {
		frames.push({type: 'log-read', key: 'etcd', lines: Array.from({length: 200}, (_, index) => `line ${index} ${'x'.repeat(200)}`), missed: 0});
	}, 20);
	const seen: boolean[] = [];
	for (const [key, title] of [['4', '━━ 4 Events'], ['3', '━━ 3 etcd'], ['2', '━━ 2 Workloads'], ['1', '━━ 1 Components']] as const) {
		await sleep(100);
		const next = new Promise<boolean>(resolve => {
			const stop = frames.subscribe(() => {
				stop();
				resolve(frames.current().body.some(({lines}) => lines.some(line => textOf(line).startsWith(title))));
			});
		});
		frames.update(state => press(state, key).state);
		seen.push(await next);
	}

	clearInterval(source);
	frames.stop();
	t.deepEqual(seen, [true, true, true, true]);
});

test('what does not change the screen draws nothing', t => {
	const frames = createFrames(sampleState());
	let drawn = 0;
	frames.subscribe(() => {
		drawn++;
	});
	const before = frames.current();
	frames.push({type: 'ticked', now: now + 10});
	frames.push({type: 'api-answered'});
	frames.flush();
	t.is(drawn, 0);
	t.is(frames.current(), before);
	frames.push({type: 'api-lost', at: now, message: 'refused'});
	frames.flush();
	t.is(drawn, 1);
});

test('a key is taken in after what came before it', t => {
	const frames = createFrames(sampleState());
	frames.push({type: 'components-seen', components: []});
	let seen = -1;
	frames.update(state => {
		seen = state.components.length;
		return state;
	});
	frames.stop();
	t.is(seen, 0);
});

test('whoever follows what is wanted is told after each time that something was taken in', t => {
	const told: number[] = [];
	const frames = createFrames(sampleState(), state => told.push(state.now));
	frames.push({type: 'ticked', now: 1});
	frames.push({type: 'ticked', now: 2});
	frames.flush();
	t.deepEqual(told, [2]);
});
