import test from 'ava';
import {blame, newOptions, tunedComponents, tunedOptions} from '../../src/plan/tuning.ts';

const settings = {
	extraConfig: {'kube-apiserver': {bogus: ['1'], v: ['4']}, 'kube-proxy': {mode: ['nonsense']}, kubelet: {'evictionHard.memory\\.available': ['1Gi']}},
	featureGates: {Nothing: true}, offers: {memory: 1024}, images: {source: 'debian', used: {'kube-scheduler': {reference: 'mine:1', from: 'mine:1'}}},
} as const;
const options = tunedOptions(settings);

test('only what is new, or otherwise than before, is new', t => {
	t.deepEqual(newOptions(settings, settings), []);
	t.deepEqual(newOptions(settings, {...settings, extraConfig: {'kube-apiserver': {bogus: ['1'], v: ['5']}}}).map(({option}) => option), ['--extra-config kube-apiserver.v=5']);
	t.deepEqual(newOptions(undefined, {extraConfig: {etcd: {v: ['1']}}}).map(({component, option}) => [component, option]), [['etcd', '--extra-config etcd.v=1']]);
});

test('a component is touched by what is turned back, too, and gates touch every component of Kubernetes', t => {
	t.deepEqual([...tunedComponents({extraConfig: {etcd: {v: ['1']}}}, {})], ['etcd']);
	t.deepEqual([...tunedComponents({}, {featureGates: {A: true}})].sort(), ['kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'kubelet']);
	t.is(tunedComponents(settings, settings).size, 0);
});

test('the option that the log names is the one, with the line that names it', t => {
	t.deepEqual(blame(options, 'kube-apiserver ended with code 1 before it was ready', ['Usage:', '      --bogus string   nothing', 'I0101 flags.go:33] FLAG: --bogus="1"', 'Error: unknown flag: --bogus']), {
		options: ['--extra-config kube-apiserver.bogus=1'], line: 'Error: unknown flag: --bogus',
	});
	t.deepEqual(blame(options, 'kube-proxy ended after it had been ready', ['F1122 00:37:39.877582 1 server.go:491] failed validate: KubeProxyConfiguration.Mode.ProxyMode: Invalid value: "nonsense"'])?.options, ['--extra-config kube-proxy.mode=nonsense']);
	const nftables = tunedOptions({extraConfig: {'kube-proxy': {'proxy-mode': ['nftables']}}, featureGates: {SidecarContainers: true}});
	t.deepEqual(blame(nftables, 'kube-proxy ended after it had been ready', [
		'I1122 01:13:03.879827       1 feature_gate.go:476] "Warning: setting GA feature gate. It will be removed in a future release." featureGate="SidecarContainers" value=true',
		'E1122 01:13:04.864702       1 run.go:72] "command failed" err="unable to create proxier: could not find nftables binary"',
	])?.options, ['--extra-config kube-proxy.proxy-mode=nftables']);
	t.is(blame(options, 'kube-scheduler ended with code 1 before it was ready', ['Error: invalid argument "Nothing=true" for "--feature-gates" flag: unrecognized feature gate: Nothing'])?.options[0], '--feature-gates Nothing=true');
});

test('without such a line every option of that component may be it, and the line with which it ended is shown', t => {
	t.deepEqual(blame(options, 'kubelet@node-1 ended with code 1 before it was ready', ['I0101 starting', 'F1122 00:00:00.1 1 x.go:1] no']), {
		options: ['--extra-config kubelet.evictionHard.memory\\.available=1Gi', '--feature-gates Nothing=true', '--memory 1024b'], line: 'F1122 00:00:00.1 1 x.go:1] no',
	});
	t.true(blame(options, 'could not start the container sk-x-kube-scheduler', [])?.options.includes('--image kube-scheduler=mine:1'));
});

test('a component without options of its own is nobody\'s fault, nor is one whose name only begins alike', t => {
	t.is(blame(options, 'etcd ended with code 1 before it was ready', ['unknown flag: --bogus']), undefined);
	t.is(blame([{component: 'kube', option: '--x', words: []}], 'kube-apiserver ended', []), undefined);
});
