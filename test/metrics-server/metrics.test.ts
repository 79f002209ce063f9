import test from 'ava';
import {answerOf, nodeMetrics, podMetrics, tableOf} from '../../src/metrics-server/metrics.ts';

const time = '2026-11-21T14:42:22.123Z';
const web = podMetrics({metadata: {name: 'web', namespace: 'default', labels: {app: 'web'}, uid: 'u'}}, {
	name: 'web', namespace: 'default', uid: 'u', time,
	containers: [{name: 'a', time, nanoCores: 1_500_000, workingSetBytes: 1024}, {name: 'b', time, nanoCores: 500_000, workingSetBytes: 1024}],
});
const node = nodeMetrics({metadata: {name: 'node-1', labels: {zone: 'x'}}}, {time, nanoCores: 2_000_000_000, workingSetBytes: 2 * 1024 ** 3});

test('a pod has its labels and what each container uses, and nothing that only tables need', t => {
	const {metadata: {creationTimestamp, ...metadata}, ...rest} = JSON.parse(JSON.stringify(web)) as typeof web;
	t.regex(creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	t.deepEqual(metadata, {name: 'web', namespace: 'default', labels: {app: 'web'}});
	t.deepEqual(rest, {
		kind: 'PodMetrics', apiVersion: 'metrics.k8s.io/v1beta1', timestamp: '2026-11-21T14:42:22Z', window: '30s',
		containers: [{name: 'a', usage: {cpu: '1500u', memory: '1Ki'}}, {name: 'b', usage: {cpu: '500u', memory: '1Ki'}}],
	} as never);
});

test('a list is sorted by namespace and name; one object stands alone', t => {
	const other = podMetrics({metadata: {name: 'a', namespace: 'other'}}, {name: 'a', namespace: 'other', uid: 'v', time, containers: []});
	const list = answerOf('PodMetrics', [other, web], false) as {readonly kind: string; readonly items: ReadonlyArray<{readonly metadata: {readonly name: string}}>};
	t.is(list.kind, 'PodMetricsList');
	t.deepEqual(list.items.map(({metadata}) => metadata.name), ['web', 'a']);
	t.is(answerOf('NodeMetrics', [node], true), node);
});

test('a table has a row for each object, a pod\'s with the sum of its containers', t => {
	const table = tableOf('v1', [web, node]) as {readonly apiVersion: string; readonly rows: ReadonlyArray<{readonly cells: unknown[]; readonly object: object}>};
	t.is(table.apiVersion, 'meta.k8s.io/v1');
	t.deepEqual(table.rows.map(({cells}) => cells), [['node-1', '2', '2Gi', '30s'], ['web', '2m', '2Ki', '30s']]);
	t.like(table.rows[1]!.object, {kind: 'PartialObjectMetadata', metadata: {namespace: 'default', name: 'web'}});
});
