import test from 'ava';
import {doingOf, lastWords} from '../../../src/dashboard/perform/set-flags.ts';

const operation = (operation: string, resource = 'kubelet@node-1') => doingOf({type: 'operation-started', id: 1, operation, resource, reason: ''}, 'kubelet@node-1');

test('a replacement says in which phase it is, of the component alone', t => {
	t.deepEqual(['remove-container', 'create-container', 'start-container', 'await-ready'].map(kind => operation(kind)), ['replaced', 'replaced', 'starting', 'not ready']);
	t.is(operation('start-container', 'component-status'), undefined);
	t.is(operation('apply-objects'), undefined);
	t.is(doingOf({type: 'component-ready', component: 'kubelet@node-1', seconds: 1}, 'kubelet@node-1'), 'watched');
	t.is(doingOf({type: 'component-ready', component: 'etcd', seconds: 1}, 'kubelet@node-1'), undefined);
	t.is(doingOf({type: 'warned', phase: 'cluster', text: 'kubelet ended: dev becomes again what it was'}, 'kubelet@node-1'), 'put back');
	t.is(doingOf({type: 'noted', phase: 'cluster', text: 'x'}, 'kubelet@node-1'), undefined);
});

test('the last words of a program are those that are no information', t => {
	t.deepEqual(lastWords(['I1122 starting', 'failed to listen', '...', 'I1122 FLAG: --a', 'W1122 hm']), ['failed to listen']);
	t.deepEqual(lastWords(['I1 a', 'I1122 b', 'I1122 c', 'E1122 d', 'F1122 e', 'panic']), ['E1122 d', 'F1122 e', 'panic']);
	t.deepEqual(lastWords(['I1122 b']), ['I1122 b']);
	t.deepEqual(lastWords([]), []);
});
