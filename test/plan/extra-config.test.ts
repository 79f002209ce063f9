import test from 'ava';
import {changeExtraConfig, formatExtraConfig, parseExtraConfig, pathOfKey} from '../../src/plan/extra-config.ts';
import {changeFeatureGates, formatFeatureGates} from '../../src/plan/feature-gates.ts';

test('a flag is written as minikube writes it, and taken back as kubectl label takes back', t => {
	t.deepEqual(parseExtraConfig('apiserver.v=4'), {component: 'apiserver', name: 'v', value: '4'});
	t.deepEqual(parseExtraConfig('kubelet.--max-pods=50'), {component: 'kubelet', name: 'max-pods', value: '50'});
	t.deepEqual(parseExtraConfig('apiserver.enable-admission-plugins='), {component: 'apiserver', name: 'enable-admission-plugins', value: ''});
	t.deepEqual(parseExtraConfig('kubelet.node-labels=a=b,c=d'), {component: 'kubelet', name: 'node-labels', value: 'a=b,c=d'});
	t.deepEqual(parseExtraConfig(String.raw`kubelet.evictionHard.memory\.available=1Gi`), {component: 'kubelet', name: String.raw`evictionHard.memory\.available`, value: '1Gi'});
	t.deepEqual(parseExtraConfig('apiserver.v-'), {component: 'apiserver', name: 'v', value: undefined});
});

test('what is neither of both is refused', t => {
	for (const text of ['apiserver', 'apiserver.v', 'apiserver=4', '.v=4', 'apiserver.=4', 'apiserver.-=4', 'apiserver.a b=4', '']) {
		t.throws(() => parseExtraConfig(text), {instanceOf: RangeError, message: /COMPONENT\.FLAG=VALUE/}, text);
	}
});

test('changes go over what there was; the last of a flag counts, and what may be there twice collects', t => {
	const before = {'kube-apiserver': {v: ['2'], 'audit-log-maxage': ['7']}};
	const changes = ['kube-apiserver.v=4', 'kube-apiserver.v=5', 'kube-apiserver.audit-log-maxage-', 'kube-apiserver.service-account-issuer=a', 'kube-apiserver.service-account-issuer=b', 'etcd.x=1'].map(text => parseExtraConfig(text));
	t.deepEqual(changeExtraConfig(before, changes), {etcd: {x: ['1']}, 'kube-apiserver': {'service-account-issuer': ['a', 'b'], v: ['5']}});
	t.deepEqual(changeExtraConfig({'kube-apiserver': {'service-account-issuer': ['a', 'b']}}, [parseExtraConfig('kube-apiserver.service-account-issuer=c')]), {'kube-apiserver': {'service-account-issuer': ['c']}});
});

test('what is taken back leaves no trace, and the order in which it was said does not count', t => {
	t.deepEqual(changeExtraConfig({etcd: {x: ['1']}}, [parseExtraConfig('etcd.x-'), parseExtraConfig('etcd.y-')]), {});
	const [a, b] = [parseExtraConfig('etcd.a=1'), parseExtraConfig('kubelet.b=2')];
	t.is(JSON.stringify(changeExtraConfig({}, [a, b])), JSON.stringify(changeExtraConfig({}, [b, a])));
});

test('it is printed as it can be typed', t => {
	t.deepEqual(formatExtraConfig('kube-apiserver', {v: ['4'], 'service-account-issuer': ['a', 'b']}), ['kube-apiserver.v=4', 'kube-apiserver.service-account-issuer=a', 'kube-apiserver.service-account-issuer=b']);
});

test('a dot in a key is written with a backslash', t => {
	t.deepEqual(pathOfKey(String.raw`evictionHard.memory\.available`), ['evictionHard', 'memory.available']);
	t.deepEqual(pathOfKey('maxPods'), ['maxPods']);
});

test('feature gates change one by one', t => {
	t.deepEqual(changeFeatureGates('B=true, A=False', {}), {A: false, B: true});
	t.deepEqual(changeFeatureGates('A-,C=true', {A: true, B: false}), {B: false, C: true});
	t.deepEqual(changeFeatureGates('', {A: true}), {A: true});
	t.is(formatFeatureGates({A: false, B: true}), 'A=false,B=true');
	for (const text of ['A', 'A=yes', '=true', 'A=true;B=true']) {
		t.throws(() => changeFeatureGates(text), {instanceOf: RangeError}, text);
	}
});
