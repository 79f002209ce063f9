import test from 'ava';
import {ownFlag} from '../../../src/cluster/flags/needed.ts';
import {readServices} from '../../../src/explain/about.ts';

const services = await readServices();
const needed = (component: string, name: string) => ownFlag(component, name, services.get(component))?.neededFor;

const asTheyAre: ReadonlyArray<readonly [component: string, name: string, why: RegExp]> = [
	['kube-apiserver', 'secure-port', /address/], ['kube-apiserver', 'etcd-servers', /address/], ['kube-apiserver', 'advertise-address', /address/], ['etcd', 'listen-client-urls', /address/],
	['kube-apiserver', 'tls-private-key-file', /file is made/], ['kube-scheduler', 'kubeconfig', /file is made/], ['kubelet', 'config', /file is made/], ['kubelet', 'authentication.x509.clientCAFile', /file is made/],
	['etcd', 'data-dir', /volume/], ['kubelet', 'root-dir', /volume/],
	['kube-apiserver', 'service-cluster-ip-range', /laid out/], ['kubelet', 'hostname-override', /laid out/], ['kubelet', 'clusterDNS', /laid out/], ['kube-proxy', 'cluster-cidr', /laid out/], ['cri-dockerd', 'pod-infra-container-image', /laid out/],
];
for (const [component, name, why] of asTheyAre) {
	test(`${component} needs ${name} as it is`, t => {
		t.regex(needed(component, name) ?? 'not needed', why);
	});
}

test('what is only a choice of ours is told of, and may be changed', t => {
	t.deepEqual(ownFlag('kube-apiserver', 'profiling', services.get('kube-apiserver')), {flag: '--profiling', value: 'false', from: 'compose/kube-apiserver.yaml', neededFor: undefined});
	for (const [component, name] of [['kube-apiserver', 'authorization-mode'], ['kube-apiserver', 'service-account-issuer'], ['kube-scheduler', 'kube-api-qps'], ['kube-controller-manager', 'leader-elect'], ['etcd', 'heartbeat-interval'], ['kube-apiserver', 'feature-gates']] as const) {
		t.deepEqual({needed: needed(component, name), known: ownFlag(component, name, services.get(component)) !== undefined}, {needed: undefined, known: true}, name);
	}
});

test('of what compose/ does not say nothing is known', t => {
	t.is(ownFlag('kube-apiserver', 'v', services.get('kube-apiserver')), undefined);
	t.is(ownFlag('kubelet', 'maxPods', services.get('kubelet')), undefined);
	t.is(ownFlag('gone', 'v', undefined), undefined);
});
