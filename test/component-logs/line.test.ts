import test from 'ava';
import {lineFormatter} from '../../src/component-logs/format.ts';
import {type LogLine, mergeByTime, parseLine, sinceTime} from '../../src/component-logs/line.ts';
import {Starts} from '../../src/component-logs/starts.ts';
import type {ContainerEvent} from '../../src/engine/events.ts';

async function * log(component: string, ...seconds: number[]): AsyncGenerator<LogLine> {
	for (const second of seconds) {
		yield {component, time: `2026-11-22T00:00:0${second}.000000000Z`, line: `${component} ${second}`};
	}
}

test('the engine\'s time is taken from a line, whatever the line is', t => {
	const time = '2026-11-22T00:00:01.123456789Z';
	t.deepEqual(parseLine('etcd', `${time} ready  now`), {component: 'etcd', time, line: 'ready  now'});
	t.deepEqual(parseLine('etcd', `${time} `), {component: 'etcd', time, line: ''});
	t.deepEqual(parseLine('etcd', 'no time'), {component: 'etcd', time: '', line: 'no time'});
});

test('several logs become one in the order of their times', async t => {
	const lines: string[] = [];
	for await (const {line} of mergeByTime([log('a', 1, 4, 5), log('b'), log('c', 2, 3, 9)])) {
		lines.push(line);
	}

	t.deepEqual(lines, ['a 1', 'c 2', 'c 3', 'a 4', 'a 5', 'c 9']);
});

test('one component\'s lines are as they are; of several each line says whose it is', t => {
	const line = {component: 'etcd', time: '2026-11-22T00:00:01Z', line: 'ready'};
	const format = (components: string[], timestamps = false, color = false): string => lineFormatter({components, timestamps, color})(line);
	t.is(format(['etcd']), 'ready');
	t.is(format(['etcd'], true), '2026-11-22T00:00:01Z ready');
	t.is(format(['etcd', 'kube-apiserver']), 'etcd           | ready');
	t.is(format(['etcd', 'kube-apiserver'], true), 'etcd           | 2026-11-22T00:00:01Z ready');
	t.is(format(['etcd', 'kube-apiserver'], false, true), '\u{1B}[36metcd           |\u{1B}[39m ready');
});

test('--since takes how long ago, or when, and nothing else', t => {
	const now = Date.parse('2026-11-22T12:00:00Z');
	const ago = (word: string): number | undefined => {
		const time = sinceTime(word, now);
		return time === undefined ? undefined : (now - time) / 1000;
	};

	t.deepEqual(['10m', '1h30m', '90', '1.5s', '2d', '500ms'].map(ago), [600, 5400, 90, 1.5, 172_800, 0.5]);
	t.deepEqual(['2026-11-22T11:00:00Z', '2026-11-22T12:00:00+02:00', '2026-11-22'].map(ago), [3600, 7200, 43_200]);
	t.deepEqual(['', 'now', '10 m', '10x', 'm10', '2026-13-45T00:00:00Z', '-5m'].map(ago), Array.from({length: 7}, () => undefined));
});

test('a start that came before somebody waited for it is not missed', async t => {
	let push: (event: Partial<ContainerEvent>) => void = () => undefined;
	const events = async function * (): AsyncGenerator<ContainerEvent> {
		for (;;) {
			yield await new Promise<ContainerEvent>(resolve => {
				push = event => {
					resolve({component: '', node: undefined, killedBy: undefined, action: 'start', name: 'sk-x-etcd', ...event});
				};
			});
		}
	};

	const starts = new Starts(events());
	const {signal} = new AbortController();
	const next = async (event: Partial<ContainerEvent>): Promise<void> => {
		push(event);
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	};

	await next({});
	t.is(starts.of('sk-x-etcd'), 1);
	await starts.after('sk-x-etcd', 0, signal);
	const waited = starts.after('sk-x-etcd', 1, signal).then(() => 'started');
	await next({action: 'die'});
	await next({name: 'sk-x-other'});
	t.is(await Promise.race([waited, Promise.resolve('waits')]), 'waits');
	await next({});
	t.is(await waited, 'started');
	await t.throwsAsync(starts.after('sk-x-etcd', 9, AbortSignal.abort(new Error('Ctrl-C'))), {message: 'Ctrl-C'});
});

test('who waits for a start learns that the engine is gone', async t => {
	const starts = new Starts((async function * () {})());
	await t.throwsAsync(starts.after('x', 0, new AbortController().signal), {code: 'ENGINE_UNREACHABLE'});
});
