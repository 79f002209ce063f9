import test from 'ava';
import {layUsed} from '../../src/cluster/used.ts';
import {onlyTools, waysTo} from '../../src/cluster/running-cluster.ts';
import {debianSource} from '../../src/images/sources/debian.ts';

test('another version is looked for where the rest of a folder comes from, with the same mirrors', t => {
	const used = {etcd: {reference: 'single-kube/etcd:1'}};
	t.deepEqual(waysTo({source: 'local', binaries: '/built', rest: 'registry', registryMirrors: ['a=b'], used}), {source: 'registry', registryMirrors: ['a=b']});
	t.deepEqual(waysTo({source: 'registry', kubernetesVersion: '1.36.2', used}), {source: 'registry'});
});

test('what was said for a new version is not said of the cluster\'s own source', t => {
	t.deepEqual(onlyTools({install: false, kubernetesVersion: '1.37', binaries: '/x', registryMirrors: ['a=b'], environment: {A: '1'}}), {install: false, environment: {A: '1'}});
});

test('what is used goes over a source, and is remembered; nothing used leaves no trace', t => {
	const settled = {source: debianSource, images: {source: 'debian'}} as const;
	t.deepEqual(layUsed(settled, {}), settled);
	t.deepEqual(layUsed(settled, undefined), settled);
	const used = {'kube-scheduler': {reference: 'single-kube/kube-scheduler:1', version: '1.20.3'}};
	const laid = layUsed(settled, used);
	t.deepEqual(laid.images, {source: 'debian', used});
	t.is(laid.source.versions['kube-scheduler'], '1.20.3');
});
