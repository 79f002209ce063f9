import test from 'ava';
import {flagChanges} from '../../../src/cluster/flags/report.ts';
import {listChanged} from '../../../src/cluster/flags/changed-flags.ts';
import type {ExtraConfig} from '../../../src/plan/extra-config.ts';
import {designInput, makeTopology} from '../../helpers/topology.ts';

const with_ = async (component: string, extraConfig: ExtraConfig) => (await makeTopology({settings: {...designInput.settings, extraConfig}})).components.find(({name}) => name === component)!;
const changes = async (component: string, names: readonly string[], after: Readonly<Record<string, readonly string[]>>) => flagChanges(names, await with_(component, {}), await with_(component, {[component]: after}));

test('a flag is told with what stood there, or as the program\'s default', async t => {
	t.deepEqual(await changes('kube-apiserver', ['v', 'profiling'], {v: ['4'], profiling: ['true']}), [{flag: '--v', before: undefined, after: '4'}, {flag: '--profiling', before: 'false', after: 'true'}]);
	t.deepEqual(await changes('kube-apiserver', ['v', 'v'], {}), []);
});

test('a key of a file is told by its path, and kube-proxy\'s flags by the keys that they are', async t => {
	t.deepEqual(await changes('kubelet', ['maxPods', String.raw`evictionHard.memory\.available`], {maxPods: ['50'], [String.raw`evictionHard.memory\.available`]: ['50Mi']}), [
		{flag: 'maxPods', before: undefined, after: '50'}, {flag: 'evictionHard.memory.available', before: (await with_('kubelet', {})).files.files['kubelet.yaml'] && '100Mi', after: '50Mi'},
	]);
	t.deepEqual(await changes('kube-proxy', ['proxy-mode'], {'proxy-mode': ['ipvs']}), [{flag: 'mode', before: 'iptables', after: 'ipvs'}]);
	t.deepEqual(await changes('kubelet', ['feature-gates'], {'feature-gates': ['Some=true']}), [{flag: 'featureGates.Some', before: undefined, after: 'true'}]);
});

test('a secret among the values is not told', async t => {
	t.deepEqual(await changes('kube-apiserver', ['some-token'], {'some-token': ['hunter2']}), [{flag: '--some-token', before: undefined, after: '(not shown)'}]);
});

test('what users changed is listed flag by flag', t => {
	t.deepEqual(listChanged({kubelet: {maxPods: ['5'], v: ['3']}, 'kube-apiserver': {'service-account-issuer': ['a', 'b']}}), [
		{component: 'kubelet', flag: 'maxPods', value: '5'}, {component: 'kubelet', flag: '--v', value: '3'},
		{component: 'kube-apiserver', flag: '--service-account-issuer', value: 'a'}, {component: 'kube-apiserver', flag: '--service-account-issuer', value: 'b'},
	]);
});
