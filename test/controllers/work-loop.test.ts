import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {refused, unreachable} from '../../src/api/api-request-error.ts';
import {type WorkLoop, type WorkLoopOptions, workLoop} from '../../src/controllers/work-loop.ts';

/** A loop that ends with the test, and its log. */
function makeLoop(t: ExecutionContext, options: Pick<WorkLoopOptions, 'work'> & Partial<WorkLoopOptions>): {loop: WorkLoop; lines: string[]} {
	const stopping = new AbortController();
	t.teardown(() => {
		stopping.abort();
	});
	const lines: string[] = [];
	return {loop: workLoop({name: 'test', log: line => lines.push(line), signal: stopping.signal, firstPause: 5, ...options}), lines};
}

/** Within ten seconds, however slow the machine is. */
async function until(state: () => boolean): Promise<void> {
	for (const end = Date.now() + 10_000; !state() && Date.now() < end;) {
		await sleep(5);
	}
}

test('changes while it works are one more call, never two at once', async t => {
	let [calls, atOnce, most] = [0, 0, 0];
	const {loop} = makeLoop(t, {
		async work() {
			calls++;
			most = Math.max(most, ++atOnce);
			await sleep(20);
			atOnce--;
			return undefined;
		},
	});
	for (let index = 0; index < 5; index++) {
		loop.wake();
	}

	await until(() => calls === 2 && atOnce === 0);
	await sleep(50);
	t.deepEqual([calls, most], [2, 1]);
});

test('it works again after the time that it asked for, and after a change later still', async t => {
	let calls = 0;
	const {loop} = makeLoop(t, {work: async () => ++calls < 3 ? 5 : undefined});
	loop.wake();
	await until(() => calls === 3);
	t.is(calls, 3);
	loop.wake();
	await until(() => calls === 4);
	t.is(calls, 4);
});

test('a failure is logged and tried again; an apiserver that is away is not logged', async t => {
	const failures = [refused('POST /x', 403, 'no'), unreachable('POST /x', 'https://server', new Error('ECONNREFUSED'))];
	let calls = 0;
	const {loop, lines} = makeLoop(t, {
		async work() {
			const failure = failures[calls++];
			if (failure) {
				throw failure;
			}

			return undefined;
		},
	});
	loop.wake();
	await until(() => calls === 3);
	t.is(calls, 3);
	t.is(lines.length, 1);
	t.regex(lines[0]!, /^test: the API server refused POST \/x: 403.*; trying again in 0\.005 s$/);
});
