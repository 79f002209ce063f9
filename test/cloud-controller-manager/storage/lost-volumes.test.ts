import test from 'ava';
import {lostVolumes} from '../../../src/cloud-controller-manager/storage/lost-volumes.ts';
import {makeClaim, makeVolume} from '../make-objects.ts';

const deletionTimestamp = '2026-01-01T00:00:00Z';
const going = makeVolume('Bound', {}, {deletionTimestamp});

test('a volume whose deletion was seen is lost when its claim is gone, too', t => {
	const lost = lostVolumes();
	t.deepEqual(lost.take({claims: [makeClaim()], volumes: [going], classes: []}), []);
	t.deepEqual(lost.take({claims: [makeClaim()], volumes: [], classes: []}), []);
	t.deepEqual(lost.take({claims: [], volumes: [], classes: []}), [going.metadata.name]);
	lost.forget(going.metadata.name);
	t.deepEqual(lost.take({claims: [], volumes: [], classes: []}), []);
});

test('volumes that are missing all at once, as with a fresh etcd, are not lost', t => {
	const lost = lostVolumes();
	lost.take({claims: [makeClaim()], volumes: [makeVolume('Bound')], classes: []});
	t.deepEqual(lost.take({claims: [], volumes: [], classes: []}), []);
});

test('a retained volume is never lost', t => {
	const lost = lostVolumes();
	lost.take({claims: [], volumes: [makeVolume('Bound', {persistentVolumeReclaimPolicy: 'Retain'}, {deletionTimestamp})], classes: []});
	t.deepEqual(lost.take({claims: [], volumes: [], classes: []}), []);
});
