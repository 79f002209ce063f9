import {readdir, readFile, stat} from 'node:fs/promises';
import test from 'ava';
import {execa} from 'execa';
import {readSpec} from '../../src/cluster/spec.ts';
import {listClusters, observe} from '../../src/engine/observe.ts';
import {type ClusterOptions, clusterStatus, deleteCluster, planStart, SingleKubeError, startCluster, stopCluster} from '../../src/index.ts';
import {applyManifest, eventually, fetchPage, openCluster, type TestCluster, webManifest} from '../helpers/cluster.ts';
import {kubernetesUnderTest} from '../helpers/version.ts';

const name = 'e2e-life';
const kubernetes = await kubernetesUnderTest();
let world: TestCluster;

test.before(async () => {
	world = await openCluster(name);
});

test.after.always(async () => {
	await world?.remove();
});

test.serial('a fresh start ends with a Ready node of the version that was asked for', async t => {
	const node = (await world.kubectl('get', 'nodes', '--no-headers')).split(/\s+/);
	t.deepEqual(node.toSpliced(3, 1), ['node-1', 'Ready', '<none>', `v${kubernetes.version}`]);
	t.is(await world.kubectl('get', '--raw', '/readyz'), 'ok');
	const status = await clusterStatus({name});
	t.is(status.state, 'running');
	t.deepEqual(status.components.map(({component}) => component).sort(), [
		'agent', 'agent-guard', 'component-status', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-proxy@node-1', 'kube-scheduler', 'kubectl',
		'kubelet@node-1', 'node-prepare@node-1', 'node@node-1', ...kubernetes.is('>=1.24') ? ['cri-dockerd@node-1'] : [],
		// What the add-ons bring that are there unless somebody says otherwise.
		'cloud-controller-manager', 'dns', 'metrics-server',
	].sort());
});

test.serial('starting it again changes nothing', async t => {
	const before = await observe(world.cluster.engine, name);
	const again = await startCluster({name, environment: world.environment});
	t.deepEqual(again.plan, []);
	t.is(again.kubeconfig, undefined);
	t.deepEqual(await observe(world.cluster.engine, name), before);
});

test.serial('a dry run of a change says what it would do and does nothing', async t => {
	const {operations, images} = await planStart({name, apiPort: world.cluster.spec.apiPort + 700, environment: world.environment});
	t.true(operations.some(({operation}) => operation.kind === 'create-container' && operation.component === 'kube-apiserver'));
	t.deepEqual(images, []);
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
});

test.serial('nginx runs, and its page is there', async t => {
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
	await eventually(t, 'the page', async () => (await fetchPage(world.cluster)).includes('Welcome to nginx!'));
});

test.serial('a changed setting replaces only what it touches, and is remembered', async t => {
	const before = await observe(world.cluster.engine, name);
	const apiPort = world.cluster.spec.apiPort + 711;
	const changed = await startCluster({name, apiPort, environment: world.environment});
	t.is(changed.spec.apiPort, apiPort);
	const after = await observe(world.cluster.engine, name);
	const replaced = after.containers.filter(container => !before.containers.some(({id}) => id === container.id)).map(({component}) => component);
	// component-status lives in the apiserver's namespace and goes with it.
	t.deepEqual(replaced.sort(), ['component-status', 'kube-apiserver']);
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
	t.regex(await readFile(`${world.environment['HOME']}/.kube/config`, 'utf8'), new RegExp(`server: https://127\\.0\\.0\\.1:${apiPort}\\b`));
});

test.serial('a flag of a component replaces it alone and is remembered; one that it does not know is named, and all is what it was', async t => {
	const before = await observe(world.cluster.engine, name);
	await startCluster({name, extraConfig: ['scheduler.v=3'], environment: world.environment});
	const flagged = await observe(world.cluster.engine, name);
	t.deepEqual(flagged.containers.filter(({id}) => !before.containers.some(other => other.id === id)).map(({component}) => component), ['kube-scheduler']);

	const error = await t.throwsAsync(startCluster({name, extraConfig: ['scheduler.bogus=1', 'scheduler.v=4'], environment: world.environment}), {instanceOf: SingleKubeError});
	t.is(error.code, 'COMPONENT_ROLLED_BACK');
	t.regex(error.message, /does not run with --extra-config kube-scheduler\.bogus=1: /);
	t.regex(error.seen[0] ?? '', /^it says: .*unknown flag: --bogus/);
	const {plan, topology} = await startCluster({name, environment: world.environment});
	t.deepEqual(plan, []);
	t.deepEqual(topology.components.find(({id}) => id === 'kube-scheduler')!.container.command.filter(word => /^--(v|bogus)=/.test(word)), ['--v=3']);
});

test.serial('a node offers as much as it is told to; --wait says which pod is not well, and ends when all are', async t => {
	const small = await startCluster({name, memory: '1g', cpus: '1', extraConfig: ['scheduler.v-'], environment: world.environment});
	t.is(small.topology.settings.extraConfig, undefined);
	t.is(await world.kubectl('get', 'node', 'node-1', '-o', 'jsonpath={.status.allocatable.memory} {.status.allocatable.cpu}'), '1Gi 1');
	await world.kubectl('run', 'big', `--image=${world.cluster.images['nginx']!}`, '--overrides', JSON.stringify({
		spec: {containers: [{name: 'big', image: world.cluster.images['nginx']!, imagePullPolicy: 'Never', resources: {requests: {memory: '2Gi'}}}]},
	}));
	const error = await t.throwsAsync(startCluster({name, waitSeconds: 2, environment: world.environment}), {instanceOf: SingleKubeError});
	t.is(error.code, 'TIMEOUT');
	t.regex(error.seen.join('\n'), /Pod default\/big is Pending: .*Insufficient memory/);
	const {topology} = await startCluster({name, memory: 'max', cpus: 'max', waitSeconds: 120, environment: world.environment});
	t.is(topology.settings.offers, undefined);
	t.is(await world.kubectl('get', 'pod', 'big', '-o', 'jsonpath={.status.phase}'), 'Running');
	await world.kubectl('delete', 'pod', 'big', '--now');
});

test.serial('stop takes everything down and keeps what the cluster knows; start brings the same objects back', async t => {
	await world.kubectl('create', 'configmap', 'kept', '--from-literal=a=b');
	const uid = await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.metadata.uid}');
	await stopCluster({name});
	const stopped = await observe(world.cluster.engine, name);
	t.deepEqual(stopped.pods, []);
	t.true(stopped.containers.every(({state}) => state === 'exited'));
	t.is((await clusterStatus({name})).state, 'stopped');
	t.deepEqual(await stopCluster({name}), []);

	const {plan} = await startCluster({name, environment: world.environment});
	t.false(plan.some(({operation}) => operation.kind === 'create-container'));
	t.is(await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.metadata.uid}'), uid);
	t.is(await world.kubectl('get', 'configmap', 'kept', '-o', 'jsonpath={.data.a}'), 'b');
	await eventually(t, 'the page is back', async () => (await fetchPage(world.cluster)).includes('Welcome to nginx!'));
});

test.serial('the user\'s kubeconfig has the cluster, and kubectl would be let in with it', async t => {
	const config = await readFile(`${world.environment['HOME']}/.kube/config`, 'utf8');
	t.regex(config, new RegExp(`current-context: single-kube-${name}`));
	t.is((await stat(`${world.environment['HOME']}/.kube/config`)).mode & 0o777, 0o600);
});

test.serial('two starts at once: one works, the other says who is at it', async t => {
	const apiPort = world.cluster.spec.apiPort + 722;
	const results = await Promise.allSettled([
		startCluster({name, apiPort, environment: world.environment}), startCluster({name, apiPort, environment: world.environment}),
	]);
	const refused = results.filter(result => result.status === 'rejected').map(({reason}) => reason as SingleKubeError);
	t.is(refused.length, 1);
	t.is(refused[0]?.code, 'CLUSTER_BUSY');
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
});

test.serial('two clusters that are started at the same moment each get a range and a port of their own', async t => {
	const twins = [`${name}-left`, `${name}-right`];
	const interrupt = new AbortController();
	const seen = await Promise.all(twins.map(async twin => {
		const started = Promise.withResolvers<void>();
		const start = startCluster({name: twin, environment: world.environment}, event => {
			if (event.type === 'operation-finished' && event.operation === 'start-container' && event.resource === 'kube-apiserver') {
				started.resolve();
			}
		}, interrupt.signal);
		start.catch(started.reject);
		await started.promise;
		const spec = await readSpec(world.cluster.engine, twin);
		return {start, subnet: spec?.subnet, port: spec?.apiPort};
	}));
	interrupt.abort(new Error('both are there'));
	await Promise.allSettled(seen.map(({start}) => start));
	t.is(new Set([world.cluster.spec.subnet, ...seen.map(({subnet}) => subnet)]).size, 3);
	t.is(new Set(seen.map(({port}) => port)).size, 2);
	t.deepEqual((await listClusters(world.cluster.engine)).filter(found => twins.includes(found)), []);
});

/** @param step the number of the operation after which it is interrupted */
async function interrupted(step: number, options: ClusterOptions, signalReason: Error = new Error('interrupted by the test')): Promise<{readonly error: unknown; readonly warned: string[]}> {
	const interrupt = new AbortController();
	const warned: string[] = [];
	let operations = 0;
	try {
		await startCluster({...options, name, environment: world.environment}, event => {
			if (event.type === 'operation-finished' && ++operations === step) {
				interrupt.abort(signalReason);
			} else if (event.type === 'warned') {
				warned.push(event.text);
			}
		}, interrupt.signal);
	} catch (error) {
		return {error, warned};
	}

	throw new Error(`a start that was interrupted at step ${step} came to its end`);
}

test.serial('a new cluster whose start is interrupted is taken away, and its logs are kept', async t => {
	await deleteCluster({name, environment: world.environment});
	for (const step of [1, 30]) {
		const {error, warned} = await interrupted(step, {}, new SingleKubeError('INTERRUPTED', 'interrupted by SIGINT'));
		t.deepEqual(warned, [`removing what was made of the cluster ${name}`], `step ${step}`);
		t.true(error instanceof SingleKubeError && error.code === 'INTERRUPTED' && error.seen[0] === `what was made of the cluster ${name} is removed`, String(error));
		t.deepEqual(await observe(world.cluster.engine, name), {network: undefined, volumes: [], held: [], applied: undefined, containers: [], pods: [], leftovers: []});
	}

	const [folder] = await readdir(`${world.environment['HOME']}/.local/state/single-kube/logs`);
	t.true((await readdir(`${world.environment['HOME']}/.local/state/single-kube/logs/${folder!}`)).includes('etcd.log'));
});

test.serial('a start that is interrupted at any step and keeps what it made is finished by the next one', async t => {
	for (const step of [1, 4, 9, 14]) {
		await interrupted(step, {retain: true});
		t.truthy((await observe(world.cluster.engine, name)).network, `step ${step}`);
		await deleteCluster({name, environment: world.environment});
	}

	await interrupted(14, {retain: true});
	// One that is not new any more is not taken away.
	const {warned} = await interrupted(2, {});
	t.deepEqual(warned, ['what was made stays, and the next start goes on']);
	await startCluster({name, environment: world.environment});
	t.regex(await world.kubectl('get', 'nodes', '--no-headers'), /\sReady\s/);
});

test.serial('a damaged authority is an error that says so, and deletes what it can', async t => {
	await deleteCluster({name, environment: world.environment});
	await world.cluster.engine.docker.createVolume({Name: `sk-${name}-etcd`, Labels: {'dev.single-kube.cluster': name}});
	const error = await t.throwsAsync(startCluster({name, environment: world.environment}), {instanceOf: SingleKubeError});
	t.is(error.code, 'STATE_CORRUPT');
});

test.serial('a volume of another version is refused', async t => {
	await deleteCluster({name, environment: world.environment});
	for (const volume of ['etcd', 'pki']) {
		await world.cluster.engine.docker.createVolume({Name: `sk-${name}-${volume}`, Labels: {'dev.single-kube.cluster': name, 'dev.single-kube.version': '1.99.0'}});
	}

	const error = await t.throwsAsync(startCluster({name, environment: world.environment}), {instanceOf: SingleKubeError});
	t.is(error.code, 'STATE_FOREIGN');
	t.regex(error.message, /1\.99\.0/);
});

test.serial('somebody else\'s volume under our name is refused and stays', async t => {
	await deleteCluster({name, environment: world.environment});
	const foreign = `sk-${name}-etcd`;
	await world.cluster.engine.docker.createVolume({Name: foreign});
	try {
		const error = await t.throwsAsync(startCluster({name, environment: world.environment}), {instanceOf: SingleKubeError});
		t.is(error.code, 'STATE_FOREIGN');
		await t.notThrowsAsync(world.cluster.engine.docker.getVolume(foreign).inspect());
	} finally {
		await world.cluster.engine.docker.getVolume(foreign).remove();
	}
});

test.serial('delete leaves nothing: no container, network, volume, mount, cgroup, directory, rule or kubeconfig entry', async t => {
	const rules = async (): Promise<string> => (await execa('iptables-save', {reject: false})).stdout.split('\n').filter(line => line.startsWith('-A')).sort().join('\n');
	await deleteCluster({name, environment: world.environment});
	const before = await rules();
	// Its network may be another one than before.
	const fresh = await startCluster({name, environment: world.environment});
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
	await eventually(t, 'the page', async () => (await fetchPage(fresh)).includes('Welcome to nginx!'));
	await deleteCluster({name, environment: world.environment});

	const {docker} = world.cluster.engine;
	const label = {label: [`dev.single-kube.cluster=${name}`]};
	t.deepEqual(await docker.listContainers({all: true, filters: label}), []);
	t.deepEqual(await docker.listNetworks({filters: label}), []);
	t.deepEqual((await docker.listVolumes({filters: label} as object)).Volumes ?? [], []);
	t.false((await readFile('/proc/self/mountinfo', 'utf8')).includes(`/clusters/${name}`));
	t.deepEqual(await readdir('/var/lib/single-kube/clusters').then(names => names.filter(entry => entry === name), () => []), []);
	const groups = await execa('find', ['/sys/fs/cgroup', '-maxdepth', '3', '-path', `*/single-kube/${name}*`], {reject: false});
	t.is(groups.stdout, '');
	t.is(await rules(), before);
	const config = await readFile(`${world.environment['HOME']}/.kube/config`, 'utf8').catch(() => '');
	t.false(config.includes(name));
});

test.serial('deleting what is not there is no error, stopping it is', async t => {
	t.deepEqual(await deleteCluster({name: 'e2e-none', environment: world.environment}), []);
	const error = await t.throwsAsync(stopCluster({name: 'e2e-none'}), {instanceOf: SingleKubeError});
	t.is(error.code, 'CLUSTER_UNKNOWN');
});
