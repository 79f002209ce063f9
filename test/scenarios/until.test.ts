import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {always, until} from '../../src/scenarios/until.ts';

const {signal} = new AbortController();

test('it is looked at again until it is right', async t => {
	let looks = 0;
	t.deepEqual(await until(10_000, signal, async () => ({ok: ++looks === 3, seen: String(looks)})), {ok: true, seen: '3'});
});

test('when the time is over the last look counts', async t => {
	const {ok, seen} = await until(1, signal, async () => ({ok: false, seen: 'not yet'}));
	t.deepEqual({ok, seen}, {ok: false, seen: 'not yet'});
});

test('an interruption ends the wait', async t => {
	const stop = new AbortController();
	setTimeout(() => {
		stop.abort(new Error('Ctrl-C'));
	}, 10);
	await t.throwsAsync(until(60_000, stop.signal, async () => ({ok: false, seen: ''})), {name: 'AbortError'});
});

test('what held all the time is looked at once more when the time is over', async t => {
	let over = false;
	const during = sleep(30).then(() => {
		over = true;
	});
	const seen: boolean[] = [];
	const {ok, looks} = await always(during, 5, signal, async () => {
		seen.push(over);
		return {ok: true, seen: ''};
	});
	t.true(ok);
	t.is(looks, seen.length);
	t.true(looks >= 2 && seen.at(-1)!);
});

test('one bad look is enough, and is the last one', async t => {
	let count = 0;
	const {ok, seen, looks} = await always(sleep(60_000, undefined, {ref: false}), 1, signal, async () => ({ok: ++count < 3, seen: `look ${count}`}));
	t.deepEqual({ok, seen, looks}, {ok: false, seen: 'look 3', looks: 3});
});

test('what breaks with the very last step is seen', async t => {
	const {ok} = await always(Promise.resolve(), 1000, signal, async () => ({ok: false, seen: ''}));
	t.false(ok);
});
