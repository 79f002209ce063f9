import test from 'ava';
import {keyOfPod, rangeCommand, readRange} from '../../src/follow/etcd-range.ts';
import {fromCall, fromEvent} from '../../src/follow/from-told.ts';
import {describeTarget, targetOf} from '../../src/follow/target.ts';
import {componentViews} from '../../src/follow/sources/components.ts';

test('etcd is asked for one key at each revision, and its answers are read line by line; one that was compacted away is left out', t => {
	const command = rangeCommand(keyOfPod({namespace: 'default', name: 'web'}), [7, 9]);
	const bodies = command.filter((_word, index) => command[index - 1] === '--data').map(body => JSON.parse(body) as {key: string; revision: string});
	t.deepEqual(bodies.map(({key, revision}) => [Buffer.from(key, 'base64').toString(), revision]), [['/registry/pods/default/web', '7'], ['/registry/pods/default/web', '9']]);
	const value = {key: bodies[0]!.key, create_revision: '7', mod_revision: '9', version: '2', value: Buffer.from('k8s\0abc').toString('base64')};
	t.deepEqual(readRange(`{"error":"etcdserver: mvcc: required revision has been compacted","code":11}\n${JSON.stringify({header: {}, kvs: [value], count: '1'})}\n`), [
		{key: '/registry/pods/default/web', created: 7, revision: 9, version: 2, bytes: 7},
	]);
});

test('a call is told without its query, with a short id, and with the image that it is about', t => {
	const id = 'ab12'.repeat(16);
	const call = (path: string): unknown => {
		const {seen} = fromCall({at: 1, method: 'POST', path, status: 200, milliseconds: 1, notes: []});
		return seen.source === 'gateway' ? [seen.call.path, seen.call.image] : undefined;
	};

	t.deepEqual(call(`/v1.40/containers/${id}/stop?t=30`), ['/containers/ab12ab12ab12/stop', undefined]);
	t.deepEqual(call('/v1.40/images/create?fromImage=single-kube%2Fnginx&tag=latest'), ['/images/create', 'single-kube/nginx:latest']);
	t.deepEqual(call('/v1.47/images/create?fromImage=nginx&tag=sha256%3Aab'), ['/images/create', 'nginx@sha256:ab']);
	t.deepEqual(call('/v1.40/images/single-kube/nginx:latest/json'), ['/images/single-kube/nginx:latest/json', 'single-kube/nginx:latest']);
});

test('an event is exact where the scheduler wrote microseconds or somebody saw it come, and else to the second', t => {
	const event = {metadata: {name: 'e', creationTimestamp: '2026-11-22T04:00:00Z'}, involvedObject: {uid: 'u'}, reason: 'Pulled', firstTimestamp: '2026-11-22T04:00:01Z'};
	t.like(fromEvent(event, undefined), {at: Date.parse('2026-11-22T04:00:01Z'), precision: 'second', clock: 'cluster'});
	t.like(fromEvent(event, 5), {at: 5, precision: 'millisecond', clock: 'here'});
	t.like(fromEvent({...event, eventTime: '2026-11-22T04:00:01.067053Z'}, 5), {at: Date.parse('2026-11-22T04:00:01.067Z'), precision: 'millisecond', clock: 'cluster'});
});

for (const [word, next, described] of [
	['web-0', false, 'the pod shop/web-0'], ['pod/web-0', true, 'the pod shop/web-0'], ['deploy/web', false, 'the next pod of the Deployment web in shop'], [undefined, true, 'the next pod in shop'],
] as const) {
	test(`${word} ${next ? '--new' : ''} is ${described}`, t => {
		t.is(describeTarget(targetOf(word, next), 'shop'), described);
	});
}

for (const [word, says] of [[undefined, /nobody is named/], ['service/web', /nobody knows what service is/], ['pod/a/b', /no pod and no workload/]] as const) {
	test(`${word} cannot be followed`, t => {
		t.throws(() => targetOf(word, false), {code: 'COMMAND_LINE_INVALID', message: says});
	});
}

test('a component has its faults in words', t => {
	const containers = [{component: 'kube-scheduler', state: 'paused'}, {component: 'etcd', state: 'running'}] as never;
	const fault = {kind: 'pause', component: 'kube-scheduler', since: 1, until: undefined} as const;
	t.deepEqual(componentViews({containers, held: [], faults: [fault]}), [{id: 'kube-scheduler', state: 'paused', held: false, fault: 'paused by a fault'}, {id: 'etcd', state: 'running', held: false}]);
});
