import test from 'ava';
import {takenOf} from '../../src/cluster/lost-to-another.ts';
import {SingleKubeError} from '../../src/errors.ts';

const spec = {subnet: '172.30.4.0/24', apiPort: 6443};
const overlaps = new SingleKubeError('CIDR_OVERLAP', 'could not create the network sk-b', {seen: ['(HTTP code 403) Pool overlaps with other one on this address space'], hint: ''});
const bound = (port: number): SingleKubeError => new SingleKubeError('PORT_TAKEN', 'could not start the container', {seen: [`Bind for 127.0.0.1:${port} failed: port is already allocated`], hint: ''});

test('what was chosen for a cluster may be chosen again', t => {
	t.is(takenOf(overlaps, spec, {}), 'the range 172.30.4.0/24');
	t.is(takenOf(bound(6443), spec, {}), 'the port 6443');
});

test('what a user asked for is not replaced by something else', t => {
	t.is(takenOf(overlaps, spec, {subnet: spec.subnet}), undefined);
	t.is(takenOf(bound(6443), spec, {apiPort: 6443}), undefined);
	t.is(takenOf(bound(8080), spec, {}), undefined);
});

test('another error is none of these', t => {
	t.is(takenOf(new SingleKubeError('TIMEOUT', 'etcd was not ready', {hint: ''}), spec, {}), undefined);
	t.is(takenOf(new Error('anything :6443'), spec, {}), undefined);
});
