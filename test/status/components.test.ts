import test from 'ava';
import {reportComponents} from '../../src/status/components.ts';
import {componentVersion} from '../../src/status/component-version.ts';
import {allRunning, makeTopology, nothing} from '../helpers/topology.ts';

const topology = await makeTopology();
const known = {observed: allRunning(topology), topology, health: new Map(), restarts: {}, usage: [], spec: undefined, now: 12_000};

test('each component stands behind those that it needs, with its address and its age', t => {
	const components = reportComponents(known);
	const names = components.map(({component}) => component);
	t.true(names.indexOf('etcd') < names.indexOf('kube-apiserver'));
	t.true(names.indexOf('kube-apiserver') < names.indexOf('kube-scheduler'));
	t.is(components.find(({component}) => component === 'etcd')?.address, '172.30.0.2');
	t.is(components.find(({component}) => component === 'kubelet@node-1')?.address, '172.30.0.10');
	t.is(components.find(({component}) => component === 'etcd')?.ageSeconds, 10);
});

test('what should be there and is not is missing', t => {
	const observed = {...known.observed, containers: known.observed.containers.filter(({component}) => component !== 'etcd')};
	const etcd = reportComponents({...known, observed}).find(({component}) => component === 'etcd');
	t.is(etcd?.state, 'missing');
	t.is(etcd?.container, 'sk-default-etcd');
	t.is(etcd?.ageSeconds, undefined);
});

test('without the agent\'s word there is still what the engine has', t => {
	const components = reportComponents({...known, topology: undefined});
	t.is(components.length, topology.components.length);
	t.true(components.find(({component}) => component === 'node-prepare@node-1')?.job);
	t.deepEqual(reportComponents({...known, observed: nothing, topology: undefined}), []);
});

test('restarts are the engine\'s and the supervisor\'s, of this container and not of the one before it', t => {
	const observed = allRunning(topology, ({component}) => component === 'agent' ? {restarts: 2} : {});
	const restarts = {agent: {container: 'agent', count: 3, lastAt: 0}, etcd: {container: 'of old', count: 9, lastAt: 0}};
	const components = reportComponents({...known, observed, restarts});
	t.is(components.find(({component}) => component === 'agent')?.restarts, 5);
	t.is(components.find(({component}) => component === 'etcd')?.restarts, 0);
});

const version = test.macro((t, of: Partial<Parameters<typeof componentVersion>[0]>, settings: Parameters<typeof componentVersion>[1], expected: string | undefined) => {
	t.is(componentVersion({name: 'kubelet', image: 'single-kube/kubelet:1', label: undefined, said: undefined, ...of}, settings), expected);
});
const images = {source: 'registry', kubernetesVersion: '1.36.2', versions: {'kube-proxy': '1.35.1'}, used: {'kube-scheduler': {reference: 'x', version: '1.34.0'}}} as const;
test('the version that was said counts first', version, {name: 'etcd', said: '3.6.8'}, {}, '3.6.8');
test('a program of Kubernetes has the cluster\'s version', version, {}, {images}, '1.36.2');
test('or the one that it is used with', version, {name: 'kube-scheduler'}, {images}, '1.34.0');
test('or the one that its folder has', version, {name: 'kube-proxy'}, {images}, '1.35.1');
test('of an image of upstream\'s it is the tag', version, {name: 'metrics-server', image: 'registry.k8s.io/metrics-server/metrics-server:v0.7.2'}, {}, '0.7.2');
test('a program of ours has none of its own', version, {name: 'dns', image: 'single-kube/dns:0123456789ab', label: 'bookworm'}, {}, undefined);
