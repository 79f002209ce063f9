import test from 'ava';
import {askNo, confirmOnTerminal, isYes} from '../../src/cli/confirm.ts';
import type {Progress} from '../../src/renderers/choose.ts';

const progress: Progress = {finished: Promise.resolve(), suspend: async work => work()};

/** Whether the test's streams are terminals, while `work` runs. */
async function onTerminal<T>(is: boolean, work: () => Promise<T>): Promise<T> {
	const streams = [process.stdin, process.stdout, process.stderr];
	const before = streams.map(stream => Object.getOwnPropertyDescriptor(stream, 'isTTY'));
	for (const stream of streams) {
		Object.defineProperty(stream, 'isTTY', {value: is, configurable: true});
	}

	try {
		return await work();
	} finally {
		for (const [index, stream] of streams.entries()) {
			if (before[index]) {
				Object.defineProperty(stream, 'isTTY', before[index]);
			} else {
				Reflect.deleteProperty(stream, 'isTTY');
			}
		}
	}
}

test.serial('without a terminal, and with --yes, nothing is asked', async t => {
	await onTerminal(false, async () => t.is(confirmOnTerminal({input: false}, progress), undefined));
	await onTerminal(true, async () => t.is(confirmOnTerminal({yes: true, input: false}, progress), undefined));
	await onTerminal(false, async () => t.true(await askNo({input: false}, 'Delete all?', 'delete --all')));
	await onTerminal(true, async () => t.true(await askNo({yes: true}, 'Delete all?', 'delete --all')));
});

test.serial('with --no-input a question is an error that says how to answer it beforehand', async t => {
	await onTerminal(true, async () => {
		t.like(await t.throwsAsync(confirmOnTerminal({input: false}, progress)!('Install docker.io?')), {code: 'COMMAND_LINE_INVALID', hint: 'Answer beforehand: --yes, or --no-install'});
		t.like(await t.throwsAsync(askNo({input: false}, 'Delete all?', 'delete --all')), {code: 'COMMAND_LINE_INVALID', hint: 'single-kube delete --all --yes'});
	});
});

test('an empty answer is yes', t => {
	t.deepEqual(['', 'y', 'YES ', 'n', 'maybe'].map(answer => isYes(answer)), [true, true, true, false, false]);
});
