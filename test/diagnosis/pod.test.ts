import test from 'ava';
import type {KubernetesEvent, Pod} from '../../src/diagnosis/objects.ts';
import {podFinding} from '../../src/diagnosis/pod.ts';
import {event, now, pod, ready, unready} from '../helpers/objects.ts';

const waiting = (reason: string, message = ''): Pod['status'] => unready({state: {waiting: {reason, message}}});

for (const [title, status, reason, told] of [
	['an image that does not exist', waiting('ImagePullBackOff'), 'ImagePullBackOff', /the image app:1 .*docker build -t app:1 \./],
	['an image that may not be pulled', waiting('ErrImageNeverPull'), 'ErrImageNeverPull', /the image app:1/],
	['an image name that is none', waiting('InvalidImageName'), 'InvalidImageName', /Mend the name/],
	['a container that keeps dying', unready({state: {waiting: {reason: 'CrashLoopBackOff'}}, lastState: {terminated: {exitCode: 7}}, restartCount: 3}), 'CrashLoopBackOff', /exit code 7; 3 times started again.*logs p -c main --previous/],
	['a container that needs more memory', unready({state: {waiting: {reason: 'CrashLoopBackOff'}}, lastState: {terminated: {exitCode: 137, reason: 'OOMKilled'}}, restartCount: 1}), 'CrashLoopBackOff', /more memory than its limit; once/],
	['a Secret that is missing', waiting('CreateContainerConfigError', 'secret "word" not found'), 'CreateContainerConfigError', /create secret generic word/],
	['a ConfigMap that is missing', waiting('CreateContainerConfigError', 'configmap "settings" not found'), 'CreateContainerConfigError', /create configmap settings/],
	['a command that does not exist', waiting('RunContainerError', 'exec: "nope": not found'), 'RunContainerError', /exec: "nope": not found/],
	['a pod that failed', {phase: 'Failed', containerStatuses: [{name: 'main', state: {terminated: {exitCode: 2, reason: 'Error'}}}]}, 'Error', /exit code 2.*logs p/],
	['a pod that was evicted', {phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory'}, 'Evicted', /low on memory/],
	['a readiness probe without end', unready({state: {running: {}}}, 'Running'), 'NotReady', /Running and not Ready for 600 s/],
	['a kubelet that does nothing', unready({state: undefined}), 'NotStarted', /kubelet of its node/],
] as const) {
	test(`${title} is found, with what to do`, t => {
		const found = podFinding(pod('p', {status: status as Pod['status']}), [], now);
		t.is(found?.reason, reason);
		t.regex(`${found?.message} ${found?.hint}`, told);
	});
}

for (const [message, hint] of [
	['0/1 nodes are available: 1 Insufficient cpu.', /resources\.requests/],
	['0/1 nodes are available: 1 node(s) didn\'t match node selector.', /nodeSelector/],
	['persistentvolumeclaim "data" not found', /get persistentvolumeclaims/],
] as const) {
	test(`no node takes it: ${message}`, t => {
		const status = {phase: 'Pending', conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message}]};
		const found = podFinding(pod('p', {status, spec: {nodeName: undefined}}), [], now);
		t.is(found?.reason, 'Unschedulable');
		t.is(found?.message, message);
		t.regex(found!.hint, hint);
	});
}

test('a pod that no scheduler has looked at says that the scheduler may be away', t => {
	t.regex(podFinding(pod('p', {spec: {nodeName: undefined}, status: {phase: 'Pending'}}), [], now)!.hint, /kube-scheduler/);
});

test('a container that waits is explained by the newest warning about this pod, and no other', t => {
	const subject = pod('p', {status: waiting('ContainerCreating')});
	const namesake = pod('p', {meta: {uid: 'an earlier one'}});
	const events: KubernetesEvent[] = [
		event(subject, 'FailedMount', 'configmap "old" not found', '2026-01-01T11:58:00Z'), event(subject, 'FailedMount', 'configmap "new" not found'),
		event(subject, 'Pulled', 'of no interest', '2026-01-01T12:00:00Z', 'Normal'), event(namesake, 'FailedMount', 'of an earlier pod', '2026-01-01T12:00:00Z'),
	];
	t.is(podFinding(subject, events, now)?.message, 'configmap "new" not found');
});

test('pods that are well, done, going or only just made are no finding', t => {
	t.is(podFinding(pod('p', {status: ready}), [], now), undefined);
	t.is(podFinding(pod('p', {status: {phase: 'Succeeded'}}), [], now), undefined);
	t.is(podFinding(pod('p', {status: waiting('ImagePullBackOff'), meta: {deletionTimestamp: '2026-01-01T11:59:59Z'}}), [], now), undefined);
	const just = {phase: 'Pending', conditions: [{type: 'PodScheduled', status: 'True'}, {type: 'Ready', status: 'False', lastTransitionTime: '2026-01-01T11:59:58Z'}]};
	t.is(podFinding(pod('p', {status: just}), [], now), undefined);
});
