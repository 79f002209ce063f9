/**
 * "Kubernetes DNS-Based Service Discovery", schema 1.1.0, a check for each of its records, and what clients beyond it
 * depend on: every server that a cluster may have passes the same.
 */
import type {ExecutionContext} from 'ava';
import {eventually, type TestCluster} from '../../helpers/cluster.ts';
import {dig} from './world.ts';

export async function checkSpecification(t: ExecutionContext, world: TestCluster): Promise<void> {
	const {kubectl} = world;
	const get = async (what: string, path: string): Promise<string> => kubectl('get', ...what.split(' '), '-o', `jsonpath={${path}}`);
	const ask = async (question: string) => dig(world, question);
	const answers = async (question: string, ...expected: readonly string[]): Promise<void> => {
		const {status, records} = await ask(question);
		t.deepEqual({status, records: [...records].map(withoutTtl)}, {status: 'NOERROR', records: [...expected].sort()}, question);
	};

	const isMissing = async (question: string): Promise<void> => {
		const {status, records} = await ask(question);
		t.deepEqual({status, records}, {status: 'NXDOMAIN', records: []}, question);
	};

	const web = await get('service web', '.spec.clusterIP');
	const [rex, nameless, late, client] = await Promise.all(['pet', 'nameless', 'late', 'client'].map(async pod => get(`pod ${pod}`, '.status.podIP'))) as [string, string, string, string];
	const domain = 'default.svc.cluster.local';
	await eventually(t, 'the endpoints of both pets are known', async () => (await ask(`pets.${domain} A`)).records.length === 2);

	// 2.2
	await answers('dns-version.cluster.local TXT', 'dns-version.cluster.local. TXT "1.1.0"');
	// 2.3: a service with a cluster IP
	await answers(`web.${domain} A`, `web.${domain}. A ${web}`);
	await answers(`kubernetes.${domain} A`, `kubernetes.${domain}. A ${world.cluster.spec.serviceCidr.replace(/\.0\/\d+$/, '.1')}`);
	// Case is nothing to DNS; servers differ in whose they repeat.
	t.deepEqual((await ask('WEB.Default.svc.CLUSTER.local A')).records.map(line => withoutTtl(line.toLowerCase())), [`web.${domain}. a ${web}`]);
	await answers(`web.${domain} AAAA`);
	const srv = await ask(`_http._tcp.web.${domain} SRV`);
	t.regex(srv.records.join('\n'), new RegExp(`^_http\\._tcp\\.web\\.${domain}\\. \\d+ SRV \\d+ \\d+ 80 web\\.${domain}\\.$`));
	t.true(srv.additional.some(line => line.endsWith(`A ${web}`)), 'the address comes along');
	t.regex((await ask(`_talk._udp.web.${domain} SRV`)).records.join('\n'), / 5353 web\.default/);
	await isMissing(`_talk._tcp.web.${domain} SRV`);
	await answers(`-x ${web}`, `${reverse(web)}. PTR web.${domain}.`);
	// 2.4: a headless service
	await answers(`pets.${domain} A`, `pets.${domain}. A ${rex}`, `pets.${domain}. A ${nameless}`);
	await answers(`rex.pets.${domain} A`, `rex.pets.${domain}. A ${rex}`);
	const dashed = nameless.replaceAll('.', '-');
	await answers(`${dashed}.pets.${domain} A`, `${dashed}.pets.${domain}. A ${nameless}`);
	await isMissing(`late.pets.${domain} A`);
	const food = await ask(`_food._tcp.pets.${domain} SRV`);
	t.is(food.records.length, 2);
	t.true(food.records.some(line => line.endsWith(` 8080 rex.pets.${domain}.`)) && food.records.some(line => line.endsWith(` 8080 ${dashed}.pets.${domain}.`)), food.records.join('\n'));
	t.true((await ask(`-x ${rex}`)).records.map(withoutTtl).includes(`${reverse(rex)}. PTR rex.pets.${domain}.`));
	t.true((await ask(`early.${domain} A`)).records.some(line => line.endsWith(` ${late}`)), 'published before it is ready');
	await answers(`late.early.${domain} A`, `late.early.${domain}. A ${late}`);
	await isMissing(`empty.${domain} A`);
	// 2.5: an ExternalName, followed in the same answer
	await answers(`alias.${domain} A`, `alias.${domain}. CNAME web.${domain}.`, `web.${domain}. A ${web}`);
	const outside = await ask(`outside.${domain} A`);
	t.deepEqual(outside.records.map(withoutTtl), [`kube-apiserver. A ${world.cluster.spec.subnet.replace(/\.0\/\d+$/, '.3')}`, `outside.${domain}. CNAME kube-apiserver.`]);
	// 2.6: pods
	await answers(`${client.replaceAll('.', '-')}.default.pod.cluster.local A`, `${client.replaceAll('.', '-')}.default.pod.cluster.local. A ${client}`);
	await isMissing(`10-0-0-1.nowhere.pod.cluster.local A`);
	// "No such name" against "nothing of that type": a resolver goes on along its search path after the one only.
	await isMissing(`nosuch.${domain} A`);
	await isMissing(`web.nosuch.svc.cluster.local A`);
	await isMissing(`nosuch.${domain} AAAA`);
	await answers(`${domain} A`);
	await answers(`svc.cluster.local A`);
	t.is((await ask(`cluster.local SOA`)).records.length, 1);

	const ttls = (await Promise.all([`web.${domain} A`, `pets.${domain} A`, `-x ${web}`].map(ask))).flatMap(({records}) => records.map(line => Number(line.split(' ')[1])));
	t.true(ttls.every(ttl => ttl >= 0 && ttl <= 5), `kept for ${ttls.join(', ')} s`);
	await checkSizes(t, world, domain);
	await checkSearchPaths(t, world, web);
}

/** More than UDP holds: cut off without EDNS, whole over TCP. */
async function checkSizes(t: ExecutionContext, world: TestCluster, domain: string): Promise<void> {
	const cut = await dig(world, `many.${domain} A +noedns +ignore`);
	t.true(cut.flags.includes('tc'), 'a small answer says that there is more');
	t.is((await dig(world, `many.${domain} A +noedns`)).records.length, 60);
	t.is((await dig(world, `many.${domain} A +tcp`)).records.length, 60);
	t.is((await dig(world, `_http._tcp.many.${domain} SRV`)).records.length, 60);
	const seen = await world.kubectl('exec', 'client', '--', 'getent', 'ahostsv4', 'many');
	t.is(new Set(seen.split('\n').map(line => line.split(' ')[0])).size, 60);
}

/** As the C library of a pod resolves short names. */
async function checkSearchPaths(t: ExecutionContext, {kubectl, cluster}: TestCluster, web: string): Promise<void> {
	const address = cluster.spec.serviceCidr.replace(/\.0\/\d+$/, '.10');
	const cart = await kubectl('get', 'service', 'cart', '-n', 'shop', '-o', 'jsonpath={.spec.clusterIP}');
	for (const pod of ['client', 'host-client']) {
		const resolv = await kubectl('exec', pod, '--', 'cat', '/etc/resolv.conf');
		t.regex(resolv, new RegExp(`^nameserver ${address.replaceAll('.', '\\.')}$`, 'm'), pod);
		t.regex(resolv, /^search default\.svc\.cluster\.local svc\.cluster\.local cluster\.local/m, pod);
		t.regex(resolv, /^options ndots:5$/m, pod);
		for (const [name, ip] of [['web', web], ['web.default', web], ['web.default.svc', web], ['cart.shop', cart], ['cart.shop.svc.cluster.local.', cart]] as const) {
			t.is((await kubectl('exec', pod, '--', 'getent', 'ahostsv4', name)).split(' ')[0], ip, `${name} in ${pod}`);
		}

		await t.throwsAsync(kubectl('exec', pod, '--', 'getent', 'hosts', 'cart'), undefined, 'a service of another namespace by its name alone');
	}
}

function reverse(ip: string): string {
	return `${ip.split('.').reverse().join('.')}.in-addr.arpa`;
}

function withoutTtl(line: string): string {
	return line.replace(/^(\S+) \d+ /, '$1 ');
}
