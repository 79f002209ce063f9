import test from 'ava';
import {chooseImages, parseChosenImage} from '../../src/cluster/chosen-images.ts';
import {withUsed} from '../../src/cluster/used.ts';
import {debianSource} from '../../src/images/sources/debian.ts';
import {SingleKubeError} from '../../src/errors.ts';

test('another image for a component, whose version its tag may tell', t => {
	t.deepEqual(parseChosenImage('scheduler=my-scheduler'), {component: 'kube-scheduler', image: {reference: 'my-scheduler:latest', from: 'my-scheduler'}});
	t.deepEqual(parseChosenImage('kube-scheduler=registry.k8s.io/kube-scheduler:v1.35.1').image, {reference: 'registry.k8s.io/kube-scheduler:v1.35.1', version: '1.35.1', from: 'registry.k8s.io/kube-scheduler:v1.35.1'});
	t.deepEqual(parseChosenImage('etcd=registry.k8s.io/etcd:v3.6.0').image, {reference: 'registry.k8s.io/etcd:v3.6.0', from: 'registry.k8s.io/etcd:v3.6.0'});
	t.true(parseChosenImage('apiserver=mine:1').image?.layered);
	t.is(parseChosenImage('etcd=').image, undefined);
});

test('a component that there is not is named with the nearest, an image of a whole node with the version that is meant', t => {
	t.is(t.throws(() => parseChosenImage('schedular=x'), {instanceOf: SingleKubeError}).hint, 'Did you mean scheduler?');
	t.regex(t.throws(() => parseChosenImage('kindest/node:v1.31.4'), {instanceOf: SingleKubeError}).hint ?? '', /--kubernetes-version 1\.31\.4$/);
	t.regex(t.throws(() => parseChosenImage('rancher/k3s:v1.31.5-k3s1'), {instanceOf: SingleKubeError}).hint ?? '', /--kubernetes-version 1\.31\.5$/);
	t.throws(() => parseChosenImage('etcd=UPPER'), {code: 'OPTION_INVALID'});
});

test('what was chosen stays beside what is chosen now, and can be taken back', t => {
	const before = {etcd: {reference: 'single-kube/etcd:1'}, kubectl: {reference: 'k:1'}};
	t.deepEqual(Object.keys(chooseImages(['scheduler=a', 'kubectl=', 'scheduler=b'], before)), ['etcd', 'kube-scheduler']);
	t.is(chooseImages(['scheduler=a', 'scheduler=b'])['kube-scheduler']?.reference, 'b:latest');
	t.deepEqual(chooseImages(undefined, before), before);
});

test('the apiserver\'s image is what ours is built on, any other is taken as it is, and neither is asked of the source', async t => {
	const fetched: string[][] = [];
	const source = withUsed({...debianSource, async fetch(references) {
		fetched.push(['source', ...references]);
	}}, chooseImages(['apiserver=a:1', 'scheduler=b:1']), async references => {
		fetched.push(['mirrors', ...references]);
	});
	t.deepEqual([source.roots, source.published], [{'kube-apiserver': 'a:1'}, {'kube-scheduler': 'b:1'}]);
	await source.fetch(['a:1', 'b:1'], {} as never);
	await source.fetch(['c:1', 'b:1'], {} as never);
	t.deepEqual(fetched, [['mirrors', 'a:1', 'b:1'], ['mirrors', 'b:1'], ['source', 'c:1']]);
});
