import test from 'ava';
import {judgeHelp} from '../../../src/cluster/flags/judge-help.ts';

const help = ['Flags:', '      --max-pods int32   Number of pods. (default 110)', '  -v, --v Level   number for the log level verbosity'];
const said = (exitCode: number, ...lines: string[]) => judgeHelp({exitCode, lines}, help);

test('what a program prints its help for, it takes', t => {
	t.is(said(0, ...help), undefined);
	// A text that speaks of an unknown flag is no complaint where the program ended well.
	t.is(said(0, 'unknown flag: --x'), undefined);
});

const complaints: ReadonlyArray<readonly [who: string, line: string, says: string, near: string | undefined]> = [
	['cobra', 'Error: unknown flag: --max-podz', 'unknown flag: --max-podz', '--max-pods'],
	['kubelet\'s own log', String.raw`E1122 03:52:31.735423   10917 run.go:72] "command failed" err="failed to parse kubelet flag: unknown flag: --max-podz"`, 'unknown flag: --max-podz', '--max-pods'],
	['cri-dockerd', 'time="2026-11-22T03:53:00Z" level=fatal msg="unknown flag: --nosuch"', 'unknown flag: --nosuch', undefined],
	['etcd', 'flag provided but not defined: -max-podz', 'flag provided but not defined: -max-podz', '--max-pods'],
	['a value', 'Error: invalid argument "abc" for "-v, --v" flag: strconv.ParseUint: parsing "abc": invalid syntax', 'invalid argument "abc" for "-v, --v" flag: strconv.ParseUint: parsing "abc": invalid syntax', undefined],
	['a value of etcd', 'invalid value "x" for flag -quota-backend-bytes: parse error', 'invalid value "x" for flag -quota-backend-bytes: parse error', undefined],
	['a gate', 'Error: unrecognized feature gate: Nope', 'unrecognized feature gate: Nope', undefined],
];
for (const [who, line, says, near] of complaints) {
	test(`a complaint as of ${who} is understood`, t => {
		t.deepEqual(said(1, ...help, line), {says, near});
	});
}

test('a program that fails for another reason has said nothing of its flags', t => {
	t.is(said(1, 'exec: no such file'), undefined);
});
