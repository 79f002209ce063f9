import test from 'ava';
import {run} from '../../src/cli/commands/start.ts';
import type {Flags} from '../../src/cli/invocation.ts';

/** The tests' own streams are no terminals. */
const start = async (flags: Flags): Promise<number> => run({command: 'start', words: [], flags: {name: 'nobody-starts-this', dashboard: true, ...flags}}, new AbortController().signal);

test('without a terminal it is refused before anything is started', async t => {
	await t.throwsAsync(start({}), {code: 'TERMINAL_MISSING'});
});

test('it is refused beside what leaves no cluster or no screen to show', async t => {
	await t.throwsAsync(start({dryRun: true}), {code: 'OPTION_INVALID', message: '--dashboard and --dry-run exclude each other'});
	await t.throwsAsync(start({output: 'json'}), {code: 'OPTION_INVALID', message: '--dashboard and --output json exclude each other'});
});
