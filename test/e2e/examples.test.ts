import {readFile} from 'node:fs/promises';
import {connect} from 'node:net';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {killContainer, startContainer, stopContainer} from '../../src/engine/containers.ts';
import {execInContainer} from '../../src/engine/exec.ts';
import {readFiles} from '../../src/engine/files.ts';
import {applyManifest, eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';
import {kubernetesUnderTest} from '../helpers/version.ts';

const name = 'e2e-examples';
const kubernetes = await kubernetesUnderTest();
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
let world: TestCluster;
let address: string;

test.before(async t => {
	world = await openCluster(name);
	address = world.cluster.topology.nodes[0]!.address;
	const built = await cli('images', 'build', 'nginx', 'redis');
	t.is(built.exitCode, 0, built.stderr);
});

test.after.always(async () => {
	await world?.remove();
});

const cli = async (...args: readonly string[]): Promise<{exitCode?: number; stdout: string; stderr: string}> =>
	execa(program, ['--name', name, ...args], {reject: false, input: '', env: world.environment, timeout: 300_000});
const manifest = async (file: string): Promise<string> => readFile(new URL(`../../examples/${file}`, import.meta.url), 'utf8');
const apply = async (file: string): Promise<void> => applyManifest(world.cluster.engine, name, await manifest(file));

/** The names of pods that are ready and are not about to end. */
async function readyPods(selector: string, namespace = 'default'): Promise<string[]> {
	type Pod = {metadata: {name: string; deletionTimestamp?: string}; status: {conditions?: Array<{type: string; status: string}>}};
	const {items} = JSON.parse(await world.kubectl('get', 'pods', '-n', namespace, '-l', selector, '-o', 'json')) as {items: Pod[]};
	return items.filter(({metadata, status}) => metadata.deletionTimestamp === undefined
		&& status.conditions?.some(({type, status}) => type === 'Ready' && status === 'True')).map(({metadata}) => metadata.name).sort();
}

/** In milliseconds. A host port is free again only when its pod is gone, and the scheduler may look again a minute later. */
const patience = 240_000;

const ready = async (t: ExecutionContext, selector: string, count: number, namespace?: string): Promise<string[]> => {
	let pods: string[] = [];
	await eventually(t, `${count} pods of ${selector} are ready`, async () => {
		pods = await readyPods(selector, namespace);
		return pods.length === count || pods.join(' ');
	}, patience);
	return pods;
};

/** A page from this machine; a connection of its own, so that another pod may answer. */
async function page(port: number | string): Promise<string> {
	const response = await fetch(`http://${address}:${port}/`, {signal: AbortSignal.timeout(2000), headers: {connection: 'close'}});
	return response.text();
}

/** What redis says to PING, from this machine, at the node's address. */
const ping = async (): Promise<string> => new Promise((resolve, reject) => {
	const socket = connect({host: address, port: 6379, timeout: 2000}, () => socket.write('PING\r\n'));
	socket.once('data', data => {
		resolve(data.toString().trim());
		socket.destroy();
	});
	socket.once('error', reject).once('timeout', () => socket.destroy(new Error('no answer'))).once('close', () => reject(new Error('closed')));
});

test.serial('000: the nginx pod gives its page, inside and through the apiserver', async t => {
	await apply('000_single-kubernetes-docker/nginx-pod.yaml');
	await ready(t, 'name=nginx', 1);
	t.regex(await world.kubectl('exec', 'nginx', '--', 'curl', '--silent', 'http://localhost/'), /Welcome to nginx!/);
	t.regex(await world.kubectl('get', '--raw', '/api/v1/namespaces/default/pods/nginx/proxy/'), /Welcome to nginx!/);
	await world.kubectl('delete', 'pod', 'nginx');
});

test.serial('001: the controller has two pods, and both answer inside at the service\'s address', async t => {
	await apply('001_demystifying-kubernetes/nginx-rc.yaml');
	await apply('001_demystifying-kubernetes/nginx-service-clusterip.yaml');
	const pods = await ready(t, 'name=nginx', 2);
	t.true(pods.every(pod => pod.startsWith('nginx-controller-')));
	const service = await world.kubectl('get', 'service', 'nginx-service-clusterip', '-o', 'jsonpath={.spec.clusterIP}');
	await eventually(t, 'both pods have answered', async () => {
		t.regex(await world.kubectl('exec', pods[0]!, '--', 'curl', '--silent', '--max-time', '2', '--user-agent', 'inside', `http://${service}:8001/`), /Welcome to nginx!/);
		return answered(pods, 'inside');
	});
});

test.serial('001: both answer outside, from this machine, at the node\'s address', async t => {
	await apply('001_demystifying-kubernetes/nginx-service-nodeport.yaml');
	const pods = await ready(t, 'name=nginx', 2);
	const port = await world.kubectl('get', 'service', 'nginx-service-nodeport', '-o', 'jsonpath={.spec.ports[0].nodePort}');
	await eventually(t, 'both pods have answered', async () => {
		const response = await fetch(`http://${address}:${port}/`, {signal: AbortSignal.timeout(2000), headers: {connection: 'close', 'user-agent': 'outside'}});
		t.regex(await response.text(), /Welcome to nginx!/);
		return answered(pods, 'outside');
	});
	await world.kubectl('delete', 'rc/nginx-controller', 'service/nginx-service-clusterip', 'service/nginx-service-nodeport');
});

/** Whether each pod's log has a request of this client. */
async function answered(pods: readonly string[], client: string): Promise<boolean | string> {
	const logs = await Promise.all(pods.map(async pod => world.kubectl('logs', pod)));
	return logs.every(log => log.includes(`"${client}"`)) || `answered: ${logs.map(log => log.includes(`"${client}"`)).join(' ')}`;
}

test.serial('002: the manifests of 2014 are refused in the words that the README quotes', async t => {
	for (const [file, words] of [
		['redis.json', 'error: error validating "STDIN": error validating data: [apiVersion not set, kind not set]'],
		['redisController.json', kubernetes.is('>=1.24')
			? 'error: resource mapping not found for name: "" namespace: "" from "STDIN": no matches for kind "ReplicationController" in version "v1beta1"'
			: 'error: unable to recognize "STDIN": no matches for kind "ReplicationController" in version "v1beta1"'],
	] as const) {
		const error = await t.throwsAsync(apply(`002_docker-container-management/original/${file}`));
		t.true(error!.message.includes(words), error!.message);
		t.true((await manifest('002_docker-container-management/README.md')).includes(words));
	}
});

test.serial('002: redis answers at its host port, on the node\'s address', async t => {
	await apply('002_docker-container-management/redis.yaml');
	await ready(t, 'name=redis', 1);
	await eventually(t, 'PONG', async () => {
		const answer = await ping();
		return answer === '+PONG' || answer;
	});
	t.is(await world.kubectl('exec', 'redis', '--', 'redis-cli', 'ping'), 'PONG');
	t.is(await world.kubectl('exec', 'redis', '--', 'id', '-u'), '999');
});

test.serial('002: the controller takes the pod that is there, and replaces it when it is deleted', async t => {
	await apply('002_docker-container-management/redis-controller.yaml');
	await eventually(t, 'the pod is the controller\'s', async () =>
		(await world.kubectl('get', 'pod', 'redis', '-o', 'jsonpath={.metadata.ownerReferences[0].name}')) === 'redis-controller');
	await world.kubectl('delete', 'pod', 'redis');
	const [replacement] = await ready(t, 'name=redis', 1);
	t.regex(replacement!, /^redis-controller-/);
	await eventually(t, 'PONG of the new pod', async () => (await ping()) === '+PONG');
});

test.serial('002: a container that is killed is started again in the same pod', async t => {
	const [pod] = await readyPods('name=redis');
	const status = async (field: string): Promise<string> => world.kubectl('get', 'pod', pod!, '-o', `jsonpath={.status.containerStatuses[0].${field}}`);
	const before = await status('containerID');
	await killContainer(world.cluster.engine, before.replace('docker://', ''));
	await eventually(t, 'another container runs', async () => (await status('containerID')) !== before && (await status('ready')) === 'true');
	await eventually(t, 'PONG again', async () => (await ping()) === '+PONG');
	await world.kubectl('delete', 'rc', 'redis-controller');
});

test.serial('003: get cs shows three healthy components, get nodes a ready one', async t => {
	t.deepEqual(await componentStatuses(), {scheduler: 'True', 'controller-manager': 'True', 'etcd-0': 'True'});
	t.regex(await world.kubectl('get', 'nodes', '--no-headers'), /^node-1\s+Ready\s/);
});

test.serial('003: get cs shows which component is stopped, and that it is back', async t => {
	for (const component of ['scheduler', 'controller-manager']) {
		const container = `sk-${name}-kube-${component}`;
		await stopContainer(world.cluster.engine, container, 10);
		t.deepEqual(await componentStatuses(), {scheduler: 'True', 'controller-manager': 'True', 'etcd-0': 'True', [component]: 'False'});
		await startContainer(world.cluster.engine, container);
		await eventually(t, `${component} is healthy again`, async () => (await componentStatuses())[component] === 'True');
	}
});

test.serial('003: get cs goes on after the apiserver was killed', async t => {
	await killContainer(world.cluster.engine, `sk-${name}-kube-apiserver`);
	await eventually(t, 'all are healthy', async () => {
		const statuses = await componentStatuses();
		return Object.values(statuses).join() === 'True,True,True' || JSON.stringify(statuses);
	});
});

async function componentStatuses(): Promise<Record<string, string>> {
	const {items} = JSON.parse(await world.kubectl('get', 'componentstatuses', '-o', 'json')) as {items: Array<{metadata: {name: string}; conditions: Array<{type: string; status: string}>}>};
	return Object.fromEntries(items.map(({metadata, conditions}) => [metadata.name, conditions.find(({type}) => type === 'Healthy')!.status]));
}

test.serial('003: nothing of scheduler and controller-manager is served without TLS', async t => {
	for (const url of ['http://kube-scheduler:10251/metrics', 'http://kube-controller-manager:10252/metrics']) {
		const {exitCode} = await execInContainer(world.cluster.engine, `sk-${name}-kubectl`, ['curl', '--silent', '--max-time', '3', url]);
		t.is(exitCode, 7, 'curl could not connect');
	}
});

test.serial('003: config show prints each component\'s files, and no private key or token of the cluster', async t => {
	const all = await cli('config', 'show');
	t.is(all.exitCode, 0, all.stderr);
	const {components} = world.cluster.topology;
	for (const {id} of components) {
		t.true(all.stdout.includes(`\n${id} `), id);
	}

	const secrets: string[] = [];
	for (const {container, configVolume} of components.filter(component => component.configVolume !== undefined && component.name.startsWith('kube'))) {
		const folder = container.mounts.find(mount => mount.kind === 'volume' && mount.volume === configVolume)!.target;
		for (const [path, content] of await filesOf(container.name, folder)) {
			secrets.push(...path.endsWith('.key') ? [content.split('\n')[1]!] : [], .../client-key-data: (\S+)/.exec(content)?.slice(1) ?? []);
		}
	}

	t.true(secrets.length >= 8);
	// All of them as JSON, and as a person sees those that have every kind of file.
	const shown: string[] = [(await cli('config', 'show', '-o', 'json')).stdout];
	for (const component of ['kubelet', 'kube-apiserver', 'kubectl']) {
		shown.push((await cli('config', 'show', component)).stdout);
	}

	t.is((JSON.parse(shown[0]!) as {components: unknown[]}).components.length, components.length);
	t.regex(shown.join('\n'), /==> \/etc\/kubernetes\/kubelet\.yaml <==\n[\s\S]*kind: KubeletConfiguration/);
	for (const secret of secrets) {
		t.false(shown.some(text => text.includes(secret)));
	}

	t.false(shown.some(text => text.includes('PRIVATE KEY-----')));
});

async function filesOf(container: string, folder: string): Promise<Map<string, string>> {
	return await readFiles(world.cluster.engine, container, folder) ?? new Map<string, string>();
}

test.serial('004: three replicas behind a NodePort all answer, each by its name', async t => {
	await apply('004_docker-and-kubernetes/deployment.yaml');
	await apply('004_docker-and-kubernetes/service.yaml');
	const pods = await ready(t, 'app=hello-world', 3);
	const names = new Set<string>();
	await eventually(t, 'all three have answered', async () => {
		names.add((await helloPage()).name);
		return names.size === 3 || [...names].join(' ');
	});
	t.deepEqual([...names].sort(), pods);
});

test.serial('004: a rolling update brings the other version, and undo the first one back', async t => {
	for (const [version, command] of [['v2', ['set', 'env', 'deployment/hello-world', 'VERSION=v2']], ['v1', ['rollout', 'undo', 'deployment/hello-world']]] as const) {
		await world.kubectl(...command);
		await world.kubectl('rollout', 'status', 'deployment/hello-world', '--timeout=120s');
		const pods = await ready(t, 'app=hello-world', 3);
		const names = new Set<string>();
		await eventually(t, `three pods answer with ${version}`, async () => {
			const {version: seen, name: pod} = await helloPage();
			t.true(pods.includes(pod) ? seen === version : seen !== version);
			names.add(pod);
			return pods.every(each => names.has(each)) || `${seen} from ${pod}`;
		});
	}

	await world.kubectl('delete', 'deployment/hello-world', 'service/hello-world');
});

async function helloPage(): Promise<{version: string; name: string}> {
	const port = await world.kubectl('get', 'service', 'hello-world', '-o', 'jsonpath={.spec.ports[0].nodePort}');
	const text = await page(port);
	const [, version, pod] = /^Hello World (\S+) from (\S+)$/m.exec(text) ?? [];
	if (version === undefined) {
		throw new Error(`the page is: ${text}`);
	}

	return {version, name: pod!};
}

test.serial('004: a job reads a ConfigMap and a Secret', async t => {
	await apply('004_docker-and-kubernetes/namespace.yaml');
	await apply('004_docker-and-kubernetes/configmap-secret-job.yaml');
	await world.kubectl('wait', '-n', 'concepts', '--for=condition=Complete', 'job/greet', '--timeout=120s');
	t.is(await world.kubectl('logs', '-n', 'concepts', 'job/greet'), 'Good morning, the password has 11 letters');
});

test.serial('004: a StatefulSet\'s pods keep their names', async t => {
	await apply('004_docker-and-kubernetes/statefulset.yaml');
	t.deepEqual(await ready(t, 'app=member', 2, 'concepts'), ['member-0', 'member-1']);
	const uid = async (): Promise<string> => world.kubectl('get', 'pod', '-n', 'concepts', 'member-0', '-o', 'jsonpath={.metadata.uid}');
	const before = await uid();
	await world.kubectl('delete', 'pod', '-n', 'concepts', 'member-0');
	t.deepEqual(await ready(t, 'app=member', 2, 'concepts'), ['member-0', 'member-1']);
	t.not(await uid(), before);
});

test.serial('004: a DaemonSet has a pod on each node, and the namespace takes all of it away', async t => {
	await apply('004_docker-and-kubernetes/daemonset.yaml');
	const pods = await ready(t, 'app=watcher', world.cluster.topology.nodes.length, 'concepts');
	t.is(await world.kubectl('logs', '-n', 'concepts', pods[0]!), 'watching node-1');
	await world.kubectl('delete', 'namespace', 'concepts', '--timeout=120s');
	await t.throwsAsync(world.kubectl('get', 'namespace', 'concepts'), {message: /NotFound/});
});
