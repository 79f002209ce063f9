import test from 'ava';
import {notWell, type Workloads} from '../../src/diagnosis/workloads.ts';

const node = {metadata: {name: 'node-1'}, status: {conditions: [{type: 'Ready', status: 'True'}]}};
const nothing: Workloads = {nodes: [node], pods: [], deployments: [], statefulSets: [], daemonSets: []};
const meta = {name: 'web', namespace: 'shop', generation: 2};
const pod = (status: object, metadata: object = {}): Workloads['pods'][number] => ({metadata: {name: 'web-1', namespace: 'shop', ...metadata}, status});

test('an empty cluster with a Ready node is well', t => {
	t.deepEqual(notWell(nothing), []);
});

test('a node that is not Ready, or none', t => {
	t.deepEqual(notWell({...nothing, nodes: []}), ['no node has registered']);
	t.deepEqual(notWell({...nothing, nodes: [{metadata: {name: 'node-1'}, status: {conditions: [{type: 'Ready', status: 'False', message: 'no network'}]}}]}), ['Node node-1 is not Ready: no network']);
});

test('a Deployment is well when as many pods of its newest template are ready as it wants', t => {
	const deployment = (spec: object, status: object): string[] => notWell({...nothing, deployments: [{metadata: meta, spec, status}]});
	t.deepEqual(deployment({replicas: 2}, {observedGeneration: 2, readyReplicas: 2, updatedReplicas: 2}), []);
	t.deepEqual(deployment({replicas: 2}, {observedGeneration: 2, readyReplicas: 1, updatedReplicas: 2}), ['Deployment shop/web: 1 of 2 pods are ready']);
	t.deepEqual(deployment({replicas: 2}, {observedGeneration: 2, readyReplicas: 2, updatedReplicas: 1}), ['Deployment shop/web: 1 of 2 pods are ready']);
	t.is(deployment({replicas: 2}, {observedGeneration: 1, readyReplicas: 2, updatedReplicas: 2}).length, 1);
	t.deepEqual(deployment({replicas: 0}, {observedGeneration: 2}), []);
	t.is(deployment({}, {observedGeneration: 2}).length, 1);
});

test('StatefulSets and DaemonSets are waited for, too', t => {
	t.deepEqual(notWell({...nothing, statefulSets: [{metadata: meta, spec: {replicas: 1}, status: {observedGeneration: 2}}]}), ['StatefulSet shop/web: 0 of 1 pods are ready']);
	t.deepEqual(notWell({...nothing, daemonSets: [{metadata: meta, status: {observedGeneration: 2, desiredNumberScheduled: 1, numberReady: 0}}]}), ['DaemonSet shop/web: 0 of 1 pods are ready']);
});

test('a pod is well when it is Ready, has done its work, goes, or is a Job\'s to make up for', t => {
	const pods = (...all: ReadonlyArray<Workloads['pods'][number]>): string[] => notWell({...nothing, pods: all});
	t.deepEqual(pods(
		pod({phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]}), pod({phase: 'Succeeded'}), pod({phase: 'Pending'}, {deletionTimestamp: 'now'}),
		pod({phase: 'Failed'}, {ownerReferences: [{kind: 'Job', name: 'j', uid: '1'}]}),
	), []);
	t.deepEqual(pods(pod({phase: 'Pending', conditions: [{type: 'PodScheduled', status: 'False', message: 'Insufficient memory'}]})), ['Pod shop/web-1 is Pending: Insufficient memory']);
	t.deepEqual(pods(pod({phase: 'Running', containerStatuses: [{name: 'a', state: {waiting: {reason: 'CrashLoopBackOff'}}}]})), ['Pod shop/web-1 is Running: CrashLoopBackOff']);
	t.deepEqual(pods(pod({phase: 'Failed', reason: 'Evicted'})), ['Pod shop/web-1 is Failed: Evicted']);
});
