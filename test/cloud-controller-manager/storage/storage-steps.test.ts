import test from 'ava';
import type {Claim, StorageClass, Volume} from '../../../src/cloud-controller-manager/objects.ts';
import {type StorageStep, storageSteps} from '../../../src/cloud-controller-manager/storage/storage-steps.ts';
import {claimUid, makeClaim, makeClass, makeVolume} from '../make-objects.ts';

const steps = (claims: readonly Claim[], volumes: readonly Volume[] = [], classes: readonly StorageClass[] = [makeClass()]): StorageStep[] =>
	storageSteps({claims, volumes, classes}, '/volumes');

test('a claim that asks us gets a volume with all that it wanted', t => {
	const [step, ...others] = steps([makeClaim({accessModes: ['ReadWriteMany', 'ReadOnlyMany']})]);
	t.deepEqual(others, []);
	t.true(step?.kind === 'provision');
	const {metadata, spec} = (step as Extract<StorageStep, {kind: 'provision'}>).volume as unknown as {metadata: object; spec: Record<string, unknown>};
	t.deepEqual(metadata, {name: `pvc-${claimUid}`, annotations: {'pv.kubernetes.io/provisioned-by': 'single-kube.dev/local'}});
	t.like(spec, {
		capacity: {storage: '1Gi'}, accessModes: ['ReadWriteMany', 'ReadOnlyMany'], persistentVolumeReclaimPolicy: 'Delete', storageClassName: 'standard',
		volumeMode: 'Filesystem', local: {path: `/volumes/pvc-${claimUid}`}, claimRef: {kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data', uid: claimUid},
	});
});

test('the reclaim policy and mount options are those of the class', t => {
	const [step] = steps([makeClaim()], [], [makeClass({reclaimPolicy: 'Retain', mountOptions: ['noexec']})]);
	t.like(step, {volume: {spec: {persistentVolumeReclaimPolicy: 'Retain', mountOptions: ['noexec']}}});
});

const notOurs: ReadonlyArray<readonly [string, Claim, StorageClass[]?]> = [
	['the volume controller has not asked for a volume yet', makeClaim({}, {annotations: {}})],
	['another provisioner is asked', makeClaim({}, {annotations: {'volume.beta.kubernetes.io/storage-provisioner': 'example.com/nfs'}})],
	['its class is another provisioner\'s', makeClaim(), [makeClass({provisioner: 'example.com/nfs'})]],
	['its class does not exist', makeClaim({storageClassName: 'fast'})],
	['it has no class', makeClaim({storageClassName: ''})],
	['it is bound', makeClaim({volumeName: 'other'})],
	['it is being deleted', makeClaim({}, {deletionTimestamp: '2026-01-01T00:00:00Z'})],
	['its class waits for a pod, and none was scheduled', makeClaim(), [makeClass({volumeBindingMode: 'WaitForFirstConsumer'})]],
];
for (const [why, claim, classes] of notOurs) {
	test(`nothing is done for a claim when ${why}`, t => {
		t.deepEqual(steps([claim], [], classes), []);
	});
}

test('a class that waits for a pod gets its volume once a node was chosen', t => {
	const claim = makeClaim({}, {annotations: {'volume.kubernetes.io/storage-provisioner': 'single-kube.dev/local', 'volume.kubernetes.io/selected-node': 'node-1'}});
	t.is(steps([claim], [], [makeClass({volumeBindingMode: 'WaitForFirstConsumer'})])[0]?.kind, 'provision');
});

test('a claim whose volume is there is left to the volume controller', t => {
	t.deepEqual(steps([makeClaim()], [makeVolume('Available')]), []);
});

const refusals: ReadonlyArray<readonly [string, Claim, RegExp, StorageClass[]?]> = [
	['volumeMode Block', makeClaim({volumeMode: 'Block'}), /use volumeMode Filesystem/],
	['a selector', makeClaim({selector: {matchLabels: {disk: 'fast'}}}), /remove spec\.selector/],
	['a data source', makeClaim({dataSource: {kind: 'VolumeSnapshot', name: 'monday'}}), /VolumeSnapshot monday/],
	['a class with parameters', makeClaim(), /parameter type/, [makeClass({parameters: {type: 'ssd'}})]],
];
for (const [what, claim, why, classes] of refusals) {
	test(`${what} is refused with the reason`, t => {
		const [step] = steps([claim], [], classes);
		t.true(step?.kind === 'refuse');
		t.regex((step as Extract<StorageStep, {kind: 'refuse'}>).why, why);
	});
}

test('a released volume of ours is reclaimed when its policy is Delete', t => {
	t.like(steps([], [makeVolume('Released')])[0], {kind: 'reclaim'});
});

const kept: ReadonlyArray<readonly [string, Volume]> = [
	['is bound', makeVolume('Bound')],
	['is retained', makeVolume('Released', {persistentVolumeReclaimPolicy: 'Retain'})],
	['is another provisioner\'s', makeVolume('Released', {}, {annotations: {'pv.kubernetes.io/provisioned-by': 'example.com/nfs'}})],
	['was made by hand', makeVolume('Released', {}, {annotations: {}})],
];
for (const [why, volume] of kept) {
	test(`a volume that ${why} is kept`, t => {
		t.deepEqual(steps([], [volume]), []);
	});
}

const boundClaim = (request: string): Claim => ({...makeClaim({volumeName: `pvc-${claimUid}`, resources: {requests: {storage: request}}}), status: {phase: 'Bound', capacity: {storage: '1Gi'}}});

test('a bound claim that wants more gets it, one that wants the same in other words does not change', t => {
	t.like(steps([boundClaim('1025Mi')], [makeVolume('Bound')])[0], {kind: 'expand', size: '1025Mi'});
	t.deepEqual(steps([boundClaim('1024Mi')], [makeVolume('Bound')]), []);
	t.deepEqual(steps([boundClaim('2Gi')], [makeVolume('Bound', {}, {annotations: {}})]), []);
});
