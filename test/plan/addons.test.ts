import test from 'ava';
import {addonNames, chooseAddons} from '../../src/plan/addons.ts';
import {apiPath} from '../../src/plan/api-path.ts';

const means = test.macro({
	exec(t, text: string, before: Parameters<typeof chooseAddons>[1], expected: readonly string[]) {
		t.deepEqual(chooseAddons(text, before), expected);
	},
	title: (_, text: string, before: readonly string[]) => `--addons ${text} after ${before.join(',') || 'none'}`,
});

test(means, 'metrics,dns', ['ingress'], ['dns', 'metrics']);
test(means, 'all', [], addonNames);
test(means, 'none', ['dns'], []);
test(means, '+ingress', ['dns'], ['dns', 'ingress']);
test(means, '-metrics,+storage', ['dns', 'metrics'], ['dns', 'storage']);
test(means, '', ['dns'], []);

const refused = test.macro({
	exec(t, text: string, told: RegExp) {
		t.throws(() => chooseAddons(text, []), {instanceOf: RangeError, message: told});
	},
	title: (_, text: string) => `--addons ${text} is refused`,
});

test(refused, 'dns,metric', /load-balancer.*found "metric"/);
test(refused, 'dns,+metrics', /either a list or changes/);
test(refused, 'all,dns', /all to stand alone/);

test('an object is found at the path that the API documentation gives it', t => {
	t.is(apiPath({apiVersion: 'v1', kind: 'Service', metadata: {name: 'kube-dns', namespace: 'kube-system'}}), '/api/v1/namespaces/kube-system/services/kube-dns');
	t.is(apiPath({apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: {name: 'system:dns'}}), '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Adns');
	t.throws(() => apiPath({apiVersion: 'v1', kind: 'Service', metadata: {name: 'x'}}), {message: /with a namespace/});
	t.throws(() => apiPath({apiVersion: 'v1', kind: 'Secrets', metadata: {name: 'x'}}), {message: /found Secrets/});
});

test('minikube\'s names of add-ons add to what there is, as they do there', t => {
	t.deepEqual(chooseAddons('metrics-server', ['dns']), ['dns', 'metrics']);
	t.deepEqual(chooseAddons('ingress,metallb', ['dns']), ['dns', 'load-balancer', 'ingress']);
	t.deepEqual(chooseAddons('-metrics-server', ['dns', 'metrics']), ['dns']);
});
