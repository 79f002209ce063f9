import test from 'ava';
import {refuseDown, refuseStill} from '../../../src/cluster/flags/has-to-run.ts';
import {allRunning, makeTopology} from '../../helpers/topology.ts';

const topology = await makeTopology();
const change = [{component: 'kube-scheduler', name: 'v', value: '4'}];
const without = (...ids: string[]) => allRunning(topology, ({component}) => ids.includes(component) ? {state: 'exited'} : {});

test('a stopped cluster is started with the flags, a paused one goes on first', t => {
	const stopped = allRunning(topology, () => ({state: 'exited'}));
	t.like(t.throws(() => {
		refuseStill('dev', stopped, 'kube-scheduler', change);
	}), {code: 'CLUSTER_NOT_RUNNING', hint: 'Start it with them: single-kube start --name dev --extra-config kube-scheduler.v=4'});
	t.like(t.throws(() => {
		refuseStill('dev', {...allRunning(topology, () => ({state: 'paused'})), paused: []}, 'kube-scheduler', change);
	}), {code: 'CLUSTER_NOT_RUNNING', hint: 'single-kube unpause --name dev, and set it then'});
	t.notThrows(() => {
		refuseStill('dev', without('etcd'), 'kube-scheduler', change);
	});
});

test('what a component needs to be ready has to run; what it does not need may be away', t => {
	const error = t.throws(() => {
		refuseDown(topology, {...without('etcd'), held: ['etcd']}, 'kube-scheduler');
	}, {code: 'COMPONENT_NOT_RUNNING'}) as Error & {seen: string[]; hint: string};
	t.deepEqual(error.seen, ['etcd is exited, stopped on purpose']);
	t.is(error.hint, 'single-kube start etcd --name default');
	t.throws(() => {
		refuseDown(topology, without('kube-scheduler'), 'kube-scheduler');
	}, {code: 'COMPONENT_NOT_RUNNING'});
	t.notThrows(() => {
		refuseDown(topology, without('kube-controller-manager', 'dns', 'kubelet@node-1'), 'kube-scheduler');
	});
});

test('a component that this cluster does not have is not made by its flags', async t => {
	const small = await makeTopology({settings: {addons: [], dnsReplicas: 1}});
	t.throws(() => {
		refuseDown(small, allRunning(small), 'metrics-server');
	}, {code: 'COMPONENT_UNKNOWN', message: 'the cluster default has no metrics-server'});
});
