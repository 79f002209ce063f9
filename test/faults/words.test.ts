import test from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {faultOf, faultVolume, type Fault, type FaultSpec} from '../../src/faults/fault.ts';
import {addCommand, clearCommand, parseFault, stateInWords, writeFault} from '../../src/faults/words.ts';

const cases: ReadonlyArray<readonly [string, FaultSpec, string]> = [
	['pause', {kind: 'pause'}, 'paused'],
	['stop', {kind: 'stop'}, 'stopped'],
	['kill', {kind: 'kill'}, 'killed'],
	['cut', {kind: 'cut'}, 'cut from the network'],
	['latency 200ms', {kind: 'latency', milliseconds: 200, jitter: 0}, 'delayed by 200ms'],
	['latency 1.5s', {kind: 'latency', milliseconds: 1500, jitter: 0}, 'delayed by 1.5s'],
	['limit-cpu 0.2', {kind: 'limit-cpu', cores: 0.2}, 'limited to 0.2 cores'],
	['limit-cpu 1', {kind: 'limit-cpu', cores: 1}, 'limited to 1 core'],
	['limit-memory 300M', {kind: 'limit-memory', bytes: 300 * 1024 ** 2}, 'limited to 300M of memory'],
	['limit-memory 1.5G', {kind: 'limit-memory', bytes: 1536 * 1024 ** 2}, 'limited to 1.5G of memory'],
];

for (const [words, spec, said] of cases) {
	test(`"${words}" is read, written as it was read, and said in words`, t => {
		t.deepEqual(parseFault(words.split(' ')), spec);
		t.is(writeFault(spec), words);
		t.is(stateInWords(spec), said);
	});
}

test('amounts may be written in the ways that Docker and Kubernetes have', t => {
	t.deepEqual(parseFault(['limit-cpu', '200m']), {kind: 'limit-cpu', cores: 0.2});
	t.deepEqual(parseFault(['limit-memory', '300Mi']), {kind: 'limit-memory', bytes: 300 * 1024 ** 2});
	t.deepEqual(parseFault(['limit-memory', '64']), {kind: 'limit-memory', bytes: 64 * 1024 ** 2});
	t.deepEqual(parseFault(['latency', '50']), {kind: 'latency', milliseconds: 50, jitter: 0});
});

test('jitter is no more than the delay, which cannot be less than none', t => {
	t.deepEqual(parseFault(['latency', '200ms'], '20ms'), {kind: 'latency', milliseconds: 200, jitter: 20});
	t.deepEqual(parseFault(['latency', '200ms'], '1s'), {kind: 'latency', milliseconds: 200, jitter: 200});
});

const wrong: ReadonlyArray<readonly [readonly string[], string | undefined, RegExp, RegExp]> = [
	[[], undefined, /needs a kind/, /fault add scheduler pause/],
	[['puase'], undefined, /no kind of fault "puase"/, /Did you mean pause\?/],
	[['pause', '5s'], undefined, /pause takes no amount, found "5s"/, /fault add etcd pause$/],
	[['latency'], undefined, /takes one amount, found none/, /latency 200ms/],
	[['latency', '200ms', '10ms'], undefined, /found "200ms 10ms"/, /latency 200ms/],
	[['latency', '0'], undefined, /from 1ms to 60s, found "0"/, /200ms/],
	[['latency', '2m'], undefined, /found "2m"/, /200ms/],
	[['limit-cpu', '0.001'], undefined, /from 0.01 on/, /limit-cpu 0.2/],
	[['limit-memory', '5M'], undefined, /from 6M on/, /limit-memory 300M/],
	[['limit-memory', 'max'], undefined, /found "max"/, /limit-memory 300M/],
	[['pause'], '20ms', /--jitter belongs to latency/, /--jitter 50ms/],
];

for (const [words, jitter, message, hint] of wrong) {
	test(`"${words.join(' ')}"${jitter === undefined ? '' : ` with jitter ${jitter}`} is refused with an example`, t => {
		const error = t.throws(() => parseFault(words, jitter), {instanceOf: SingleKubeError, code: 'OPTION_INVALID', message});
		t.regex(error?.hint ?? '', hint);
	});
}

test('the commands name a component as people do', t => {
	t.is(addCommand('kube-scheduler', {kind: 'pause'}), 'single-kube fault add scheduler pause');
	t.is(addCommand('etcd', {kind: 'latency', milliseconds: 200, jitter: 20}, 30_000), 'single-kube fault add etcd latency 200ms --jitter 20ms --for 30s');
	t.is(clearCommand({component: 'kubelet@node-1', kind: 'stop'}), 'single-kube fault clear kubelet stop');
	t.is(clearCommand({component: 'kube-proxy@node-1', kind: 'stop'}), 'single-kube fault clear kube-proxy stop');
});

const fault: Fault = {kind: 'latency', milliseconds: 200, jitter: 0, component: 'kubelet@node-1', since: 1000, until: undefined};

test('what the engine keeps of a fault is read back as it was', t => {
	const {name, labels} = faultVolume('dev', fault);
	t.is(name, 'sk-dev-fault-kubelet-node-1-latency');
	t.is(labels['dev.single-kube.cluster'], 'dev');
	t.deepEqual(faultOf(labels['dev.single-kube.fault']), fault);
	t.deepEqual(faultOf(faultVolume('dev', {...fault, until: 5000}).labels['dev.single-kube.fault']), {...fault, until: 5000});
});

test('a label that is damaged, or of a kind that a newer single-kube knows, is no fault', t => {
	t.is(faultOf(undefined), undefined);
	t.is(faultOf('{"kind":'), undefined);
	t.is(faultOf('{"kind":"set-on-fire","component":"etcd"}'), undefined);
});
