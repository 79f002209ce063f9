import test, {type ExecutionContext} from 'ava';
import {ApiRequestError} from '../../src/api/api-request-error.ts';
import {collectNodes, collectPods, type Source} from '../../src/metrics-server/collect.ts';
import type {Summary} from '../../src/metrics-server/usage.ts';

const time = '2026-11-21T14:42:22Z';
const sample = {cpu: {time, usageNanoCores: 1_000_000}, memory: {time, workingSetBytes: 1024}};
const summaries: Readonly<Record<string, Summary>> = {
	'node-1': {node: {nodeName: 'node-1', ...sample}, pods: [
		{podRef: {name: 'web', namespace: 'default', uid: 'u-1'}, containers: [{name: 'nginx', ...sample}]},
		{podRef: {name: 'static', namespace: 'kube-system', uid: 'hash'}, containers: [{name: 'etcd', ...sample}]},
		{podRef: {name: 'web-0', namespace: 'default', uid: 'before'}, containers: [{name: 'nginx', ...sample}]},
	]},
};
const node = (name: string): object => ({metadata: {name}, status: {addresses: [{type: 'Hostname', address: name}, {type: 'InternalIP', address: '10.0.0.1'}], daemonEndpoints: {kubeletEndpoint: {Port: 10_250}}}});
const pod = (name: string, uid: string, more: object = {}, phase = 'Running'): object => ({metadata: {name, namespace: 'default', uid, ...more}, spec: {nodeName: 'node-1'}, status: {phase}});

/** An API that has these objects by path, and records what it was asked. */
function source(t: ExecutionContext, answers: Readonly<Record<string, readonly object[]>>): {readonly source: Source; readonly asked: string[]; readonly lines: string[]} {
	const asked: string[] = [];
	const lines: string[] = [];
	const find = (path: string): readonly object[] => {
		asked.push(decodeURIComponent(path));
		const found = answers[path.split('?')[0]!];
		if (!found) {
			throw new ApiRequestError('refused', {status: path.includes('bad') ? 400 : 404, seen: ['as the apiserver says']});
		}

		return found;
	};
	return {
		asked, lines,
		source: {
			api: {get: async path => find(path)[0] as never, list: async path => ({metadata: {}, items: find(path) as never})},
			kubelets: {
				async summary({node, host, port}) {
					t.is(`${host}:${port}`, '10.0.0.1:10250');
					const summary = summaries[node];
					if (!summary) {
						throw new Error('connection refused');
					}

					return summary;
				},
			},
			log: line => lines.push(line),
		},
	};
}

const {signal} = new AbortController();
const none = {labelSelector: undefined, fieldSelector: undefined};

test('a node whose kubelet does not answer is left out, and the log says why', async t => {
	const {source: world, lines} = source(t, {'/api/v1/nodes': [node('node-1'), node('node-2')]});
	const metrics = await collectNodes(world, {kind: 'nodes', name: undefined}, none, signal);
	t.deepEqual(metrics.map(({metadata, usage}) => [metadata.name, usage.cpu]), [['node-1', '1m']]);
	t.deepEqual(lines, ['no numbers of node-2: connection refused']);
});

test('selectors are the apiserver\'s to judge', async t => {
	const {source: world, asked} = source(t, {'/api/v1/namespaces/default/pods': []});
	await collectPods(world, {kind: 'pods', namespace: 'default', name: undefined}, {labelSelector: 'app in (a,b)', fieldSelector: 'metadata.name=x'}, signal);
	t.is(asked.length, 1);
	const query = new URLSearchParams(asked[0]!.split('?')[1]);
	t.is(query.get('labelSelector')?.replaceAll('+', ' '), 'app in (a,b)');
	t.is(query.get('fieldSelector'), 'status.phase=Running,metadata.name=x');
	await t.throwsAsync(collectPods(world, {kind: 'pods', namespace: 'bad', name: undefined}, {...none, labelSelector: ')'}, signal), {message: 'as the apiserver says', code: 400 as never});
});

test('a pod\'s numbers are those of its uid, a static pod\'s those of what it mirrors', async t => {
	const {source: world} = source(t, {
		'/api/v1/nodes': [node('node-1')],
		'/api/v1/pods': [pod('web', 'u-1'), pod('static', 'mirror', {annotations: {'kubernetes.io/config.mirror': 'hash'}}), pod('web-0', 'after')],
	});
	const metrics = await collectPods(world, {kind: 'pods', namespace: undefined, name: undefined}, none, signal);
	t.deepEqual(metrics.map(({metadata}) => metadata.name), ['web', 'static']);
});

test('one that is asked for by its name and has no numbers is not found', async t => {
	const {source: world} = source(t, {'/api/v1/nodes': [node('node-1')], '/api/v1/namespaces/default/pods/done': [pod('done', 'u-1', {}, 'Succeeded')]});
	const ask = async (name: string): Promise<unknown> => collectPods(world, {kind: 'pods', namespace: 'default', name}, none, signal);
	await t.throwsAsync(ask('missing'), {message: 'podmetrics.metrics.k8s.io "default/missing" not found', code: 404 as never});
	await t.throwsAsync(ask('done'), {message: 'podmetrics.metrics.k8s.io "default/done" not found'});
	await t.throwsAsync(collectNodes(world, {kind: 'nodes', name: 'node-9'}, none, signal), {message: 'nodemetrics.metrics.k8s.io "node-9" not found'});
});
