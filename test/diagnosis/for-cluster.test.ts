import test from 'ava';
import {forCluster, inCluster} from '../../src/diagnosis/for-cluster.ts';
import {SingleKubeError} from '../../src/errors.ts';

test('what is to be pasted names the cluster that it is about', t => {
	t.is(forCluster('Have one (single-kube start --addons +storage): single-kube kubectl -n shop get pods', 'dev'),
		'Have one (single-kube --name dev start --addons +storage): single-kube --name dev kubectl -n shop get pods');
	t.is(forCluster('single-kube status', 'default'), 'single-kube status');
	t.is(forCluster('the class single-kube.dev/local of single-kube', 'dev'), 'the class single-kube.dev/local of single-kube');
});

test('an error keeps its code and what it says, and its commands are for the cluster', t => {
	const error = t.throws<SingleKubeError>(() => inCluster('dev', () => {
		throw new SingleKubeError('SERVICE_UNKNOWN', 'no', {seen: ['try single-kube tunnel'], hint: 'single-kube service --all'});
	}), {instanceOf: SingleKubeError, code: 'SERVICE_UNKNOWN', message: 'no'});
	t.deepEqual([error!.seen, error!.hint], [['try single-kube --name dev tunnel'], 'single-kube --name dev service --all']);
	t.is(inCluster('dev', () => 7), 7);
});
