import test from 'ava';
import {reportNode} from '../../src/status/nodes.ts';

test('of a node those conditions are bad that are not as they should be', t => {
	const node = reportNode({
		metadata: {name: 'node-1'}, spec: {unschedulable: true}, status: {
			addresses: [{type: 'Hostname', address: 'node-1'}, {type: 'InternalIP', address: '172.30.0.10'}],
			nodeInfo: {kubeletVersion: 'v1.36.2', containerRuntimeVersion: 'docker://20.10.24'},
			conditions: [{type: 'MemoryPressure', status: 'True', reason: 'x', message: 'y'}, {type: 'DiskPressure', status: 'False'}, {type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.'}],
		},
	});
	t.deepEqual(node.bad.map(({type}) => type), ['MemoryPressure', 'Ready']);
	t.false(node.ready);
	t.true(node.unschedulable);
	t.is(node.kubeletVersion, '1.36.2');
	t.is(node.address, '172.30.0.10');
});

test('a node that has said nothing yet is not ready', t => {
	t.false(reportNode({metadata: {name: 'node-1'}}).ready);
});
