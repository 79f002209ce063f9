import {lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import test from 'ava';
import {eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';
import {volumeTools} from '../helpers/volume-pods.ts';

const name = 'volumes-e2e';
let world: TestCluster;
let tools: ReturnType<typeof volumeTools>;
let podsDirectory: string;
let scratch: string;

const exists = async (path: string): Promise<boolean> => lstat(path).then(() => true, () => false);
/** What is mounted on this machine at or below a directory. */
const mountsBelow = async (directory: string): Promise<string[]> =>
	(await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map(line => line.split(' ')[4] ?? '').filter(path => path === directory || path.startsWith(`${directory}/`));

test.before(async () => {
	world = await openCluster(name);
	tools = volumeTools(world, name);
	podsDirectory = `${world.cluster.topology.nodes[0]!.directory}/kubelet/pods`;
	// At the top, and later than the kubelet's start: it sees what the host has now, not what it had.
	scratch = await mkdtemp('/volumes-e2e-');
});

test.after.always(async () => {
	await world?.remove();
	if (scratch) {
		await rm(scratch, {recursive: true, force: true});
	}

	await rm('/etc/volumes-e2e', {force: true});
});

test.serial('an emptyDir is shared by the containers of a pod and gone with it, on disk and in memory', async t => {
	await tools.run({
		name: 'empty', volumes: [{name: 'disk', emptyDir: {}}, {name: 'memory', emptyDir: {medium: 'Memory'}}],
		mounts: {
			main: [{name: 'disk', mountPath: '/disk'}, {name: 'memory', mountPath: '/memory'}],
			other: [{name: 'disk', mountPath: '/disk'}, {name: 'memory', mountPath: '/memory', readOnly: true}],
		},
	});
	await tools.inside('empty', 'echo from main > /disk/file; echo from main > /memory/file');
	t.is(await tools.inside('empty', 'cat /disk/file /memory/file', 'other'), 'from main\nfrom main');
	await t.throwsAsync(tools.inside('empty', 'echo > /memory/mine', 'other'), {message: /Read-only file system/});
	t.is(await tools.inside('empty', 'stat -f -c %T /memory'), 'tmpfs');
	t.not(await tools.inside('empty', 'stat -f -c %T /disk'), 'tmpfs');
	t.is(await tools.inside('empty', 'stat -c %a /disk /memory'), '777\n1777');
	const uid = await world.kubectl('get', 'pod', 'empty', '-o', 'jsonpath={.metadata.uid}');
	t.true((await mountsBelow(`${podsDirectory}/${uid}`)).length >= 2);
	await tools.remove('empty');
	await eventually(t, 'its directory and mounts are gone', async () => (await mountsBelow(`${podsDirectory}/${uid}`)).length === 0 && !await exists(`${podsDirectory}/${uid}`));
});

test.serial('configMap, secret, projected and downward API volumes have the files, modes and owners that were asked for', async t => {
	await tools.apply(
		{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'settings', namespace: 'default'}, data: {colour: 'blue', shape: 'round'}},
		{apiVersion: 'v1', kind: 'Secret', metadata: {name: 'keys', namespace: 'default'}, stringData: {one: '1', two: '2'}},
	);
	await tools.run({
		name: 'files', labels: {tier: 'front'},
		spec: {securityContext: {runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000}},
		volumes: [
			{name: 'config', configMap: {name: 'settings', items: [{key: 'colour', path: 'deep/colour'}]}},
			{name: 'all', configMap: {name: 'settings'}},
			{name: 'secret', secret: {secretName: 'keys', defaultMode: 0o400, items: [{key: 'one', path: 'one'}, {key: 'two', path: 'two', mode: 0o440}]}},
			{name: 'projected', projected: {sources: [
				{serviceAccountToken: {path: 'token', expirationSeconds: 3600, audience: 'vault'}},
				{configMap: {name: 'settings', items: [{key: 'shape', path: 'shape'}]}},
				{downwardAPI: {items: [{path: 'labels', fieldRef: {fieldPath: 'metadata.labels'}}, {path: 'cpu', resourceFieldRef: {containerName: 'main', resource: 'requests.cpu', divisor: '1m'}}]}},
			]}},
			{name: 'empty', emptyDir: {}},
		],
		container: {resources: {requests: {cpu: '25m'}}},
		mounts: {main: [
			{name: 'config', mountPath: '/config'}, {name: 'all', mountPath: '/all'}, {name: 'secret', mountPath: '/secret'}, {name: 'projected', mountPath: '/projected'}, {name: 'empty', mountPath: '/empty'},
		]},
	});
	t.is(await tools.inside('files', 'cat /config/deep/colour'), 'blue');
	t.is(await tools.inside('files', 'stat -f -c %T /secret'), 'tmpfs');
	// A group that may read is added where the volume has an fsGroup (kubernetes.io, "Configure a Security Context").
	t.is(await tools.inside('files', 'stat -L -c "%a %g" /secret/one /secret/two'), '440 2000\n440 2000');
	t.is(await tools.inside('files', 'cat /secret/one /secret/two'), '12');
	await t.throwsAsync(tools.inside('files', 'echo > /secret/one'), {message: /Read-only file system|Permission denied/});
	t.is(await tools.inside('files', 'cat /projected/shape; echo; cat /projected/labels; echo; cat /projected/cpu'), 'round\ntier="front"\n25');
	const payload = JSON.parse(Buffer.from((await tools.inside('files', 'cat /projected/token')).split('.')[1]!, 'base64url').toString()) as {aud: string[]; sub: string};
	t.deepEqual([payload.aud, payload.sub], [['vault'], 'system:serviceaccount:default:default']);
	t.is(await tools.inside('files', 'touch /empty/mine && stat -c "%u %g" /empty/mine && id -G'), '1000 2000\n3000 2000');
});

test.serial('changes of a configMap, a secret and labels arrive in running pods', async t => {
	await world.kubectl('patch', 'configmap', 'settings', '-p', '{"data":{"colour":"red"}}');
	await world.kubectl('patch', 'secret', 'keys', '-p', '{"stringData":{"one":"eins"}}');
	await eventually(t, 'both files', async () => {
		const seen = await tools.inside('files', 'cat /all/colour; echo; cat /secret/one');
		return seen === 'red\neins' || seen;
	}, 40_000);
	await world.kubectl('label', 'pod', 'files', 'tier=back', '--overwrite');
	await eventually(t, 'the labels', async () => await tools.inside('files', 'cat /projected/labels') === 'tier="back"', 40_000);
	await tools.remove('files');
});

test.serial('a secret without an fsGroup has the modes that were asked for, for each key its own', async t => {
	await tools.run({
		name: 'modes', volumes: [{name: 'secret', secret: {secretName: 'keys', defaultMode: 0o400, items: [{key: 'one', path: 'one'}, {key: 'two', path: 'two', mode: 0o511}]}}],
		mounts: {main: [{name: 'secret', mountPath: '/secret'}]},
	});
	t.is(await tools.inside('modes', 'stat -L -c "%a %u" /secret/one /secret/two'), '400 0\n511 0');
	await tools.remove('modes');
});

test.serial('a hostPath of each type is what this machine has there, and what is made is made on this machine', async t => {
	await mkdir(`${scratch}/there`);
	await writeFile(`${scratch}/file`, 'of the host');
	await tools.run({
		name: 'host',
		volumes: [
			{name: 'plain', hostPath: {path: scratch}},
			{name: 'directory', hostPath: {path: `${scratch}/there`, type: 'Directory'}},
			{name: 'made', hostPath: {path: `${scratch}/made/deep`, type: 'DirectoryOrCreate'}},
			{name: 'file', hostPath: {path: `${scratch}/file`, type: 'File'}},
			// In a directory that the kubelet's own image has, too.
			{name: 'touched', hostPath: {path: '/etc/volumes-e2e', type: 'FileOrCreate'}},
			{name: 'socket', hostPath: {path: world.cluster.engine.socketPath, type: 'Socket'}},
			{name: 'character', hostPath: {path: '/dev/null', type: 'CharDevice'}},
		],
		mounts: {main: [
			{name: 'plain', mountPath: '/plain', readOnly: true}, {name: 'directory', mountPath: '/directory'}, {name: 'made', mountPath: '/made'}, {name: 'file', mountPath: '/file'},
			{name: 'touched', mountPath: '/touched'}, {name: 'socket', mountPath: '/engine.sock'}, {name: 'character', mountPath: '/character'},
		]},
	});
	t.is(await tools.inside('host', 'cat /file'), 'of the host');
	t.is(await tools.inside('host', 'stat -c %F /made /touched /engine.sock /character'), 'directory\nregular empty file\nsocket\ncharacter special file');
	await tools.inside('host', 'echo one > /directory/a; echo two > /made/b; echo three > /touched');
	t.is(await readFile(`${scratch}/there/a`, 'utf8'), 'one\n');
	t.is(await readFile(`${scratch}/made/deep/b`, 'utf8'), 'two\n');
	t.is(await readFile('/etc/volumes-e2e', 'utf8'), 'three\n');
	t.is((await stat(`${scratch}/made`)).mode & 0o777, 0o755);
	await t.throwsAsync(tools.inside('host', 'echo > /plain/file'), {message: /Read-only file system/});
	await tools.remove('host');
	t.is(await readFile(`${scratch}/made/deep/b`, 'utf8'), 'two\n', 'a hostPath outlives its pod');
});

const wrong = [
	{type: 'Directory', path: 'nothing', says: /is not a directory/},
	{type: 'Directory', path: 'file', says: /is not a directory/},
	{type: 'DirectoryOrCreate', path: 'file', says: /is not a directory/},
	{type: 'File', path: 'nothing', says: /is not a file/},
	{type: 'FileOrCreate', path: 'there', says: /is not a file/},
	{type: 'Socket', path: 'file', says: /is not a socket/},
	{type: 'CharDevice', path: 'file', says: /is not a character device/},
	{type: 'BlockDevice', path: 'file', says: /is not a block device/},
];
test.serial('a hostPath that is not what its type says keeps the pod waiting, and the event says why', async t => {
	const pods = wrong.map(({type, path}, index) => ({
		apiVersion: 'v1', kind: 'Pod', metadata: {name: `wrong-${index}`, namespace: 'default'},
		spec: {
			terminationGracePeriodSeconds: 0, volumes: [{name: 'v', hostPath: {path: `${scratch}/${path}`, type}}],
			containers: [{name: 'main', image: world.cluster.images['nginx'], imagePullPolicy: 'Never', volumeMounts: [{name: 'v', mountPath: '/v'}]}],
		},
	}));
	await tools.apply(...pods);
	for (const [index, {type, path, says}] of wrong.entries()) {
		await eventually(t, `${type} at ${path}`, async () => {
			const messages = await tools.events(`wrong-${index}`, 'FailedMount');
			return /hostPath type check failed/.test(messages) && says.test(messages) ? true : messages;
		});
		t.is(await world.kubectl('get', 'pod', `wrong-${index}`, '-o', 'jsonpath={.status.phase}'), 'Pending');
	}

	t.false(await exists(`${scratch}/nothing`), 'a check makes nothing');
	// What was missing comes, and the pod goes on by itself.
	await mkdir(`${scratch}/nothing`);
	await eventually(t, 'the first pod runs', async () => await world.kubectl('get', 'pod', 'wrong-0', '-o', 'jsonpath={.status.phase}') === 'Running');
	await tools.remove(...wrong.map((_, index) => `wrong-${index}`));
});

test.serial('subPath and subPathExpr show a part of a volume, of each kind', async t => {
	await tools.run({
		name: 'parts',
		volumes: [{name: 'host', hostPath: {path: scratch}}, {name: 'memory', emptyDir: {medium: 'Memory'}}, {name: 'config', configMap: {name: 'settings'}}],
		container: {env: [{name: 'POD_NAME', valueFrom: {fieldRef: {fieldPath: 'metadata.name'}}}]},
		mounts: {main: [
			{name: 'host', mountPath: '/host', subPath: 'part/deep'}, {name: 'host', mountPath: '/of', subPathExpr: 'logs/$(POD_NAME)'},
			{name: 'memory', mountPath: '/memory', subPath: 'part'}, {name: 'config', mountPath: '/etc/colour', subPath: 'colour'},
		]},
	});
	await tools.inside('parts', 'echo one > /host/file; echo two > /of/file; echo three > /memory/file');
	t.is(await readFile(`${scratch}/part/deep/file`, 'utf8'), 'one\n');
	t.is(await readFile(`${scratch}/logs/parts/file`, 'utf8'), 'two\n');
	t.is(await tools.inside('parts', 'stat -f -c %T /memory; cat /etc/colour'), 'tmpfs\nred');
	const uid = await world.kubectl('get', 'pod', 'parts', '-o', 'jsonpath={.metadata.uid}');
	await tools.remove('parts');
	await eventually(t, 'nothing of it is mounted', async () => (await mountsBelow(`${podsDirectory}/${uid}`)).length === 0 && !await exists(`${podsDirectory}/${uid}`));
	t.deepEqual((await readdir(`${scratch}/part/deep`)), ['file']);
});

test.serial('an emptyDir that outgrows its limit costs the pod its place', async t => {
	await tools.run({name: 'greedy', volumes: [{name: 'v', emptyDir: {sizeLimit: '1Mi'}}], mounts: {main: [{name: 'v', mountPath: '/v'}]}});
	await tools.inside('greedy', 'dd if=/dev/zero of=/v/big bs=1M count=8');
	await eventually(t, 'it is evicted', async () => await world.kubectl('get', 'pod', 'greedy', '-o', 'jsonpath={.status.reason} {.status.message}').then(seen => /^Evicted .*exceeds the limit "1Mi"/.test(seen) || seen), 240_000);
	await tools.remove('greedy');
});

test.serial('delete leaves nothing mounted and no directory, also with volumes in use', async t => {
	await tools.run({
		name: 'left', volumes: [{name: 'memory', emptyDir: {medium: 'Memory'}}, {name: 'host', hostPath: {path: scratch}}],
		mounts: {main: [{name: 'memory', mountPath: '/memory', subPath: 'part'}, {name: 'host', mountPath: '/host', subPath: 'part'}]},
	});
	t.true((await mountsBelow(podsDirectory)).length >= 3);
	await world.remove();
	t.deepEqual(await mountsBelow(`/var/lib/single-kube/clusters/${name}`), []);
	t.false(await exists(`/var/lib/single-kube/clusters/${name}`));
	t.is(await readFile(`${scratch}/part/deep/file`, 'utf8'), 'one\n', 'what is the host\'s stays');
});
