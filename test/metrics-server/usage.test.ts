import test from 'ava';
import {nodeUsage, podUsages, type Summary} from '../../src/metrics-server/usage.ts';

const node = {nodeName: 'node-1', cpu: {time: '2026-11-21T14:42:22Z', usageNanoCores: 245_217_409}, memory: {time: '2026-11-21T14:42:21Z', workingSetBytes: 2_020_896_768}};
const podRef = {name: 'web', namespace: 'default', uid: 'u-1'};

function container(name: string, {age = 60, nanoCores = 5}: {readonly age?: number; readonly nanoCores?: number} = {}): NonNullable<NonNullable<Summary['pods']>[number]['containers']>[number] {
	const time = new Date(Date.parse('2026-11-21T14:00:00Z') + age * 1000).toISOString();
	return {name, startTime: '2026-11-21T14:00:00Z', cpu: {time, usageNanoCores: nanoCores}, memory: {time, workingSetBytes: 4096}};
}

const of = (...containers: ReadonlyArray<ReturnType<typeof container>>): Summary => ({node, pods: [{podRef, containers}]});

test('a node\'s usage has the time of its older half', t => {
	t.deepEqual(nodeUsage({node}), {time: '2026-11-21T14:42:21Z', nanoCores: 245_217_409, workingSetBytes: 2_020_896_768});
});

test('a node that was not measured yet has no usage', t => {
	t.is(nodeUsage({node: {nodeName: 'node-1', memory: node.memory}}), undefined);
	t.is(nodeUsage({node: {nodeName: 'node-1', cpu: {time: node.cpu.time}, memory: node.memory}}), undefined);
});

test('a pod\'s usage is that of each container, at the earliest of their times', t => {
	const [usage] = podUsages(of(container('a', {age: 70}), container('b', {age: 60})));
	t.is(usage?.uid, 'u-1');
	t.is(usage?.time, '2026-11-21T14:01:00.000Z');
	t.deepEqual(usage?.containers.map(({name, nanoCores, workingSetBytes}) => [name, nanoCores, workingSetBytes]), [['a', 5, 4096], ['b', 5, 4096]]);
});

test('a pod is left out until each of its containers has a rate', t => {
	t.deepEqual(podUsages(of(container('a'), container('new', {age: 1, nanoCores: 0}))), []);
	t.deepEqual(podUsages(of(container('a'), {name: 'unmeasured'})), []);
	t.deepEqual(podUsages({node, pods: [{podRef}]}), []);
	t.deepEqual(podUsages({node}), []);
});

test('an old container that does nothing uses nothing, and a young one with a rate is believed', t => {
	t.is(podUsages(of(container('idle', {nanoCores: 0})))[0]?.containers[0]?.nanoCores, 0);
	t.is(podUsages(of(container('busy', {age: 2, nanoCores: 7})))[0]?.containers[0]?.nanoCores, 7);
});
