import test from 'ava';
import {load} from 'js-yaml';
import {kubeconfigNames} from '../../src/kubeconfig/entry.ts';
import {renderKubeconfig} from '../../src/kubeconfig/render.ts';
import {makeEntry} from './sandbox.ts';

test('the names of a cluster in a kubeconfig carry its own name', t => {
	t.deepEqual(kubeconfigNames('demo'), {cluster: 'single-kube-demo', context: 'single-kube-demo', user: 'single-kube-demo-admin'});
});

test('a rendered kubeconfig holds one cluster, user and context, credentials in base64, and points to them', t => {
	t.deepEqual(load(renderKubeconfig(makeEntry('demo', {namespace: 'shop'}))), {
		apiVersion: 'v1',
		kind: 'Config',
		clusters: [{
			name: 'single-kube-demo',
			cluster: {server: 'https://127.0.0.1:6443', 'certificate-authority-data': btoa('authority of demo')},
		}],
		users: [{
			name: 'single-kube-demo-admin',
			user: {'client-certificate-data': btoa('certificate of demo'), 'client-key-data': btoa('key of demo')},
		}],
		contexts: [{
			name: 'single-kube-demo',
			context: {cluster: 'single-kube-demo', user: 'single-kube-demo-admin', namespace: 'shop'},
		}],
		'current-context': 'single-kube-demo',
	});
});

test('names that Go\'s YAML would take for a number or a boolean are quoted', t => {
	for (const namespace of ['yes', '0123', '1e3', 'null']) {
		t.regex(renderKubeconfig(makeEntry('demo', {namespace})), new RegExp(`namespace: "${namespace}"`));
	}
});
