import {readFile} from 'node:fs/promises';
import {connect as tlsConnect} from 'node:tls';
import test from 'ava';
import {execa} from 'execa';
import {removeContainer} from '../../src/engine/containers.ts';
import {execInContainer} from '../../src/engine/exec.ts';
import {readFiles} from '../../src/engine/files.ts';
import {ignoreEvents} from '../../src/events.ts';
import {readServices} from '../../src/explain/about.ts';
import {componentFlags} from '../../src/explain/component-flags.ts';
import {explainComponent} from '../../src/explain/explain-component.ts';
import {openTopology} from '../../src/explain/open-topology.ts';
import {applyManifest, eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';
import {kubernetesUnderTest} from '../helpers/version.ts';

const name = 'e2e-node';
const kubernetes = await kubernetesUnderTest();
let world: TestCluster;
let routesBefore: string[];

/** Those to the networks of engines come and go with other clusters. */
const routes = async (): Promise<string[]> => (await execa('ip', ['route'])).stdout.split('\n').filter(line => !/ dev (br-[\da-f]{12}|sk-[\da-f]{8}) proto kernel /.test(line));
const run = async (container: string, ...command: readonly string[]): Promise<{exitCode: number; stdout: string; stderr: string}> =>
	execInContainer(world.cluster.engine, `sk-${name}-${container}`, command);

test.before(async () => {
	world = await openCluster(name);
	routesBefore = await routes();
});

test.after.always(async () => {
	await world?.remove();
});

const pod = (podName: string, spec: Record<string, unknown>): string => JSON.stringify({
	apiVersion: 'v1', kind: 'Pod', metadata: {name: podName, namespace: 'default'},
	spec: {terminationGracePeriodSeconds: 0, ...spec, containers: [{name: 'main', image: world.cluster.images['nginx'], imagePullPolicy: 'Never', ...spec['main'] as object}], main: undefined},
});

const running = async (podName: string): Promise<boolean | string> => {
	const phase = await world.kubectl('get', 'pod', podName, '-o', 'jsonpath={.status.phase}');
	return phase === 'Running' || phase;
};

test.serial('a hostNetwork pod lands in the node\'s namespace, not in the host\'s', async t => {
	await applyManifest(world.cluster.engine, name, pod('host-network', {hostNetwork: true, main: {command: ['sleep', '3600']}}));
	await eventually(t, 'it runs', async () => running('host-network'));
	t.is(await world.kubectl('get', 'pod', 'host-network', '-o', 'jsonpath={.status.podIP}'), world.cluster.topology.nodes[0]!.address);
	const interfaces = await world.kubectl('exec', 'host-network', '--', 'cat', '/proc/net/dev');
	t.regex(interfaces, /sk-sink/);
	t.notRegex(interfaces, /docker0/);
	const resolv = await world.kubectl('exec', 'host-network', '--', 'cat', '/etc/resolv.conf');
	t.notRegex(resolv, /127\.0\.0\.11/);
	const holders = await readFiles(world.cluster.engine, `sk-${name}-node-1`, '/etc');
	t.true(holders !== undefined);
});

test.serial('a hostPort answers on the node\'s address', async t => {
	await applyManifest(world.cluster.engine, name, pod('host-port', {main: {ports: [{containerPort: 80, hostPort: 8088}]}}));
	await eventually(t, 'it runs', async () => running('host-port'));
	const {address} = world.cluster.topology.nodes[0]!;
	await eventually(t, 'the page', async () => {
		const response = await fetch(`http://${address}:8088/`, {signal: AbortSignal.timeout(2000)});
		return (await response.text()).includes('Welcome to nginx!');
	});
});

test.serial('secrets and service account tokens reach the pod through the engine', async t => {
	await world.kubectl('create', 'secret', 'generic', 'word', '--from-literal=key=open-sesame');
	await applyManifest(world.cluster.engine, name, pod('with-secret', {
		volumes: [{name: 'word', secret: {secretName: 'word'}}], main: {command: ['sleep', '3600'], volumeMounts: [{name: 'word', mountPath: '/word'}]},
	}));
	await eventually(t, 'it runs', async () => running('with-secret'));
	t.is(await world.kubectl('exec', 'with-secret', '--', 'cat', '/word/key'), 'open-sesame');
	t.regex(await world.kubectl('exec', 'with-secret', '--', 'cat', '/var/run/secrets/kubernetes.io/serviceaccount/token'), /^eyJ/);
});

test.serial('a pod reaches the apiserver at the first address of the service range', async t => {
	const answer = await world.kubectl('exec', 'with-secret', '--', 'bash', '-c', 'exec 3<>/dev/tcp/10.96.0.1/443 && echo open');
	t.is(answer, 'open');
});

test.serial('the host\'s routes are as they were, and its iptables know nothing of services', async t => {
	t.deepEqual(await routes(), routesBefore);
	t.notRegex((await execa('iptables-save', {reject: false})).stdout, /KUBE-|CNI-/);
});

test.serial('a packet for a service that no rule has caught never leaves the node', async t => {
	const route = await run('node-1-kubelet', 'ip', 'route', 'get', '10.111.222.33');
	t.regex(route.stdout, /dev sk-sink/);
	const pods = await run('node-1-kubelet', 'ip', 'route', 'get', '10.244.99.1');
	t.regex(pods.stdout, /dev sk-sink/);
});

test.serial('a container of the user\'s that looks like a pod survives, and the kubelet never sees it', async t => {
	const {docker} = world.cluster.engine;
	const impostor = await docker.createContainer({
		name: 'sk-e2e-impostor', Image: world.cluster.images['nginx']!, Cmd: ['sleep', '3600'],
		Labels: {
			'io.kubernetes.docker.type': 'podsandbox', 'io.kubernetes.container.name': 'POD', 'io.kubernetes.pod.name': 'ghost',
			'io.kubernetes.pod.namespace': 'default', 'io.kubernetes.pod.uid': '11111111-2222-3333-4444-555555555555',
		},
	});
	try {
		await impostor.start();
		// A pod that comes and goes makes the kubelet look at everything that it has.
		await applyManifest(world.cluster.engine, name, pod('passing', {main: {command: ['sleep', '3600']}}));
		await eventually(t, 'it runs', async () => running('passing'));
		await world.kubectl('delete', 'pod', 'passing', '--wait=true');
		const restarted = await run('node-1-kubelet', 'sh', '-c', 'kill -TERM $(pidof kubelet)');
		t.true(restarted.exitCode >= -1);
		await eventually(t, 'the kubelet is back', async () => (await world.kubectl('get', '--raw', '/api/v1/nodes/node-1/proxy/healthz')) === 'ok');
		t.true((await impostor.inspect()).State.Running);
	} finally {
		await removeContainer(world.cluster.engine, 'sk-e2e-impostor');
	}
});

test.serial('etcd lets nobody in without a certificate of its own authority', async t => {
	const prefix = world.cluster.spec.subnet.split('.').slice(0, 3).join('.');
	const outcome = await new Promise<string>(resolve => {
		const socket = tlsConnect({host: `${prefix}.2`, port: 2379, rejectUnauthorized: false, timeout: 5000}, () => {
			socket.write('GET /version HTTP/1.1\r\nHost: etcd\r\n\r\n');
		});
		socket.on('data', data => resolve(`answered ${data.toString().slice(0, 20)}`));
		socket.on('error', error => resolve(error.message));
		socket.on('close', () => resolve('closed'));
	});
	t.regex(outcome, /certificate|alert|closed|reset/i);
});

test.serial('apiserver and kubelet let nobody in without credentials', async t => {
	const {address} = world.cluster.topology.nodes[0]!;
	const insecure = async (url: string): Promise<string> => (await run('kubectl', 'curl', '-sk', '-o', '/dev/null', '-w', '%{http_code}', url)).stdout;
	t.is(await insecure('https://kube-apiserver:6443/api/v1/namespaces'), '401');
	t.is(await insecure(`https://${address}:10250/pods`), '401');
	t.is(await insecure(`http://${address}:10255/pods`), '000');
});

test.serial('a component\'s identity can do what it needs and no more', async t => {
	const canI = async (user: string, groups: readonly string[], ...what: readonly string[]): Promise<string> =>
		world.kubectl('auth', 'can-i', ...what, `--as=${user}`, ...groups.map(group => `--as-group=${group}`)).catch(() => 'no');
	t.is(await canI('system:node:node-1', ['system:nodes'], 'get', 'nodes/node-1'), 'yes');
	// The feature gate AuthorizeNodeWithSelectors, on since 1.32.
	t.is(await canI('system:node:node-1', ['system:nodes'], 'get', 'nodes/node-2'), kubernetes.is('>=1.32') ? 'no' : 'yes');
	t.is(await canI('system:node:node-1', ['system:nodes'], 'list', 'secrets', '--all-namespaces'), 'no');
	t.is(await canI('system:kube-proxy', [], 'list', 'services', '--all-namespaces'), 'yes');
	t.is(await canI('system:kube-proxy', [], 'create', 'pods'), 'no');
	t.is(await canI('system:kube-scheduler', [], 'get', 'secrets'), 'no');
});

test.serial('private keys are 0600 and each is in one component only', async t => {
	const {stdout} = await run('kubectl', 'find', '/etc/kubernetes', '-name', '*.key', '-not', '-perm', '600');
	t.is(stdout, '');
	const keys = await Promise.all(world.cluster.topology.components.filter(({configVolume}) => configVolume).map(async ({container}) =>
		[...await readFiles(world.cluster.engine, container.name, container.name.endsWith('agent') ? '/etc/single-kube' : '/etc/kubernetes') ?? []]
			.filter(([path]) => path.endsWith('.key')).map(([, content]) => content)));
	const all = keys.flat();
	t.true(all.length >= 8);
	// One key is in two places by design: the controller-manager signs tokens that the apiserver issues too.
	const shared = all.filter((key, index) => all.indexOf(key) !== index);
	t.is(shared.length, 1);
});

/** What a container was made with, as far as a `docker run` says it; what is empty is not said at all. */
async function madeWith(container: string): Promise<unknown> {
	const {stdout} = await execa('docker', ['inspect', container], {env: {DOCKER_HOST: world.cluster.engine.host}});
	const [{Config, HostConfig, NetworkSettings}] = JSON.parse(stdout) as [{Config: Record<string, unknown>; HostConfig: Record<string, unknown>; NetworkSettings: {Networks: Record<string, Record<string, unknown>>}}];
	// Docker's CLI writes and sorts them in its own way.
	const capabilities = (names: unknown): string[] => ((names ?? []) as string[]).map(each => each.replace(/^CAP_/, '')).sort();
	const pick = (record: Record<string, unknown>, ...keys: readonly string[]) => Object.fromEntries(keys.map(key => [key, record[key]]).filter(([, value]) => value !== undefined && value !== null && value !== false && Object.keys(value as object).length > 0));
	return {
		add: capabilities(HostConfig['CapAdd']), drop: capabilities(HostConfig['CapDrop']),
		...pick(Config, 'User', 'Cmd', 'Entrypoint', 'WorkingDir', 'Image', 'ExposedPorts'), env: (Config['Env'] as string[]).sort(),
		// Docker's CLI keeps them in a map, whose order is another one each time; the engine mounts them by their targets.
		binds: ((HostConfig['Binds'] ?? []) as string[]).toSorted(),
		...pick(HostConfig, 'SecurityOpt', 'PidMode', 'CgroupnsMode', 'DeviceCgroupRules', 'Devices', 'Sysctls', 'PortBindings', 'RestartPolicy', 'Init', 'LogConfig', 'MaskedPaths', 'ReadonlyPaths', 'NetworkMode'),
		networks: Object.entries(NetworkSettings.Networks).map(([network, settings]) => [network, pick(settings, 'IPAMConfig', 'DriverOpts')]),
	};
}

test.serial('the docker run that explain prints makes the very container, for every component', async t => {
	const [opened, services] = await Promise.all([openTopology({name}, ignoreEvents, AbortSignal.timeout(60_000)), readServices()]);
	t.true(opened.made);
	for (const {id, container} of opened.topology.components) {
		const {dockerRun, command, files} = await explainComponent(id, opened, services);
		// Without the cluster's label it is nobody's: neither the supervisor's nor the kubelet's.
		const line = dockerRun.replace('docker run --detach', 'docker create').replace(`--name ${container.name}`, `--name ${container.name}-by-hand`).replace(`--label dev.single-kube.cluster=${name}`, '--label by=hand');
		t.regex(line, /--label by=hand/);
		try {
			await execa('sh', ['-c', line], {env: {DOCKER_HOST: world.cluster.engine.host}});
			t.deepEqual(await madeWith(`${container.name}-by-hand`), await madeWith(container.name), id);
		} finally {
			await removeContainer(world.cluster.engine, `${container.name}-by-hand`);
		}

		t.true(command.length > 0, id);
		t.is(files.length > 0, container.mounts.some(mount => mount.kind === 'volume' && mount.volume.endsWith('-config')), id);
	}
});

test.serial('flags says where each comes from, and what the program itself takes for the others', async t => {
	const [opened, services] = await Promise.all([openTopology({name}, ignoreEvents, AbortSignal.timeout(60_000)), readServices()]);
	const {flags, keys} = await componentFlags('kubelet@node-1', opened, services, {all: true}, AbortSignal.timeout(60_000));
	t.deepEqual(flags.find(({flag}) => flag === '--node-ip'), {flag: '--node-ip', value: world.cluster.topology.nodes[0]!.address, from: 'compose/kubelet.yaml'});
	t.true(flags.filter(({from}) => from === 'the program\'s default').length > 30);
	t.is(keys.find(({key}) => key === 'maxPods')?.value, 110);
	t.is(keys.find(({key}) => key === 'syncFrequency')?.from, 'compose/kubelet.yaml');
});

test.serial('node-prepare finds what the engine can set', async t => {
	const minimum = (await readFile(`${world.cluster.topology.nodes[0]!.directory}/oom-score-adj-minimum`, 'utf8')).trim();
	t.true(minimum === '0' || minimum === '-1000');
});
