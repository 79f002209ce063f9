import test from 'ava';
import {formatFlagWord, parseFlagWords} from '../../../src/cluster/flags/words.ts';

test('a flag has dashes or none, a key neither, and what ends with a dash is taken back', t => {
	t.deepEqual(parseFlagWords('apiserver', ['--v=4', 'profiling=true', '--', 'v-', '--audit-log-maxage-']), [
		{component: 'apiserver', name: 'v', value: '4'}, {component: 'apiserver', name: 'profiling', value: 'true'},
		{component: 'apiserver', name: 'v', value: undefined}, {component: 'apiserver', name: 'audit-log-maxage', value: undefined},
	]);
	t.deepEqual(parseFlagWords('kubelet@node-1', [String.raw`evictionHard.memory\.available=5%`]), [{component: 'kubelet', name: String.raw`evictionHard.memory\.available`, value: '5%'}]);
	t.deepEqual(parseFlagWords('etcd', ['--a=b=c', 'feature-gates=X=true,Y=false', 'empty=']).map(({value}) => value), ['b=c', 'X=true,Y=false', '']);
});

const wrong: ReadonlyArray<readonly [word: string, hint: RegExp]> = [
	['--v', /set apiserver --v=4$/], ['profiling', /set apiserver profiling=true$/], ['-v=4', /two dashes/], ['=4', /For example: single-kube set apiserver --v=4/], ['4', /For example/],
];
for (const [word, hint] of wrong) {
	test(`${word} is no flag with a value, and the hint says how it is written`, t => {
		const error = t.throws(() => parseFlagWords('apiserver', [word]), {code: 'OPTION_INVALID'}) as Error & {hint: string};
		t.regex(error.hint, hint);
	});
}

test('a flag is written as a person would type it', t => {
	t.deepEqual([formatFlagWord('v', '4'), formatFlagWord('v', undefined), formatFlagWord('maxPods', '5'), formatFlagWord('a.b', undefined)], ['--v=4', '--v-', 'maxPods=5', 'a.b-']);
});
