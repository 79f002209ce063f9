import test from 'ava';
import {execa} from 'execa';
import {readAnswers, scriptOf} from '../../src/status/health-script.ts';

async function ask(...commands: ReadonlyArray<readonly string[]>): Promise<Array<[string, unknown]>> {
	const questions = commands.map((command, index) => ({id: `component-${index}`, command}));
	const [program, ...args] = scriptOf(questions);
	const {stdout} = await execa(program!, args);
	return [...readAnswers(questions, stdout)].sort();
}

test('each question gets its own exit code and what was printed on both streams', async t => {
	t.deepEqual(await ask(['true'], ['sh', '-c', 'echo here; echo there >&2; exit 22'], ['no-such-program-at-all']).then(answers => answers.slice(0, 2)), [
		['component-0', {exitCode: 0, output: ''}], ['component-1', {exitCode: 22, output: 'here\nthere'}],
	]);
});

test('words reach the program as they are', async t => {
	const word = 'it\'s "$HOME" `id` \\ * \n two';
	t.deepEqual(await ask(['printf', '%s', word]), [['component-0', {exitCode: 0, output: word}]]);
});

test('of a list of checks only those that failed come back, be the list as long as it may', async t => {
	const list = [...Array.from({length: 300}, (_, index) => `[+]check-${index} ok`), '[-]etcd failed: reason withheld', 'readyz check failed'].join('\n');
	t.deepEqual(await ask(['sh', '-c', 'printf "%s" "$0"; exit 22', list]), [['component-0', {exitCode: 22, output: '[-]etcd failed: reason withheld\nreadyz check failed'}]]);
});

test('they are asked side by side', async t => {
	const startedAt = Date.now();
	t.is((await ask(...Array.from({length: 8}, () => ['sleep', '0.5']))).length, 8);
	t.true(Date.now() - startedAt < 3500);
});

test('lines that are none of its own are left out', t => {
	t.deepEqual([...readAnswers([{id: 'etcd', command: []}], 'sh: warning\n7 0 aGk=\n0 1 aGk=\n')], [['etcd', {exitCode: 1, output: 'hi'}]]);
});
