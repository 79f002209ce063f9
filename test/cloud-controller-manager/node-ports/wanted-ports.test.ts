import test from 'ava';
import {portChanges, wantedPorts} from '../../../src/cloud-controller-manager/node-ports/wanted-ports.ts';
import {findHolder} from '../../../src/cloud-controller-manager/node-ports/port-holder.ts';
import {makeService} from '../make-objects.ts';

test('node ports of NodePort and LoadBalancer services are wanted, one a protocol', t => {
	const wanted = wantedPorts([
		makeService('web', {type: 'NodePort', ports: [{protocol: 'TCP', nodePort: 30_080}, {protocol: 'UDP', nodePort: 30_080}]}),
		makeService('lb', {type: 'LoadBalancer', ports: [{nodePort: 31_000}]}),
	]);
	t.deepEqual([...wanted.values()].map(({key, port, service}) => [key, port, service.metadata.name]), [['tcp/30080', 30_080, 'web'], ['udp/30080', 30_080, 'web'], ['tcp/31000', 31_000, 'lb']]);
});

test('other types, ports without a node port and SCTP are not', t => {
	t.is(wantedPorts([
		makeService('inside', {type: 'ClusterIP', ports: [{nodePort: 30_080}]}),
		makeService('name', {type: 'ExternalName'}),
		makeService('none-allocated', {type: 'LoadBalancer', ports: [{protocol: 'TCP'}]}),
		makeService('sctp', {type: 'NodePort', ports: [{protocol: 'SCTP', nodePort: 30_080}]}),
	]).size, 0);
});

test('what is new is opened, what is no longer wanted is closed, and the rest is left alone', t => {
	const wanted = wantedPorts([makeService('web', {type: 'NodePort', ports: [{nodePort: 30_001}, {nodePort: 30_002}]})]);
	const {toOpen, toClose} = portChanges(wanted, ['tcp/30002', 'tcp/30003']);
	t.deepEqual(toOpen.map(({key}) => key), ['tcp/30001']);
	t.deepEqual(toClose, ['tcp/30003']);
});

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0A1E03AC:7580 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0 100 0 0 10 0
   1: 0100007F:7580 0100007F:9999 01 00000000:00000000 00:00000000 00000000     7        0 12 1 0 100 0 0 10 0
   2: 00000000:7580 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 13 1 0 100 0 0 10 0
   3: 0100007F:7581 00000000:0000 07 00000000:00000000 00:00000000 00000000    33        0 14 1 0 100 0 0 10 0`;

test('who has a port is who listens where 127.0.0.1 is, not a connection and not a listener elsewhere', t => {
	t.is(findHolder(table, 'tcp', 30_080), 'a process of user 1000 has 0.0.0.0:30080');
	t.is(findHolder(table, 'udp', 30_081), 'a process of user 33 has 127.0.0.1:30081');
	t.is(findHolder(table, 'tcp', 30_081), undefined);
});
