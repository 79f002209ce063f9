import {execa} from 'execa';
import test from 'ava';
import {readSamples, usageScript} from '../../src/status/usage-script.ts';

const counted = [{container: 'sk-a-etcd', component: 'etcd', pid: 12}, {container: 'sk-a-dns', component: 'dns', pid: 13}];

test('samples are read look by look; what ended meanwhile is left out', t => {
	const printed = '12 1000000 5000 900 100\n13 1000001 7 50 60\n\n12 1300000 6000 1000 100\n13 1300000 0 0 0\n';
	t.deepEqual(readSamples(counted, printed), [
		[{container: 'sk-a-etcd', component: 'etcd', at: 1000, cpuNanoseconds: 5000, memoryBytes: 800}, {container: 'sk-a-dns', component: 'dns', at: 1000.001, cpuNanoseconds: 7, memoryBytes: 50}],
		[{container: 'sk-a-etcd', component: 'etcd', at: 1300, cpuNanoseconds: 6000, memoryBytes: 900}],
	]);
});

test('nothing at all is no sample', t => {
	t.deepEqual(readSamples(counted, ''), [[]]);
});

test('the script is one that bash takes, and says nothing of processes that are not there', async t => {
	const [program, ...args] = usageScript([{...counted[0]!, pid: 999_999_999}], [0, 0.01]);
	const {stdout, exitCode} = await execa(program!, args, {reject: false});
	t.is(exitCode, 0);
	t.deepEqual(readSamples([{...counted[0]!, pid: 999_999_999}], stdout), [[], []]);
});
