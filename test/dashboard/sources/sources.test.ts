import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {again} from '../../../src/dashboard/sources/again.ts';
import {batch} from '../../../src/dashboard/sources/batch.ts';
import {componentRecords} from '../../../src/dashboard/sources/components.ts';
import {readServices} from '../../../src/explain/about.ts';
import type {Observed, ObservedContainer} from '../../../src/plan/observed.ts';
import {makeTopology} from '../../helpers/topology.ts';

test('a component that should be there and is not is missing, with what it is there for', async t => {
	const topology = await makeTopology();
	const etcd: ObservedContainer = {id: 'a', name: 'sk-default-etcd', component: 'etcd', config: '', state: 'running', exitCode: 0, startedAt: 5, finishedAt: 0, joined: undefined, pid: 0, restarts: 1, outOfMemory: false, address: undefined, version: undefined, image: 'etcd:1'};
	const observed: Observed = {network: undefined, volumes: [], held: ['kube-scheduler'], applied: undefined, containers: [etcd], pods: [], leftovers: []};
	const records = componentRecords(observed, topology, await readServices(), {etcd: {container: 'a', count: 2, lastAt: 5}, 'kube-scheduler': {container: 'of-before', count: 9, lastAt: 5}});
	t.deepEqual(records.map(({id}) => id), topology.components.map(({id}) => id).sort((a, b) => a.localeCompare(b)));
	t.deepEqual(records.filter(({state}) => state !== 'missing').map(({id, startedAt, restarts}) => [id, startedAt, restarts]), [['etcd', 5, 3]]);
	const scheduler = records.find(({id}) => id === 'kube-scheduler')!;
	t.deepEqual([scheduler.state, scheduler.held, scheduler.summary], ['missing', true, 'chooses a node for each new pod']);
	t.regex(scheduler.about!.without, /^New pods stay Pending/);
	t.true(records.every(({about}) => about !== undefined));
	t.true(records.find(({id}) => id === 'node-prepare@node-1')!.job);
});

test('without a topology there are those that the engine has', t => {
	const job: ObservedContainer = {id: 'b', name: 'p', component: 'node-prepare@node-1', config: '', state: 'exited', exitCode: 0, startedAt: 1, finishedAt: 2, joined: undefined, pid: 0, restarts: 0, outOfMemory: false, address: undefined, version: undefined, image: 'x'};
	t.deepEqual(componentRecords({network: undefined, volumes: [], held: [], applied: undefined, containers: [job], pods: [], leftovers: []}, undefined, new Map(), {}).map(({id, job: isJob}) => [id, isJob]), [['node-prepare@node-1', true]]);
});

test('what comes in a burst is handed on together; of too much only the newest, and the rest is counted', async t => {
	const handed: Array<{values: readonly number[]; missed: number}> = [];
	const values = batch<number>(20, 3, (some, missed) => handed.push({values: some, missed}));
	values.add(1);
	values.add(2);
	await sleep(60);
	for (let value = 0; value < 20; value++) {
		values.add(value);
	}

	values.end();
	t.deepEqual(handed, [{values: [1, 2], missed: 0}, {values: [17, 18, 19], missed: 17}]);
});

test('work that fails is told and begun again, with a signal that ended; it stops with the signal', async t => {
	const stop = new AbortController();
	const signals: AbortSignal[] = [];
	const failures: string[] = [];
	await again(async signal => {
		t.true(signals.every(earlier => earlier.aborted));
		signals.push(signal);
		if (signals.length === 2) {
			stop.abort();
		}

		throw new Error(`attempt ${signals.length}`);
	}, stop.signal, message => failures.push(message));
	t.deepEqual(failures, ['attempt 1']);
	t.is(signals.length, 2);
});
