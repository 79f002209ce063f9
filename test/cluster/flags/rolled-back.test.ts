import test from 'ava';
import {inWordsOfSet} from '../../../src/cluster/flags/rolled-back.ts';
import {SingleKubeError} from '../../../src/errors.ts';

test('what bringing up says of --extra-config is told in the words of set', t => {
	const cause = new SingleKubeError('COMPONENT_DIED', 'kube-scheduler ended with code 1 before it was ready');
	const error = inWordsOfSet('kube-scheduler', 'dev', new SingleKubeError('COMPONENT_ROLLED_BACK',
		`the cluster dev is again what it was, because it does not run with --extra-config kube-scheduler.bind-address=1.2.3.4 --extra-config kube-scheduler.v=3: ${cause.message}`,
		{seen: ['it says: failed to listen'], cause})) as SingleKubeError;
	t.is(error.code, 'COMPONENT_ROLLED_BACK');
	t.is(error.message, 'kube-scheduler of dev is again what it was, because it does not run with --bind-address=1.2.3.4 --v=3: kube-scheduler ended with code 1 before it was ready');
	t.deepEqual(error.seen, ['it says: failed to listen']);
	t.is(error.cause, cause);
});

test('other errors keep their code, and a key has no dashes', t => {
	t.like(inWordsOfSet('kubelet', 'dev', new SingleKubeError('COMPONENT_NOT_READY', 'x, with --extra-config kubelet.maxPods=0', {hint: 'Leave away --extra-config kubelet.maxPods=0'})), {code: 'COMPONENT_NOT_READY', message: 'x, with maxPods=0', hint: 'Leave away maxPods=0'});
	const other = new TypeError('no');
	t.is(inWordsOfSet('kubelet', 'dev', other), other);
});
