import test from 'ava';
import {fieldOf} from '../../src/scenarios/assertions/field.ts';
import {judgeComponent, judgeHttp, type Judgement, judgeObject, judgePod, judgePods, type PodObject} from '../../src/scenarios/assertions/judge.ts';

const pod = (phase: string, ready: boolean, more: Partial<PodObject['metadata']> = {}): PodObject => ({
	metadata: {name: 'web', ...more}, status: {phase, conditions: [{type: 'Ready', status: ready ? 'True' : 'False', ...ready ? {} : {reason: 'ContainersNotReady'}}]},
});
const waiting: PodObject = {metadata: {name: 'web'}, status: {phase: 'Pending', containerStatuses: [{state: {waiting: {reason: 'ErrImagePull'}}}]}};
const node = {status: {conditions: [{type: 'Ready', status: 'Unknown'}], replicas: 0}, metadata: {labels: {'a.b/c': 'd'}}, list: [{x: 1}, {x: 2}]};

const cases: ReadonlyArray<readonly [title: string, judgement: Judgement, expected: Judgement]> = [
	['a pod that is Ready', judgePod({kind: 'pod', pod: 'web', ready: true}, pod('Running', true)), {ok: true, seen: 'Running and Ready'}],
	['a pod that is not yet', judgePod({kind: 'pod', pod: 'web', ready: true}, pod('Running', false)), {ok: false, seen: 'Running, ContainersNotReady'}],
	['a pod that is on its way out is not Ready', judgePod({kind: 'pod', pod: 'web', ready: true}, pod('Running', true, {deletionTimestamp: 'now'})), {ok: false, seen: 'Running, being deleted'}],
	['a phase and a reason, both of which count', judgePod({kind: 'pod', pod: 'web', phase: 'Pending', reason: 'ErrImagePull'}, waiting), {ok: true, seen: 'Pending, ErrImagePull'}],
	['another reason', judgePod({kind: 'pod', pod: 'web', phase: 'Pending', reason: 'Unschedulable'}, waiting), {ok: false, seen: 'Pending, ErrImagePull'}],
	['a pod that is not there is in no phase', judgePod({kind: 'pod', pod: 'web', phase: 'Pending'}, undefined), {ok: false, seen: 'there is no such pod'}],
	['a pod that is not to be there', judgePod({kind: 'pod', pod: 'web', exists: false}, undefined), {ok: true, seen: 'there is no such pod'}],
	['a pod that is there and should not', judgePod({kind: 'pod', pod: 'web', exists: false}, pod('Running', true)), {ok: false, seen: 'it is there: Running and Ready'}],
	['pods are counted without those that are deleted', judgePods({kind: 'pods', pods: 'a=b', count: 1, ready: 1}, [pod('Running', true), pod('Running', true, {deletionTimestamp: 'now'})]), {ok: true, seen: '1 pods, 1 Ready, 0 Pending'}],
	['pods, one of which waits', judgePods({kind: 'pods', pods: 'a=b', ready: 2}, [pod('Running', true), pod('Pending', false)]), {ok: false, seen: '2 pods, 1 Ready, 1 Pending'}],
	['a page', judgeHttp({kind: 'http', http: 'pod/web', contains: 'nginx'}, {status: 200, body: 'nginx'}), {ok: true, seen: '200, 5 bytes'}],
	['a page that says something else', judgeHttp({kind: 'http', http: 'pod/web', contains: 'nginx'}, {status: 200, body: 'apache'}), {ok: false, seen: '200, "apache"'}],
	['another status', judgeHttp({kind: 'http', http: 'pod/web'}, {status: 503, body: ''}), {ok: false, seen: '503, 0 bytes'}],
	['no answer', judgeHttp({kind: 'http', http: 'pod/web'}, {failure: 'refused'}), {ok: false, seen: 'no answer: refused'}],
	['no answer where none is to be', judgeHttp({kind: 'http', http: 'pod/web', answers: false}, {failure: 'refused'}), {ok: true, seen: 'no answer: refused'}],
	['an answer where none is to be', judgeHttp({kind: 'http', http: 'pod/web', answers: false}, {status: 200, body: ''}), {ok: false, seen: '200, 0 bytes'}],
	['a component', judgeComponent({kind: 'component', component: 'etcd', state: 'paused'}, 'paused'), {ok: true, seen: 'it is paused'}],
	['a component without a container', judgeComponent({kind: 'component', component: 'etcd', state: 'exited'}, undefined), {ok: false, seen: 'it has no container'}],
	['a field that is equal', judgeObject({kind: 'object', object: 'node/x', path: 'status.conditions[type=Ready].status', equals: 'Unknown'}, node), {ok: true, seen: 'Unknown'}],
	['a number is compared as it is written', judgeObject({kind: 'object', object: 'node/x', path: 'status.replicas', equals: 0}, node), {ok: true, seen: '0'}],
	['a field that is not there equals nothing, not even "undefined"', judgeObject({kind: 'object', object: 'node/x', path: 'spec.x', equals: 'undefined'}, node), {ok: false, seen: 'it has no spec.x'}],
	['a field that is not there differs', judgeObject({kind: 'object', object: 'node/x', path: 'spec.x', differs: 'a'}, node), {ok: true, seen: 'it has no spec.x'}],
	['an object that is gone', judgeObject({kind: 'object', object: 'node/x', exists: false}, undefined), {ok: true, seen: 'there is none'}],
	['of an object that is not there no field is right', judgeObject({kind: 'object', object: 'node/x', path: 'spec.x', differs: 'a'}, undefined), {ok: false, seen: 'there is none'}],
];
for (const [title, judgement, expected] of cases) {
	test(`judged: ${title}`, t => {
		t.deepEqual(judgement, expected);
	});
}

const paths: ReadonlyArray<readonly [string, unknown]> = [
	['list[1].x', 2], ['list[x=2].x', 2], ['metadata.labels["a.b/c"]', 'd'], ['.status.replicas', 0], ['list[7].x', undefined], ['status.constructor', undefined], ['status.conditions[type=Other].status', undefined],
];
for (const [path, expected] of paths) {
	test(`a field by its path: ${path}`, t => {
		t.is(fieldOf(node, path), expected);
	});
}
