import test from 'ava';
import {load} from 'js-yaml';
import {parseFile} from '../../src/compose/parse.ts';
import {readComposeDirectory} from '../../src/compose/read.ts';
import {renderCompose} from '../../src/compose-project/render.ts';
import {componentFileSchema} from '../../src/compose/schema.ts';
import {SingleKubeError} from '../../src/errors.ts';
import {labels} from '../../src/labels.ts';
import type {AddonName} from '../../src/plan/addons.ts';
import {parsePortSpec} from '../../src/plan/ports.ts';
import {designInput, makeTopology} from '../helpers/topology.ts';

test('the topology of compose/ for a cluster of one node', async t => {
	t.snapshot(renderCompose(await makeTopology()));
});

test('two clusters share no name, no directory and no cgroup', async t => {
	const resources = async (cluster: string, subnet: string): Promise<Set<string>> => {
		const topology = await makeTopology({cluster, spec: {kubernetesVersion: '1.20.2', apiPort: 7000, subnet, podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12'}});
		// The kubelet's root directory is the host's, whichever cluster it is of.
		const shared = ['/', '/sys/fs/cgroup', '/var/lib/docker', '/var/run/docker.sock'];
		return new Set([
			topology.network.name, topology.network.subnet, ...topology.volumes.map(({name}) => name),
			...topology.components.flatMap(({container}) => [
				container.name, container.environment['CGROUP_ROOT'] ?? container.name,
				...container.mounts.flatMap(mount => mount.kind === 'bind' && !shared.includes(mount.source) ? [mount.source] : []),
			]),
		]);
	};

	const one = await resources('one', '172.30.1.0/24');
	const two = await resources('two', '172.30.2.0/24');
	t.deepEqual([...one].filter(name => two.has(name)), []);
});

test('every key goes into the volume of the component that uses it, and no other component mounts it', async t => {
	const topology = await makeTopology();
	const withKeys = topology.components.filter(({files}) => files.certificates.length + files.signs.length + files.serviceAccount.length > 0 || files.kubeconfig !== undefined);
	t.true(withKeys.length > 8);
	for (const {configVolume, id} of withKeys) {
		const mountedBy = topology.components.filter(({container}) => container.mounts.some(mount => mount.kind === 'volume' && mount.volume === configVolume));
		t.deepEqual(mountedBy.map(other => other.id), [id]);
	}

	t.false(topology.components.some(({container}) => container.mounts.some(mount => mount.kind === 'volume' && mount.volume === 'sk-default-pki')));
});

test('only the agent and its guard have the engine\'s socket, and neither has a network', async t => {
	const topology = await makeTopology();
	const holders = topology.components.filter(({container}) => container.mounts.some(mount => mount.kind === 'bind' && mount.source.endsWith('docker.sock')));
	t.deepEqual(holders.map(({id}) => id), ['agent', 'agent-guard']);
	t.true(holders.every(({container}) => container.network.kind === 'none'));
});

test('the apiserver is published on 127.0.0.1 and nothing else is published', async t => {
	const topology = await makeTopology();
	const ports = topology.components.flatMap(({id, container}) => container.ports.map(port => ({id, ...port})));
	t.deepEqual(ports, [{id: 'kube-apiserver', hostAddress: '127.0.0.1', hostPort: 6443, containerPort: 6443, protocol: 'tcp'}]);
});

test('each published port is a component of its own, which waits for nothing, and a volume that remembers it', async t => {
	const before = await makeTopology();
	const ports = ['8080:30080', '0.0.0.0:8053:30053/udp'].map(text => parsePortSpec(text));
	const topology = await makeTopology({ports});
	const added = topology.components.filter(({port}) => port !== undefined);
	t.deepEqual(topology.components.filter(component => !added.includes(component)), before.components);
	t.deepEqual(added.map(({id, dependsOn, container}) => [id, dependsOn, container.name, container.ports, container.command.slice(1, 3)]), [
		['port-0.0.0.0-8053-udp', [], 'sk-default-port-0.0.0.0-8053-udp', [{hostAddress: '0.0.0.0', hostPort: 8053, containerPort: 30_053, protocol: 'udp'}], ['udp', '30053']],
		['port-8080', [], 'sk-default-port-8080', [{hostAddress: '127.0.0.1', hostPort: 8080, containerPort: 30_080, protocol: 'tcp'}], ['tcp', '30080']],
	]);
	t.deepEqual(topology.volumes.filter(({labels}) => 'dev.single-kube.port' in labels).map(({name, labels}) => [name, labels['dev.single-kube.port']]), [
		['sk-default-port-0.0.0.0-8053-udp', '0.0.0.0:8053:30053/udp'], ['sk-default-port-8080', '127.0.0.1:8080:30080/tcp'],
	]);
});

test('no certificate is shared, and only the user\'s shell is an administrator', async t => {
	const topology = await makeTopology();
	const admins = topology.components.filter(({files}) => files.kubeconfig?.organizations.includes('system:masters')
		|| files.certificates.some(({organizations}) => organizations.includes('system:masters')));
	t.deepEqual(admins.map(({id}) => id), ['kubectl']);
});

test('the kubelet\'s configuration is typed: booleans, numbers and lists are no strings', async t => {
	const topology = await makeTopology();
	const {files} = topology.components.find(({name}) => name === 'kubelet')!;
	const configuration = files.files['kubelet.yaml'] as Record<string, unknown>;
	t.is(configuration['cgroupsPerQOS'], true);
	t.deepEqual(configuration['enforceNodeAllocatable'], ['pods']);
});

test('with systemd\'s driver the kubelet makes no groups per QoS class', async t => {
	const topology = await makeTopology({engine: {socketPath: '/s', rootDir: '/r', mtu: 1500, cgroupDriver: 'systemd', cgroupVersion: 2}});
	const {files} = topology.components.find(({name}) => name === 'kubelet')!;
	const configuration = files.files['kubelet.yaml'] as Record<string, unknown>;
	t.is(configuration['cgroupsPerQOS'], false);
	t.deepEqual(configuration['enforceNodeAllocatable'], []);
});

test('flags of dockershim go to the versions that have it', async t => {
	const flags = async (kubernetesVersion: string): Promise<string[]> => {
		const topology = await makeTopology({spec: {kubernetesVersion, apiPort: 1, subnet: '172.30.0.0/24', podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12'}});
		return topology.components.find(({name}) => name === 'kubelet')!.container.command.filter(flag => flag.startsWith('--docker-endpoint'));
	};

	t.is((await flags('1.23.17')).length, 1);
	t.is((await flags('1.24.0')).length, 0);
});

test('each replica of the DNS server is a component of its own: container, label, address, volume', async t => {
	const topology = await makeTopology({settings: {...designInput.settings, dnsReplicas: 3}});
	const replicas = topology.components.filter(({name}) => name === 'dns');
	t.deepEqual(replicas.map(({id, configVolume, container: {name, network, labels: own}}) =>
		[id, name, own[labels.component], configVolume, network.kind === 'cluster' && network.address]), [
		['dns', 'sk-default-dns', 'dns', 'sk-default-dns-config', '172.30.0.20'],
		['dns-2', 'sk-default-dns-2', 'dns-2', 'sk-default-dns-2-config', '172.30.0.21'],
		['dns-3', 'sk-default-dns-3', 'dns-3', 'sk-default-dns-3-config', '172.30.0.22'],
	]);
});

test('a cluster that has an image of CoreDNS has it as its DNS server', async t => {
	const server = async (images: Readonly<Record<string, string>>) => {
		const {image, environment} = (await makeTopology({images: {...designInput.images, ...images}})).components.find(({id}) => id === 'dns')!.container;
		return [image, environment['DNS_SERVER']];
	};

	t.deepEqual(await server({}), ['single-kube/dns:1', 'bind']);
	t.deepEqual(await server({coredns: 'single-kube/coredns:1'}), ['single-kube/coredns:1', 'coredns']);
});

test('pods are told of the cluster\'s DNS where there is one', async t => {
	const clusterDns = async (addons: readonly AddonName[]): Promise<unknown> => {
		const {components} = await makeTopology({settings: {...designInput.settings, addons}});
		return (components.find(({name}) => name === 'kubelet')!.files.files['kubelet.yaml'] as {clusterDNS: unknown}).clusterDNS;
	};

	t.deepEqual(await clusterDns(['dns']), ['10.96.0.10']);
	t.deepEqual(await clusterDns([]), []);
});

const minimal = {image: 'i', container_name: 'sk-c', 'x-single-kube': {summary: 's'}};
const invalid: ReadonlyArray<readonly [title: string, service: Record<string, unknown>, expected: RegExp]> = [
	['a key that does not exist', {...minimal, entrypiont: ['x']}, /^a\.yaml: services\.a: expected no such key: "entrypiont"/],
	['a missing image', {...minimal, image: undefined}, /^a\.yaml: services\.a\.image: expected string/],
	['a port without an address', {...minimal, ports: ['6443:6443']}, /^a\.yaml: services\.a\.ports\[0\]: expected ADDRESS:HOST_PORT:CONTAINER_PORT/],
	['an unknown authority', {...minimal, 'x-single-kube': {summary: 's', trust: ['root']}}, /^a\.yaml: services\.a\.x-single-kube\.trust\[0\]: .*expected one of/],
	['a variable that nobody knows', {...minimal, command: ['--x=${NOWHERE}']}, /^a\.yaml: services\.a\.command\[0\]: expected a known variable, found \$\{NOWHERE\}/],
];
for (const [title, service, expected] of invalid) {
	test(`a file with ${title} is refused, naming file, path and what was expected`, t => {
		const error = t.throws(() => parseFile({file: 'a.yaml', content: {services: {a: service}}}, componentFileSchema, {}), {instanceOf: SingleKubeError});
		t.is(error.code, 'COMPOSE_INVALID');
		t.regex(error.seen[0] ?? '', expected);
	});
}

test('every file of compose/ is YAML that a rendered topology keeps', async t => {
	const files = await readComposeDirectory();
	t.true(files.length >= 10);
	const rendered = load(renderCompose(await makeTopology())) as {services: Record<string, unknown>};
	t.true(Object.keys(rendered.services).includes('kubelet-node-1'));
});
