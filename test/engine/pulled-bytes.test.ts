import test from 'ava';
import {PulledBytes} from '../../src/engine/pulled-bytes.ts';

const downloading = (id: string, current: number, total: number) => ({id, status: 'Downloading', progressDetail: {current, total}});

test('bytes are counted over all layers, and the whole is known when each one\'s size is', t => {
	const pulled = new PulledBytes();
	t.deepEqual(pulled.add({id: 'sha256:1', status: 'Pulling from k8s/pause'}), {bytes: 0, total: undefined});
	pulled.add({id: 'a', status: 'Pulling fs layer'});
	pulled.add({id: 'b', status: 'Pulling fs layer'});
	t.deepEqual(pulled.add(downloading('a', 10, 100)), {bytes: 10, total: undefined});
	t.deepEqual(pulled.add(downloading('b', 5, 50)), {bytes: 15, total: 150});
	t.deepEqual(pulled.add({id: 'a', status: 'Download complete'}), {bytes: 105, total: 150});
	t.deepEqual(pulled.add({id: 'a', status: 'Extracting', progressDetail: {current: 3, total: 100}}), {bytes: 105, total: 150});
	pulled.add({id: 'b', status: 'Verifying Checksum'});
	t.deepEqual(pulled.add({status: 'Digest: sha256:1'}), {bytes: 150, total: 150});
});

test('a layer that is there already does not count, and one without a size counts by what came', t => {
	const pulled = new PulledBytes();
	pulled.add({id: 'a', status: 'Already exists'});
	pulled.add({id: 'b', status: 'Pulling fs layer'});
	t.deepEqual(pulled.add(downloading('b', 7, -1)), {bytes: 7, total: undefined});
	t.deepEqual(pulled.add({id: 'b', status: 'Pull complete'}), {bytes: 7, total: 7});
});

test('a layer that is begun anew goes back', t => {
	const pulled = new PulledBytes();
	pulled.add(downloading('a', 60, 100));
	pulled.add({id: 'a', status: 'Retrying in 5 seconds'});
	t.deepEqual(pulled.add(downloading('a', 20, 100)), {bytes: 20, total: 100});
});
