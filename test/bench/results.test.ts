import test from 'ava';
import {formatResults, median, medianIndex, resultsOf} from '../../bench/results.ts';
import {parts, readOptions} from '../../bench/options.ts';

test('the median is the middle value, or the mean of the two in the middle', t => {
	t.is(median([3, 100, 1]), 3);
	t.is(median([10, 9, 1, 2]), 5.5);
	t.is(median([7]), 7);
});

test('the run to look into is the one nearest to the median', t => {
	t.is(medianIndex([9, 1, 5]), 2);
	t.is(medianIndex([1, 2, 10, 4]), 1);
});

test('a goal is met up to and with its value, by the median', t => {
	const [stop] = resultsOf({stop: [9, 2, 1]}, '1.20.2');
	t.like(stop, {goal: 2, median: 2, met: true, values: [9, 2, 1]});
	t.false(resultsOf({stop: [9, 2.001, 1]}, '1.20.2')[0]!.met);
});

test('Kubernetes 1.20 has two seconds more to start than what came after it', t => {
	t.is(resultsOf({startToPage: [5]}, '1.20.2')[0]!.met, true);
	t.is(resultsOf({startToPage: [5]}, '1.36.2')[0]!.met, false);
});

test('what was not measured is not reported', t => {
	t.deepEqual(resultsOf({idleCpu: []}, '1.20.2'), []);
});

test('the table says goal, median, and whether it was met', t => {
	const lines = formatResults(resultsOf({delete: [3.456, 2], start: [1]}, '1.20.2')).split('\n');
	t.regex(lines[1]!, /^start of a new cluster +1\.00 s$/);
	t.regex(lines[2]!, /^delete +≤ 3 s +2\.73 s +yes +3\.46 2\.00$/);
});

test('options have defaults, and choose some parts', t => {
	t.deepEqual(readOptions([]), {runs: 5, json: undefined, only: new Set(parts), addons: undefined, help: false});
	t.deepEqual(readOptions(['--runs', '2', '--json', 'out.json', '--only', 'start,bytes']), {runs: 2, json: 'out.json', only: new Set(['start', 'bytes']), addons: undefined, help: false});
	t.is(readOptions(['--addons', 'none']).addons, 'none');
});

for (const args of [['--runs', '0'], ['--runs', 'many'], ['--runs', '101'], ['--only', 'start,nonsense'], ['--only', ''], ['--addons', 'dsn'], ['--nonsense'], ['more']]) {
	test(`bench ${args.join(' ')} is refused`, t => {
		t.throws(() => readOptions(args), {code: args[0] === '--addons' ? 'OPTION_INVALID' : 'COMMAND_LINE_INVALID'});
	});
}
