import {existsSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {clusterDirectory} from '../../src/cluster/cluster-directory.ts';
import {killContainer} from '../../src/engine/containers.ts';
import {startCluster, stopCluster} from '../../src/index.ts';
import {applyManifest, eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';

const name = 'e2e-storage';
const directory = clusterDirectory(name);
let world: TestCluster;

test.before(async () => {
	world = await openCluster(name);
});

test.after.always(async () => {
	await world?.remove();
});

const apply = async (...objects: readonly object[]): Promise<void> => applyManifest(world.cluster.engine, name, JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects}));
const get = async (what: string, path: string): Promise<string> => world.kubectl('get', what, '-o', `jsonpath={${path}}`);
const kill = async (component: string): Promise<void> => killContainer(world.cluster.engine, `sk-${name}-${component}`);
const directories = async (): Promise<string[]> => readdir(path.join(directory, 'volumes'));

async function isGone(t: ExecutionContext, volume: string): Promise<void> {
	await eventually(t, 'the directory is gone', async () => !(await directories()).some(each => each.includes(volume)) || (await directories()).join(' '));
}

const claim = (claimName: string, spec: object = {}): object => ({
	apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: {name: claimName, namespace: 'default'},
	spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, ...spec},
});

const container = (volumeMounts: readonly object[]): object => ({name: 'main', image: world.cluster.images['nginx'], imagePullPolicy: 'Never', command: ['sleep', 'infinity'], volumeMounts});

const pod = (podName: string, claimName: string, {spec = {}, mount = {}} = {}): object => ({
	apiVersion: 'v1', kind: 'Pod', metadata: {name: podName, namespace: 'default'},
	spec: {
		terminationGracePeriodSeconds: 0, volumes: [{name: 'data', persistentVolumeClaim: {claimName}}], ...spec,
		containers: [container([{name: 'data', mountPath: '/data', ...mount}])],
	},
});

async function bound(t: ExecutionContext, claimName: string): Promise<string> {
	await eventually(t, `${claimName} is bound`, async () => await get(`pvc/${claimName}`, '.status.phase') === 'Bound');
	return get(`pvc/${claimName}`, '.spec.volumeName');
}

const run = async (podName: string, script: string): Promise<string> => world.kubectl('exec', podName, '--', 'sh', '-c', script);

async function running(t: ExecutionContext, podName: string): Promise<void> {
	await eventually(t, `${podName} is Ready`, async () => await get(`pod/${podName}`, '.status.conditions[?(@.type=="Ready")].status') === 'True');
}

test.serial('there is one default class', async t => {
	const classes = await get('storageclass', 'range .items[*]}{.metadata.name} {.metadata.annotations.storageclass\\.kubernetes\\.io/is-default-class};{end');
	t.is(classes, 'standard true;standard-retain ;');
});

test.serial('a claim binds without waiting for a pod, and its directory is there', async t => {
	await apply(claim('first'));
	const volume = await bound(t, 'first');
	t.is(volume, `pvc-${await get('pvc/first', '.metadata.uid')}`);
	t.deepEqual(await directories(), [volume]);
	t.is(await get(`pv/${volume}`, '.spec.persistentVolumeReclaimPolicy'), 'Delete');
});

test.serial('data survive their pod', async t => {
	await apply(pod('keeper', 'first'));
	await running(t, 'keeper');
	await run('keeper', 'echo kept > /data/word');
	await world.kubectl('delete', 'pod', 'keeper');
	await apply(pod('keeper', 'first'));
	await running(t, 'keeper');
	t.is(await run('keeper', 'cat /data/word'), 'kept');
});

for (const component of ['node-1-kubelet', 'cloud-controller-manager']) {
	test.serial(`data survive a killed ${component}, and claims that are made meanwhile are bound`, async t => {
		await kill(component);
		await apply(claim(`meanwhile-${component}`));
		await bound(t, `meanwhile-${component}`);
		await eventually(t, 'the pod reads its data', async () => await run('keeper', 'cat /data/word') === 'kept');
		await apply(pod(`after-${component}`, 'first'));
		await running(t, `after-${component}`);
		t.is(await run(`after-${component}`, 'cat /data/word'), 'kept');
		await world.kubectl('delete', `pod/after-${component}`, `pvc/meanwhile-${component}`);
	});
}

test.serial('data survive a stop and a start of the cluster', async t => {
	await stopCluster({name, environment: world.environment});
	await startCluster({name, environment: world.environment});
	await eventually(t, 'the pod reads them', async () => await run('keeper', 'cat /data/word') === 'kept');
});

test.serial('a claim that is in use is not deleted; when it is, its data are', async t => {
	const volume = await get('pvc/first', '.spec.volumeName');
	await world.kubectl('delete', 'pvc', 'first', '--wait=false');
	t.not(await get('pvc/first', '.metadata.deletionTimestamp'), '');
	t.is(await run('keeper', 'cat /data/word'), 'kept');
	await world.kubectl('delete', 'pod', 'keeper');
	await eventually(t, 'the volume is gone', async () => !(await get('pv', '.items[*].metadata.name')).includes(volume));
	await isGone(t, volume);
});

test.serial('the data of a volume that is deleted together with its claim are deleted, too', async t => {
	await apply(claim('both'));
	const volume = await bound(t, 'both');
	await world.kubectl('delete', `pv/${volume}`, 'pvc/both');
	await isGone(t, volume);
});

test.serial('a retained volume keeps its data, also when its object is deleted', async t => {
	await apply(claim('archive', {storageClassName: 'standard-retain'}), pod('archivist', 'archive'));
	const volume = await bound(t, 'archive');
	await running(t, 'archivist');
	await run('archivist', 'echo old > /data/word');
	await world.kubectl('delete', 'pod/archivist', 'pvc/archive');
	await eventually(t, 'it is Released', async () => await get(`pv/${volume}`, '.status.phase') === 'Released');
	await world.kubectl('delete', 'pv', volume);
	await kill('cloud-controller-manager');
	await apply(claim('proof'));
	await bound(t, 'proof');
	t.true(existsSync(path.join(directory, 'volumes', volume, 'word')));
	await world.kubectl('delete', 'pvc/proof');
});

test.serial('each replica of a StatefulSet keeps its own data when it is scaled down and up', async t => {
	await apply({
		apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: {name: 'db', namespace: 'default'},
		spec: {
			serviceName: 'db', replicas: 2, podManagementPolicy: 'Parallel', selector: {matchLabels: {app: 'db'}},
			template: {metadata: {labels: {app: 'db'}}, spec: {terminationGracePeriodSeconds: 0, containers: [container([{name: 'data', mountPath: '/data'}])]}},
			volumeClaimTemplates: [{metadata: {name: 'data'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}}],
		},
	});
	const replicas = ['db-0', 'db-1'];
	await Promise.all(replicas.map(async replica => {
		await running(t, replica);
		await run(replica, 'hostname > /data/word');
	}));
	await world.kubectl('scale', 'statefulset', 'db', '--replicas=0');
	await eventually(t, 'no replica is left', async () => await get('pods', '.items[*].metadata.name') === '');
	await world.kubectl('scale', 'statefulset', 'db', '--replicas=2');
	await Promise.all(replicas.map(async replica => {
		await running(t, replica);
		t.is(await run(replica, 'cat /data/word'), replica);
	}));
	await world.kubectl('delete', 'statefulset/db', 'pvc/data-db-0', 'pvc/data-db-1');
});

test.serial('a pod that is not root writes by its fsGroup, also below a subPath', async t => {
	await apply(claim('shared'), pod('user', 'shared', {spec: {securityContext: {runAsUser: 1000, runAsGroup: 1000, fsGroup: 2000}}, mount: {subPath: 'nested/here'}}));
	await running(t, 'user');
	await run('user', 'echo mine > /data/word');
	t.is(await run('user', 'stat -c %u:%g /data/word'), '1000:2000');
	t.true(existsSync(path.join(directory, 'volumes', await get('pvc/shared', '.spec.volumeName'), 'nested/here/word')));
	await world.kubectl('delete', 'pod/user');
});

test.serial('two pods may share a volume', async t => {
	await apply(claim('many', {accessModes: ['ReadWriteMany']}), pod('one', 'many'), pod('two', 'many'));
	await Promise.all([running(t, 'one'), running(t, 'two')]);
	await run('one', 'echo hello > /data/word');
	t.is(await run('two', 'cat /data/word'), 'hello');
	await world.kubectl('delete', 'pod/one', 'pod/two');
});

test.serial('a claim may grow', async t => {
	await world.kubectl('patch', 'pvc', 'many', '-p', '{"spec":{"resources":{"requests":{"storage":"5Gi"}}}}');
	await eventually(t, 'it has grown', async () => await get('pvc/many', '.status.capacity.storage') === '5Gi');
	t.is(await get(`pv/${await get('pvc/many', '.spec.volumeName')}`, '.spec.capacity.storage'), '5Gi');
});

test.serial('a class may wait for the first pod', async t => {
	await apply(
		{apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: {name: 'late'}, provisioner: 'single-kube.dev/local', volumeBindingMode: 'WaitForFirstConsumer'},
		claim('late', {storageClassName: 'late'}), claim('soon'),
	);
	await bound(t, 'soon');
	t.is(await get('pvc/late', '.status.phase'), 'Pending');
	await apply(pod('consumer', 'late'));
	await running(t, 'consumer');
	await world.kubectl('delete', 'pod/consumer');
});

for (const [what, spec, why] of [
	['volumeMode Block', {volumeMode: 'Block'}, /use volumeMode Filesystem/],
	['a selector', {selector: {matchLabels: {disk: 'fast'}}}, /remove spec\.selector/],
] as const) {
	test.serial(`a claim with ${what} is not bound, and an event says why`, async t => {
		await apply(claim('odd', spec));
		await eventually(t, 'the event', async () => {
			const events = await world.kubectl('get', 'events', '--field-selector', 'involvedObject.name=odd,type=Warning', '-o', 'jsonpath={range .items[*]}{.reason} {.message}{end}');
			return /^ProvisioningFailed /.test(events) && why.test(events) || events;
		});
		t.is(await get('pvc/odd', '.status.phase'), 'Pending');
		await world.kubectl('delete', 'pvc', 'odd');
		await world.kubectl('delete', 'events', '--field-selector', 'involvedObject.name=odd');
	});
}

test.serial('after the cluster is deleted nothing is left of its volumes', async t => {
	t.true((await directories()).length > 0);
	await world.remove();
	t.false(existsSync(directory));
});
