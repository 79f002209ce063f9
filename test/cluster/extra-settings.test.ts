import test from 'ava';
import {readExtraConfig, settleExtraConfig, settleFeatureGates} from '../../src/cluster/extra-settings.ts';
import {unknownKeys} from '../../src/cluster/unknown-keys.ts';

test('components get their own names, and what was said before stays', async t => {
	t.deepEqual(await settleExtraConfig(['apiserver.v=4', 'proxy.proxy-mode=ipvs'], {'kube-apiserver': {profiling: ['true']}}), {
		'kube-apiserver': {profiling: ['true'], v: ['4']}, 'kube-proxy': {'proxy-mode': ['ipvs']},
	});
	t.deepEqual(await settleExtraConfig(undefined, {etcd: {v: ['1']}}), {etcd: {v: ['1']}});
});

test('what cannot be meant is refused before anything is touched', async t => {
	await t.throwsAsync(readExtraConfig(['apisever.v=4']), {code: 'COMPONENT_UNKNOWN'});
	await t.throwsAsync(readExtraConfig(['kubeadm.skip-phases=x']), {code: 'COMPONENT_UNKNOWN'});
	await t.throwsAsync(readExtraConfig(['apiserver.Authorization.Mode=RBAC']), {code: 'OPTION_INVALID', message: /no configuration file/});
	await t.throwsAsync(readExtraConfig(['apiserver.feature-gates=X']), {code: 'OPTION_INVALID'});
	await t.throwsAsync(readExtraConfig(['v=4']), {code: 'OPTION_INVALID'});
	t.throws(() => settleFeatureGates({featureGates: ['A=maybe']}), {code: 'OPTION_INVALID'});
});

test('gates of several options are one list', t => {
	t.deepEqual(settleFeatureGates({featureGates: ['A=true,B=true', 'B-', 'C=false']}, {D: true}), {A: true, C: false, D: true});
});

test('keys that a kubelet forgave are read from its log, those of the user alone', t => {
	const old = [': v1beta1.KubeletConfiguration.NodeStatusUpdateFrequency: ReadObject: found unknown field: maxPodz, error found in #10 byte of ...|,"maxPodz":1|...'];
	const recent = ['E1122 server.go:302] "failed" err="strict decoding error: unknown field \\"maxPodz\\", unknown field \\"authentication.foo\\""'];
	t.deepEqual(unknownKeys(old, ['maxPodz', 'maxPods']), ['maxPodz']);
	t.deepEqual(unknownKeys(recent, ['maxPodz', 'maxPods']), ['maxPodz']);
	t.deepEqual(unknownKeys(recent, ['authentication.foo']), ['authentication.foo']);
	t.deepEqual(unknownKeys(['all is well'], ['maxPods']), []);
});
