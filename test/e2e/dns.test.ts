import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {killContainer, startContainer, stopContainer} from '../../src/engine/containers.ts';
import {execInContainer} from '../../src/engine/exec.ts';
import {containerState} from '../../src/engine/inspect.ts';
import {connectEngine} from '../../src/engine/connect.ts';
import {ignoreEvents} from '../../src/events.ts';
import {debianKubernetesVersion} from '../../src/images/catalogue.ts';
import {findCoreDns} from '../../src/images/coredns.ts';
import {startCluster} from '../../src/index.ts';
import {applyManifest, eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';
import {checkSpecification} from './dns/specification.ts';
import {answerOf, openCopy, openResolver} from './dns/upstream-world.ts';
import {applyObjects, dig, objects, untilResolved} from './dns/world.ts';

// CoreDNS' half is there where its image is.
const coreDns = await findCoreDns(await connectEngine({engine: 'auto', install: true}, ignoreEvents, AbortSignal.timeout(60_000)), debianKubernetesVersion);

const name = 'e2e-dns';
let world: TestCluster;

const server = (replica = 1): string => world.cluster.spec.subnet.replace(/\.0\/\d+$/, `.${19 + replica}`);
const container = (component: string): string => `sk-${name}-${component}`;

test.before(async t => {
	t.log(coreDns ? `CoreDNS is ${coreDns.reference}` : 'the engine has no image of CoreDNS: what is tested is BIND');
	world = await openCluster(name, 'auto', {dnsServer: 'bind'});
	await applyObjects(world, objects(world.cluster.images['dns']!));
});

test.after.always(async () => {
	await world?.remove();
});

for (const dnsServer of coreDns ? ['bind', 'coredns'] as const : ['bind'] as const) {
	const process = {bind: 'named', coredns: 'coredns'}[dnsServer];

	test.serial(`${dnsServer}: is the server, by the option`, async t => {
		await startCluster({name, environment: world.environment, dnsServer});
		const {stdout} = await execInContainer(world.cluster.engine, container('dns'), ['sh', '-c', 'cat /proc/[0-9]*/comm']);
		t.true(stdout.split('\n').includes(process), stdout);
		t.log(coreDns && dnsServer === 'coredns' ? coreDns.reference : process);
	});

	test.serial(`${dnsServer}: pods resolve what the specification names, by whole and by short names`, async t => {
		for (const pod of ['client', 'host-client', 'pet', 'nameless', 'late']) {
			await eventually(t, `${pod} runs`, async () => {
				const phase = await world.kubectl('get', 'pod', pod, '-o', 'jsonpath={.status.phase}');
				return phase === 'Running' || phase;
			});
		}

		await checkSpecification(t, world);
	});

	test.serial(`${dnsServer}: a new service and a new endpoint are resolved within a second`, async t => {
		const slices = (addresses: readonly string[]): string => JSON.stringify({apiVersion: 'v1', kind: 'List', items: [
			{apiVersion: 'v1', kind: 'Service', metadata: {name: 'fresh', namespace: 'default'}, spec: {clusterIP: 'None', ports: [{port: 80}]}},
			{apiVersion: 'v1', kind: 'Endpoints', metadata: {name: 'fresh', namespace: 'default'}, subsets: [{addresses: addresses.map(ip => ({ip})), ports: [{port: 80}]}]},
		]});
		// Whoever asked before must not be told for long that there is no such name.
		t.is((await dig(world, 'fresh.default.svc.cluster.local A')).status, 'NXDOMAIN');
		for (const addresses of [['10.244.201.1'], ['10.244.201.1', '10.244.201.2'], ['10.244.201.3']]) {
			await applyManifest(world.cluster.engine, name, slices(addresses));
			const milliseconds = await untilResolved(server(), 'fresh.default.svc.cluster.local', addresses.at(-1)!);
			t.log(`${addresses.length} endpoints: resolved ${milliseconds.toFixed(1)} ms after kubectl returned`);
			// Milliseconds, as a rule; a busy machine is no defect, an answer out of a cache would be.
			t.true(milliseconds < 4000);
		}

		await world.kubectl('delete', 'service', 'fresh');
		await eventually(t, 'the name is gone', async () => (await dig(world, 'fresh.default.svc.cluster.local A')).status === 'NXDOMAIN');
	});

	test.serial(`${dnsServer}: the server, killed in its container, is back by itself`, async t => {
		const {startedAt} = await containerState(world.cluster.engine, container('dns'));
		await execInContainer(world.cluster.engine, container('dns'), ['sh', '-c', `for p in /proc/[0-9]*; do [ "$(cat $p/comm)" = ${process} ] && kill -KILL "\${p#/proc/}"; done`]);
		await eventually(t, 'the container was started again', async () => (await containerState(world.cluster.engine, container('dns'))).startedAt > startedAt);
		await eventually(t, 'it answers', async () => (await dig(world, 'web.default.svc.cluster.local A')).records.length === 1);
	});

	test.serial(`${dnsServer}: what is known stays known while the apiserver is away`, async t => {
		const address = await world.kubectl('get', 'service', 'web', '-o', 'jsonpath={.spec.clusterIP}');
		await stopContainer(world.cluster.engine, container('kube-apiserver'), 5);
		try {
			// Longer than any answer may be kept.
			await sleep(6000);
			t.true(await untilResolved(server(), 'web.default.svc.cluster.local', address) < 1000);
		} finally {
			await startContainer(world.cluster.engine, container('kube-apiserver'));
		}

		await eventually(t, 'the apiserver is back', async () => (await world.kubectl('get', '--raw', '/readyz')) === 'ok');
		await world.kubectl('create', 'service', 'clusterip', 'after', '--tcp=80:80');
		const after = await world.kubectl('get', 'service', 'after', '-o', 'jsonpath={.spec.clusterIP}');
		// CoreDNS looks for an apiserver that was away less and less often.
		const milliseconds = await untilResolved(server(), 'after.default.svc.cluster.local', after, dnsServer === 'coredns' ? 60_000 : 5000);
		t.log(`what is new after it came back was resolved within ${milliseconds.toFixed(0)} ms`);
		await world.kubectl('delete', 'service', 'after');
	});

	test.serial(`${dnsServer}: questions for the world beyond go to the resolver that the engine has`, async t => {
		const resolver = await openResolver(world);
		const copy = await openCopy(world, resolver.address);
		try {
			await eventually(t, 'the copy serves', async () => (await answerOf(world, copy.address, 'web.default.svc.cluster.local')).records.length === 1);
			const {records} = await answerOf(world, copy.address, 'www.example.org');
			t.deepEqual(records.map(line => line.split(' ').at(-1)), ['192.0.2.53']);
			t.is((await answerOf(world, copy.address, 'nosuch.example.org')).status, 'NXDOMAIN');
		} finally {
			await copy.remove();
			await resolver.remove();
		}
	});

	for (const [what, upstream] of [
		['is not there', () => '192.0.2.1'],
		['leads back to the same server', () => server().replace(/\d+$/, '40')],
		['leads back by way of the cluster\'s own service', () => world.cluster.spec.serviceCidr.replace(/\.0\/\d+$/, '.10')],
	] as const) {
		test.serial(`${dnsServer}: an upstream that ${what} is a failure within 5 s, and no circle`, async t => {
			const copy = await openCopy(world, upstream());
			try {
				await eventually(t, 'the copy serves', async () => (await answerOf(world, copy.address, 'web.default.svc.cluster.local')).records.length === 1);
				const {status, milliseconds} = await answerOf(world, copy.address, 'www.example.org');
				t.log(`${status} after ${milliseconds} ms`);
				// CoreDNS passes on how the circle was broken.
				t.true(status === 'SERVFAIL' || status === 'REFUSED', status);
				t.true(milliseconds < 5000);
				// Who has no network is not kept waiting for each name.
				const again = await answerOf(world, copy.address, 'www.example.net');
				t.log(`the next one after ${again.milliseconds} ms`);
				t.true(again.milliseconds < 2500);
				// A circle would go on by itself: one question would be many packets a second.
				const before = await copy.packets();
				await sleep(2000);
				t.true(await copy.packets() - before < 50, 'nothing goes round');
			} finally {
				await copy.remove();
			}
		});
	}

	test.serial(`${dnsServer}: two replicas: with one killed and held down, names are resolved`, async t => {
		await startCluster({name, environment: world.environment, dnsReplicas: 2});
		const endpoints = async (): Promise<string> => world.kubectl('get', 'endpoints', 'kube-dns', '-n', 'kube-system', '-o', 'jsonpath={.subsets[*].addresses[*].ip}');
		await eventually(t, 'both are asked', async () => (await endpoints()) === `${server(1)} ${server(2)}`);
		await checkSpecification(t, world);
		await stopContainer(world.cluster.engine, container('dns'), 0);
		const begin = performance.now();
		await eventually(t, 'the other one is asked alone', async () => (await endpoints()) === server(2));
		t.log(`the dead one was taken out ${((performance.now() - begin) / 1000).toFixed(1)} s after it was stopped`);
		await eventually(t, 'every question of ten is answered at once', async () => {
			const seen = await Promise.all(Array.from({length: 10}, async () => dig(world, '+tries=1 +time=1 web.default.svc.cluster.local A')));
			return seen.every(({records}) => records.length === 1);
		});
		await startContainer(world.cluster.engine, container('dns'));
		await eventually(t, 'both are asked again', async () => (await endpoints()) === `${server(1)} ${server(2)}`);
		await killContainer(world.cluster.engine, container('dns-2'));
		await eventually(t, 'a killed one comes back by itself', async () => (await containerState(world.cluster.engine, container('dns-2'))).running);
		const again = await startCluster({name, environment: world.environment, dnsReplicas: 1});
		t.true(again.plan.some(({operation}) => operation.kind === 'remove-container' && operation.component === 'dns-2'));
		await eventually(t, 'the first one is asked alone', async () => (await endpoints()) === server(1));
	});
}

test.serial('without the add-on, pods have the engine\'s resolver and the service is gone; with it again, all is back', async t => {
	await startCluster({name, environment: world.environment, addons: '-dns'});
	await t.throwsAsync(containerState(world.cluster.engine, container('dns')));
	await eventually(t, 'the service is gone', async () => (await world.kubectl('get', 'service', 'kube-dns', '-n', 'kube-system', '--ignore-not-found', '-o', 'name')) === '' || 'still there');
	await startCluster({name, environment: world.environment, addons: '+dns'});
	await eventually(t, 'the old client resolves', async () => (await dig(world, 'web.default.svc.cluster.local A')).records.length === 1);
});
