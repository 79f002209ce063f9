import test from 'ava';
import {checkSkew, checkUpgrade} from '../../src/cluster/skew.ts';
import {type KubernetesProgram, kubernetesPrograms} from '../../src/images/catalogue.ts';

/** All of one version but for some. */
const versions = (version: string, others: Partial<Record<KubernetesProgram, string>> = {}): Record<KubernetesProgram, string> =>
	({...Object.fromEntries(kubernetesPrograms.map(program => [program, version])) as Record<KubernetesProgram, string>, ...others});

const fits = test.macro({
	exec(t, all: Record<KubernetesProgram, string>, broken: readonly string[]) {
		t.deepEqual([...new Set(checkSkew(all).map(({program}) => program))], broken as KubernetesProgram[]);
	},
	title: (_, all: Record<KubernetesProgram, string>, broken: readonly string[]) =>
		`with kube-apiserver ${all['kube-apiserver']}: ${kubernetesPrograms.filter(program => all[program] !== all['kube-apiserver']).map(program => `${program} ${all[program]}`).join(', ') || 'the same everywhere'} ${broken.length === 0 ? 'is supported' : `is not, because of ${broken.join(', ')}`}`,
});

test(fits, versions('1.36.2'), []);
test(fits, versions('1.36.2', {'kube-scheduler': '1.36.9'}), []);
for (const program of ['kube-controller-manager', 'kube-scheduler'] as const) {
	test(fits, versions('1.36.2', {[program]: '1.35.4'}), []);
	test(fits, versions('1.36.2', {[program]: '1.34.0'}), [program]);
	test(fits, versions('1.36.2', {[program]: '1.37.0'}), [program]);
}

for (const program of ['kubelet', 'kube-proxy'] as const) {
	test(fits, versions('1.36.2', {[program]: '1.33.0'}), []);
	test(fits, versions('1.36.2', {[program]: '1.37.0'}), [program]);
	test(fits, versions('1.28.0', {[program]: '1.25.0'}), []);
}

test(fits, versions('1.26.0', {kubelet: '1.24.9', 'kube-proxy': '1.24.9'}), []);
test(fits, versions('1.36.2', {kubelet: '1.32.9', 'kube-proxy': '1.33.0'}), ['kubelet']);
test(fits, versions('1.36.2', {'kube-proxy': '1.32.9', kubelet: '1.33.0'}), ['kube-proxy']);
// Before 1.25: two, not three.
test(fits, versions('1.27.0', {kubelet: '1.24.0', 'kube-proxy': '1.25.0'}), ['kubelet']);
test(fits, versions('1.36.2', {kubectl: '1.37.0'}), []);
test(fits, versions('1.36.2', {kubectl: '1.35.0'}), []);
test(fits, versions('1.36.2', {kubectl: '1.38.0'}), ['kubectl']);
test(fits, versions('1.36.2', {kubectl: '1.20.2'}), ['kubectl']);
test(fits, versions('2.0.0', {kubectl: '1.36.0'}), ['kubectl']);

test('a violation says which versions, and the rule in words', t => {
	t.deepEqual(checkSkew(versions('1.20.2', {'kube-scheduler': '1.22.2'})), [{
		program: 'kube-scheduler', version: '1.22.2', from: 'kube-apiserver', fromVersion: '1.20.2',
		rule: 'kube-scheduler must not be newer than kube-apiserver, and may be one minor version older',
	}]);
});

test('an upgrade goes one minor version at a time, and never back', t => {
	t.is(checkUpgrade('1.35.4', '1.36.2'), undefined);
	t.is(checkUpgrade('1.36.2', '1.36.10'), undefined);
	t.is(checkUpgrade('1.36.2', '1.36.2'), undefined);
	t.is(checkUpgrade('1.37.0-alpha.1', '1.37.0'), undefined);
	t.is(checkUpgrade('1.34.4', '1.36.2')?.next, '1.35');
	t.is(checkUpgrade('1.20.2', '1.36.2')?.next, '1.21');
	t.like(checkUpgrade('1.36.2', '1.35.9'), {next: undefined});
	t.like(checkUpgrade('1.36.10', '1.36.9'), {next: undefined});
});
