import test from 'ava';
import {storageController} from '../../../src/cloud-controller-manager/storage/storage-controller.ts';
import {type Call, fakeApi} from '../fake-api.ts';
import {claimUid, makeClaim, makeClass, makeVolume} from '../make-objects.ts';

const name = `pvc-${claimUid}`;
const {signal} = new AbortController();

/** Everything that it does, in order: calls, directories, events. */
function makeController(answer: (call: Call) => object | number | undefined = () => undefined, failure?: Error) {
	const done: string[] = [];
	const {api} = fakeApi(call => {
		done.push(`${call.verb} ${call.path}`);
		return answer(call);
	});
	const run = storageController({
		api, root: '/volumes', log: () => undefined,
		async record(_subject, {reason}) {
			done.push(reason);
		},
		directories: {
			async make(directory) {
				done.push(`make ${directory}`);
				if (failure) {
					throw failure;
				}
			},
			async remove(directory) {
				done.push(`remove ${directory}`);
				if (failure) {
					throw failure;
				}
			},
			async sweep(isKnown) {
				done.push(`sweep ${isKnown(name)}`);
			},
		},
	});
	return {run, done};
}

const pending = {claims: [makeClaim()], volumes: [], classes: [makeClass()]};

test('the directory is there before the volume, and left-overs are looked for once, first of all', async t => {
	const {run, done} = makeController();
	await run(pending, signal);
	await run(pending, signal);
	t.deepEqual(done, ['sweep true', 'Provisioning', `make ${name}`, 'create /api/v1/persistentvolumes', 'ProvisioningSucceeded']);
});

test('a volume that an earlier run made is as good', async t => {
	const {run, done} = makeController(() => 409);
	await run(pending, signal);
	t.is(done.at(-1), 'ProvisioningSucceeded');
});

test('a full disk is told on the claim, and tried again', async t => {
	const {run, done} = makeController(undefined, new Error('ENOSPC'));
	await t.throwsAsync(run(pending, signal), {message: 'ENOSPC'});
	t.is(done.at(-1), 'ProvisioningFailed');
	await t.throwsAsync(run(pending, signal));
	t.is(done.filter(each => each === `make ${name}`).length, 2);
});

test('a claim that is refused is told why, and nothing is made', async t => {
	const {run, done} = makeController();
	await run({...pending, claims: [makeClaim({volumeMode: 'Block'})]}, signal);
	t.deepEqual(done.slice(1), ['ProvisioningFailed']);
});

const released = {claims: [], volumes: [makeVolume('Released')], classes: []};

test('data go before their volume does', async t => {
	const {run, done} = makeController(() => makeVolume('Released'));
	await run(released, signal);
	t.deepEqual(done.slice(1), [`get /api/v1/persistentvolumes/${name}`, `remove ${name}`, `delete /api/v1/persistentvolumes/${name}`]);
});

test('a volume that is being deleted already loses its data and is not deleted again', async t => {
	const {run, done} = makeController(() => makeVolume('Released', {}, {deletionTimestamp: '2026-01-01T00:00:00Z'}));
	await run(released, signal);
	t.deepEqual(done.slice(1), [`get /api/v1/persistentvolumes/${name}`, `remove ${name}`]);
});

test('data of a volume that was changed to Retain a moment ago stay', async t => {
	const {run, done} = makeController(() => makeVolume('Released', {persistentVolumeReclaimPolicy: 'Retain'}));
	await run(released, signal);
	t.deepEqual(done.slice(1), [`get /api/v1/persistentvolumes/${name}`]);
});

test('data that cannot be deleted keep their volume, which says so', async t => {
	const {run, done} = makeController(() => makeVolume('Released'), new Error('EPERM'));
	await t.throwsAsync(run(released, signal), {message: 'EPERM'});
	t.deepEqual(done.slice(2), [`remove ${name}`, 'VolumeFailedDelete']);
});

test('data of a volume that was deleted before its claim go with the claim', async t => {
	const {run, done} = makeController(({verb}) => verb === 'get' ? 404 : undefined);
	await run({...released, volumes: [makeVolume('Bound', {}, {deletionTimestamp: '2026-01-01T00:00:00Z'})]}, signal);
	await run({...released, volumes: []}, signal);
	await run({...released, volumes: []}, signal);
	t.deepEqual(done.slice(1), [`get /api/v1/persistentvolumes/${name}`, `remove ${name}`]);
});

test('a larger claim gets its number on the volume and on its own status', async t => {
	const {run, done} = makeController();
	const claim = {...makeClaim({volumeName: name, resources: {requests: {storage: '2Gi'}}}), status: {phase: 'Bound', capacity: {storage: '1Gi'}}};
	await run({...pending, claims: [claim], volumes: [makeVolume('Bound')]}, signal);
	t.deepEqual(done.slice(1), [`patch /api/v1/persistentvolumes/${name}`, 'patch /api/v1/namespaces/shop/persistentvolumeclaims/data/status', 'VolumeResizeSuccessful']);
});
