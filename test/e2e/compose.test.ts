/** A cluster by Docker Compose alone, as Debian packages it: what `single-kube compose` writes is brought up, used and taken away. */
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import type {ApiObject} from '../../src/api/api.ts';
import {apiFromKubeconfig} from '../../src/api/from-kubeconfig.ts';
import {clusterDirectory} from '../../src/cluster/cluster-directory.ts';
import {killContainer} from '../../src/engine/containers.ts';
import {containerState} from '../../src/engine/inspect.ts';
import {observe} from '../../src/engine/observe.ts';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {deleteCluster} from '../../src/index.ts';
import {applyManifest, eventually, kubectl, testHome, webManifest} from '../helpers/cluster.ts';
import {kubernetesUnderTest} from '../helpers/version.ts';

const name = 'e2e-compose';
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
const kubernetes = await kubernetesUnderTest();
const world = {directory: '', environment: {} as NodeJS.ProcessEnv, engine: unixEngine('/nowhere', 'not yet known')};

const singleKube = async (...args: readonly string[]) => execa(program, args, {reject: false, env: world.environment, timeout: 300_000});
/** Compose, and nothing else of ours in its environment but the engine. */
const compose = async (...args: readonly string[]) => execa('docker-compose', args, {
	cwd: path.join(world.directory, 'my cluster'), env: {DOCKER_HOST: world.engine.host, COMPOSE_HTTP_TIMEOUT: '300'}, all: true, timeout: 300_000,
});
const inCluster = async (...args: readonly string[]): Promise<string> => kubectl(world.engine, name, args);

test.before(async t => {
	await execa('sh', ['-c', 'command -v docker-compose || (apt-get update && apt-get install -y --no-install-recommends docker-compose)'], {env: {DEBIAN_FRONTEND: 'noninteractive'}});
	world.environment = await testHome();
	world.directory = await mkdtemp(path.join(tmpdir(), 'sk-compose-'));
	await deleteCluster({name, environment: world.environment}).catch(() => undefined);
	const written = await singleKube('compose', '--output-dir', path.join(world.directory, 'my cluster'), '--name', name, '-o', 'json');
	t.is(written.exitCode, 0, written.stderr);
	const {engine, kubernetesVersion} = JSON.parse(written.stdout) as {engine: string; kubernetesVersion: string};
	t.is(kubernetesVersion, kubernetes.version);
	world.engine = unixEngine(engine.replace('unix://', ''), 'the test');
});

test.after.always(async () => {
	await deleteCluster({name, environment: world.environment}).catch(() => undefined);
	await rm(world.directory, {recursive: true, force: true});
	await rm(world.environment['HOME']!, {recursive: true, force: true});
});

test.serial('nothing of the cluster is there before Compose makes it, and its keys are only their owner\'s to read', async t => {
	const {containers, volumes, network} = await observe(world.engine, name);
	t.deepEqual([containers, volumes, network], [[], [], undefined]);
	const mode = async (file: string): Promise<number> => (await stat(path.join(world.directory, 'my cluster', file))).mode & 0o777;
	t.deepEqual(await Promise.all(['files', 'files/pki/kubernetes.key', 'files/etcd-config/pki/server.key', 'kubeconfig', 'docker-compose.yaml'].map(mode)), [0o700, 0o600, 0o600, 0o600, 0o644]);
});

test.serial('plain docker-compose brings the cluster up: the node becomes Ready', async t => {
	await compose('config', '--quiet');
	await compose('up', '--detach');
	await eventually(t, 'the node is Ready', async () => /\bReady\b/.test(await inCluster('get', 'nodes', '--no-headers')));
	// A kubelet is ready before the controllers made the first namespace, and Compose does not wait for what applies the objects.
	await eventually(t, 'pods may be made', async () => (await inCluster('get', 'serviceaccount', 'default', '--namespace', 'default', '-o', 'name')) === 'serviceaccount/default');
	await eventually(t, 'the cluster\'s own objects are there', async () => (await inCluster('get', 'service', 'kube-dns', '--namespace', 'kube-system', '-o', 'name')) === 'service/kube-dns');
});

test.serial('a pod runs, and its page answers at a node port', async t => {
	await applyManifest(world.engine, name, webManifest('single-kube/nginx:latest'));
	const address = await inCluster('get', 'node', 'node-1', '-o', 'jsonpath={.status.addresses[0].address}');
	await eventually(t, 'the page answers', async () =>
		(await (await fetch(`http://${address}:30080/`, {signal: AbortSignal.timeout(2000), headers: {connection: 'close'}})).text()).includes('Welcome to nginx!'));
});

test.serial('the cluster\'s own objects are there, the kubeconfig leads in, and the names of services are answered', async t => {
	const api = await apiFromKubeconfig(path.join(world.directory, 'my cluster', 'kubeconfig'));
	const service = await api.get<ApiObject & {spec: {clusterIP: string}}>('/api/v1/namespaces/kube-system/services/kube-dns');
	t.is(service.spec.clusterIP, '10.96.0.10');
	await eventually(t, 'a pod finds a service by its name', async () => {
		const pod = await inCluster('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[0].metadata.name}');
		return (await inCluster('exec', pod, '--', 'getent', 'hosts', 'web.default.svc.cluster.local')).includes('web.default');
	});
});

test.serial('single-kube sees the cluster, and refuses to write another one of its name', async t => {
	await eventually(t, 'status says that it runs', async () => (await singleKube('status', '--name', name)).exitCode === 0);
	const again = await singleKube('compose', '--output-dir', path.join(world.directory, 'again'), '--name', name);
	t.is(again.exitCode, 6);
	t.regex(again.stderr, /CLUSTER_EXISTS/);
	const full = await singleKube('compose', '--output-dir', path.join(world.directory, 'my cluster'), '--name', `${name}-2`);
	t.is(full.exitCode, 6);
	t.regex(full.stderr, /DIRECTORY_NOT_EMPTY/);
});

test.serial('the agent starts what was killed, and makes nothing itself', async t => {
	const before = await containerState(world.engine, `sk-${name}-kube-scheduler`);
	await killContainer(world.engine, `sk-${name}-kube-scheduler`);
	await eventually(t, 'the scheduler runs again', async () => {
		const {running, startedAt} = await containerState(world.engine, `sk-${name}-kube-scheduler`);
		return running && startedAt > before.startedAt;
	});
	await compose('rm', '--force', '--stop', 'kube-scheduler');
	await compose('up', '--detach', 'kube-scheduler');
	await eventually(t, 'the new one runs', async () => (await containerState(world.engine, `sk-${name}-kube-scheduler`)).running);
});

test.serial('docker-compose down --volumes takes it away: pods, volumes, mounts, directories and cgroups, too', async t => {
	await compose('down', '--volumes');
	const left = await observe(world.engine, name);
	t.deepEqual({...left, applied: undefined}, {network: undefined, volumes: [], held: [], applied: undefined, containers: [], leftovers: [], pods: []});
	if (existsSync('/var/lib/single-kube/clusters')) {
		t.false(existsSync(clusterDirectory(name)));
	}

	t.false(readFileSync('/proc/self/mounts', 'utf8').includes(`${clusterDirectory(name)}/`));
});
