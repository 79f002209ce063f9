import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {killContainer, startContainer, stopContainer} from '../../src/engine/containers.ts';
import {startCluster, stopCluster} from '../../src/index.ts';
import {applyManifest, eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';

const name = 'e2e-load-balancer';
const controller = `sk-${name}-cloud-controller-manager`;
let world: TestCluster;

test.before(async () => {
	world = await openCluster(name);
	const labels = {app: 'web'};
	// What it echoes by UDP is what nginx has no word for.
	const echo = 'const s=require("dgram").createSocket("udp4");s.on("message",(m,r)=>s.send(`echo ${m}`,r.port,r.address));s.bind(9999)';
	const container = (containerName: string, image: string, more = {}): object => ({name: containerName, image: world.cluster.images[image], imagePullPolicy: 'Never', ...more});
	await apply({
		apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'web', namespace: 'default'},
		spec: {
			replicas: 1, selector: {matchLabels: labels},
			template: {metadata: {labels}, spec: {terminationGracePeriodSeconds: 1, containers: [container('nginx', 'nginx'), container('udp', 'agent', {command: ['node', '-e', echo]})]}},
		},
	});
});

test.after.always(async () => {
	await world?.remove();
});

async function apply(...objects: readonly object[]): Promise<void> {
	await applyManifest(world.cluster.engine, name, JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects}));
}

const service = (serviceName: string, spec: object): object => ({
	apiVersion: 'v1', kind: 'Service', metadata: {name: serviceName, namespace: 'default'},
	spec: {type: 'LoadBalancer', selector: {app: 'web'}, ports: [{port: 80}], ...spec},
});

const address = async (serviceName: string): Promise<string> => world.kubectl('get', 'service', serviceName, '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}');
const inPool = (octet: number): string => `${world.cluster.spec.subnet.split('.').slice(0, 3).join('.')}.${octet}`;

async function page(host: string, port = 80): Promise<boolean> {
	const response = await fetch(`http://${host}:${port}/`, {signal: AbortSignal.timeout(2000), headers: {connection: 'close'}});
	return (await response.text()).includes('Welcome to nginx!');
}

async function answers(t: ExecutionContext, host: string, port = 80): Promise<void> {
	await eventually(t, `${host}:${port} answers`, async () => page(host, port));
}

async function saysInAnEvent(t: ExecutionContext, serviceName: string, reason: string, what: RegExp): Promise<void> {
	await eventually(t, `the event ${reason}`, async () => {
		const events = await world.kubectl('get', 'events', '--field-selector', `involvedObject.name=${serviceName},reason=${reason}`, '-o', 'jsonpath={.items[*].message}');
		return what.test(events) || `"${events}"`;
	});
}

/** Whether this test could have the port. */
async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	server.listen(port, '127.0.0.1');
	const free = await once(server, 'listening').then(() => true, () => false);
	server.close();
	return free;
}

test.serial('a LoadBalancer service answers at an address of its own, from the host and from a pod', async t => {
	await apply(service('one', {}), service('two', {}));
	await eventually(t, 'both have an address', async () => await address('one') !== '' && await address('two') !== '');
	t.deepEqual([await address('one'), await address('two')].sort(), [inPool(128), inPool(129)]);
	await answers(t, await address('one'));
	await answers(t, await address('two'));
	t.regex(await world.kubectl('exec', 'deployment/web', '-c', 'nginx', '--', 'curl', '-sS', '-m', '5', `http://${await address('one')}/`), /Welcome to nginx!/);
});

test.serial('an address that nobody has been given refuses', async t => {
	const error = await t.throwsAsync(fetch(`http://${inPool(200)}/`, {signal: AbortSignal.timeout(5000)}));
	t.is((error!.cause as NodeJS.ErrnoException).code, 'ECONNREFUSED');
});

test.serial('with externalTrafficPolicy Local the pod sees who asks', async t => {
	await apply(service('local', {externalTrafficPolicy: 'Local'}));
	await eventually(t, 'it has an address', async () => await address('local') !== '');
	await eventually(t, 'it answers', async () => page(await address('local')));
	// The host's own address in the cluster's network, not the node's in that of pods.
	const asker = new RegExp(`^${inPool(0).replaceAll('.', '\\.').slice(0, -1)}\\d+ `, 'm');
	await eventually(t, 'the log has the address', async () => asker.test(await world.kubectl('logs', 'deployment/web', '-c', 'nginx')));
	await world.kubectl('delete', 'service', 'local');
});

test.serial('the address asked for is given; one that another has, or that is not of the pool, is refused in an event', async t => {
	await apply(service('asks', {loadBalancerIP: inPool(250)}), service('late', {loadBalancerIP: inPool(128)}), service('far', {loadBalancerIP: '10.1.2.3'}));
	await eventually(t, 'the address', async () => await address('asks') === inPool(250));
	await answers(t, inPool(250));
	await saysInAnEvent(t, 'late', 'SyncLoadBalancerFailed', /belongs to the Service default\/(one|two): choose another/);
	await saysInAnEvent(t, 'far', 'SyncLoadBalancerFailed', /10\.1\.2\.3 is not an address of this cluster's pool/);
	t.is(await address('late'), '');
	await world.kubectl('delete', 'service', 'asks', 'late', 'far');
});

test.serial('addresses answer while the controller is away, and are the same after it was killed', async t => {
	const before = [await address('one'), await address('two')];
	await stopContainer(world.cluster.engine, controller, 1);
	await answers(t, before[0]!);
	await startContainer(world.cluster.engine, controller);
	await killContainer(world.cluster.engine, controller);
	await apply(service('three', {}));
	await eventually(t, 'the third has an address', async () => await address('three') === inPool(130));
	t.deepEqual([await address('one'), await address('two')], before);
});

test.serial('a service that changes its type gives its address back', async t => {
	await world.kubectl('patch', 'service', 'three', '-p', '{"spec":{"type":"ClusterIP","ports":[{"port":80,"nodePort":null}]}}');
	await eventually(t, 'it has none', async () => await address('three') === '');
	await apply(service('four', {}));
	await eventually(t, 'another one gets it', async () => await address('four') === inPool(130));
	await world.kubectl('delete', 'service', 'three', 'four');
});

const nodePort = (serviceName: string, port: number): object => service(serviceName, {
	type: 'NodePort', ports: [{name: 'http', port: 80, nodePort: port}, {name: 'echo', protocol: 'UDP', port: 80, targetPort: 9999, nodePort: port}],
});

async function echoed(port: number): Promise<string> {
	const client = createSocket('udp4');
	try {
		const answer = once(client, 'message', {signal: AbortSignal.timeout(2000)});
		client.send('hello', port, '127.0.0.1');
		return String(((await answer) as [Buffer])[0]);
	} finally {
		client.close();
	}
}

test.serial('a node port answers on 127.0.0.1, TCP and UDP', async t => {
	await apply(nodePort('ports', 30_801));
	await answers(t, '127.0.0.1', 30_801);
	await eventually(t, 'the echo', async () => await echoed(30_801) === 'echo hello');
});

test.serial('it answers on the loopback addresses and on no other of the host', async t => {
	const tables = await Promise.all(['tcp', 'tcp6', 'udp', 'udp6'].map(async table => readFile(`/proc/net/${table}`, 'utf8')));
	const hexPort = (30_801).toString(16).toUpperCase();
	const local = tables.join('\n').split('\n').map(line => line.trim().split(/\s+/)).filter(([, own, , state]) => own?.endsWith(`:${hexPort}`) && (state === '0A' || state === '07'));
	t.true(local.length >= 2);
	for (const [, own] of local) {
		t.regex(own!, /^(0100007F|0{24}01000000):/);
	}
});

test.serial('a node port comes back after the controller was killed', async t => {
	await killContainer(world.cluster.engine, controller);
	await answers(t, '127.0.0.1', 30_801);
});

test.serial('a port that another process has is told in an event, and answers as soon as it is free', async t => {
	const mine = createServer(socket => socket.end());
	t.teardown(() => mine.close());
	mine.listen(30_802, '127.0.0.1');
	await once(mine, 'listening');
	await apply(nodePort('taken', 30_802));
	await saysInAnEvent(t, 'taken', 'HostPortTaken', /^127\.0\.0\.1:30802\/tcp could not be opened .* a process of user \d+ has 127\.0\.0\.1:30802\. .*sudo ss -Hlnpt 'sport = :30802'$/);
	// The event may come before kube-proxy's rules.
	await answers(t, world.cluster.topology.nodes[0]!.address, 30_802);
	await eventually(t, 'UDP was free', async () => await echoed(30_802) === 'echo hello');
	await answers(t, '127.0.0.1', 30_801);
	mine.close();
	await answers(t, '127.0.0.1', 30_802);
	await saysInAnEvent(t, 'taken', 'HostPortOpened', /127\.0\.0\.1:30802\/tcp/);
});

test.serial('after a stop and a start everything is as before', async t => {
	const before = [await address('one'), await address('two')];
	await stopCluster({name, environment: world.environment});
	t.true(await isFree(30_801));
	await startCluster({name, environment: world.environment});
	await answers(t, before[0]!);
	await answers(t, '127.0.0.1', 30_801);
	t.deepEqual([await address('one'), await address('two')], before);
});

test.serial('the ports of services that are deleted are free', async t => {
	await world.kubectl('delete', 'service', 'ports', 'taken');
	await eventually(t, 'they are free', async () => await isFree(30_801) && isFree(30_802));
});
