import test from 'ava';
import type {Pod, Service} from '../../src/diagnosis/objects.ts';
import {choosePod, labelSelector, podPort, portsOf, selectorOf} from '../../src/port-forward/target.ts';

const pod = (name: string, phase: string, ready: boolean, more: object = {}): Pod => ({
	kind: 'Pod', metadata: {name, namespace: 'default', ...more}, status: {phase, conditions: [{type: 'Ready', status: ready ? 'True' : 'False'}]},
	spec: {containers: [{name: 'a', ports: [{name: 'http', containerPort: 8080}]}, {name: 'b', ports: [{containerPort: 9090}]}]},
});
const service: Service = {kind: 'Service', metadata: {name: 'web', namespace: 'default'}, spec: {selector: {app: 'web', tier: 'x'}, ports: [{port: 80, targetPort: 'http'}, {port: 81, targetPort: 9090}, {port: 82}, {port: 83, targetPort: 'absent'}]}};

test('a pod that is ready is chosen before one that only runs; one that ends is not', t => {
	t.is(choosePod([pod('new', 'Running', false), pod('old', 'Running', true, {deletionTimestamp: 'now'}), pod('well', 'Running', true)], 'web').metadata.name, 'well');
	t.is(choosePod([pod('pending', 'Pending', false), pod('new', 'Running', false)], 'web').metadata.name, 'new');
	const error = t.throws<Error & {code: string; seen: string[]}>(() => choosePod([pod('pending', 'Pending', false)], 'service/web'), {message: 'no pod of service/web runs'});
	t.deepEqual([error.code, error.seen], ['SERVICE_WITHOUT_ENDPOINTS', ['pending: Pending']]);
});

test('a port of a service leads to a number, to the port of that name, or to the same number', t => {
	t.deepEqual([80, 81, 82].map(port => podPort(service, port, pod('a', 'Running', true))), [8080, 9090, 82]);
	t.throws(() => podPort(service, 83, pod('a', 'Running', true)), {message: /no port of the pod a at its port 83/});
	t.throws(() => podPort(service, 1, pod('a', 'Running', true)), {message: /no port of the pod a at its port 1/});
});

test('ports are those of a service, of a pod\'s containers, or of what pods are made from', t => {
	t.deepEqual(portsOf(service), [80, 81, 82, 83]);
	t.deepEqual(portsOf(pod('a', 'Running', true)), [8080, 9090]);
	t.deepEqual(portsOf({kind: 'Deployment', metadata: {name: 'd'}, spec: {template: {spec: {containers: [{name: 'a', ports: [{containerPort: 5}]}]}}}}), [5]);
	t.deepEqual(portsOf({kind: 'ConfigMap', metadata: {name: 'c'}}), []);
});

test('the pods behind a service and behind a deployment are found by their labels', t => {
	t.is(labelSelector(selectorOf(service)!), 'app=web,tier=x');
	t.deepEqual(selectorOf({kind: 'Deployment', metadata: {name: 'd'}, spec: {selector: {matchLabels: {app: 'd'}}}}), {app: 'd'});
	t.is(selectorOf({kind: 'Service', metadata: {name: 'outside'}, spec: {}}), undefined);
});
