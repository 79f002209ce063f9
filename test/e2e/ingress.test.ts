import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {request} from 'node:http';
import type {Socket} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {killContainer, startContainer, stopContainer} from '../../src/engine/containers.ts';
import {execInContainer} from '../../src/engine/exec.ts';
import {startCluster, stopCluster} from '../../src/index.ts';
import type {Ingress} from '../../src/ingress/objects.ts';
import {createAuthority, type KeyedCertificate} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';
import {applyManifest, eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';
import {annotation, makeRule, to} from '../ingress/make-objects.ts';
import {specified} from '../ingress/specified-paths.ts';
import {ask, type Answer, echoObjects} from './ingress/echo.ts';

const name = 'e2e-ingress';
const component = `sk-${name}-ingress`;
let world: TestCluster;
let address: string;
let authority: KeyedCertificate;

test.before(async () => {
	[world, authority] = await Promise.all([openCluster(name, 'auto', {addons: 'ingress'}), createAuthority('test')]);
	address = `${world.cluster.spec.subnet.split('.').slice(0, 3).join('.')}.9`;
	await apply(await secret('echo', 'echo'), ...echoObjects(world.cluster.images['agent']!));
	await world.kubectl('rollout', 'status', 'deployment/echo', '--timeout=120s');
});

test.after.always(async () => {
	await world?.remove();
});

async function apply(...objects: readonly object[]): Promise<void> {
	await applyManifest(world.cluster.engine, name, JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects}));
}

const ingress = (ingressName: string, spec: Ingress['spec'], annotations: Record<string, string> = {}): object => ({
	apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: {name: ingressName, namespace: 'default', annotations}, spec,
});

/** Of the type for TLS, with a certificate of its own. */
async function secret(secretName: string, commonName: string): Promise<object> {
	const {certificate, key} = await issueCertificate(authority, {commonName, usages: ['server'], dnsNames: [`${commonName}.example`]});
	return {apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: {name: secretName, namespace: 'default'}, stringData: {'tls.crt': certificate, 'tls.key': key}};
}

const get = async (url: string, options: Parameters<typeof ask>[2] = {}): Promise<Answer> => ask(address, url, options);

/** Twenty in a row: for a tenth of a second after a change nginx's worker of before answers, too. */
async function answers(t: ExecutionContext, url: string, status: number): Promise<void> {
	await eventually(t, `${url} answers ${status}`, async () => {
		for (let count = 0; count < 20; count++) {
			const answer = await get(url);
			if (answer.status !== status) {
				return `${answer.status} ${answer.body}`;
			}
		}

		return true;
	});
}

async function saysInAnEvent(t: ExecutionContext, ingressName: string, reason: string, what: RegExp): Promise<void> {
	await eventually(t, `the event ${reason}`, async () => {
		const events = await world.kubectl('get', 'events', '--field-selector', `involvedObject.kind=Ingress,involvedObject.name=${ingressName},reason=${reason}`, '-o', 'jsonpath={.items[*].message}');
		return what.test(events) || `"${events}"`;
	});
}

const pods = {a: 8081, b: 8082, c: 8083};

test.serial('the example serves two applications at one host, and says where', async t => {
	await applyManifest(world.cluster.engine, name, await readFile(new URL('../../examples/ingress/shop.yaml', import.meta.url), 'utf8'));
	await answers(t, 'http://shop.example/', 200);
	await answers(t, 'http://shop.example/api/', 200);
	t.is((await get('http://shop.example/')).body, 'the shop\n');
	t.is((await get('http://shop.example/api')).body, 'the API\n');
	t.is((await get('http://shop.example/api/index.html')).body, 'the API\n');
	t.is((await get('http://shop.example/index.html')).body, 'the shop\n');
	t.is(await world.kubectl('get', 'ingress', 'shop', '-o', 'jsonpath={.spec.ingressClassName} {.status.loadBalancer.ingress[0].ip}'), `nginx ${address}`);
	t.like(await get('http://nobody.example/'), {status: 404, body: '404: no Ingress of this cluster has a rule for this host and path\n'});
});

test.serial('from a pod it answers at its service', async t => {
	const service = await world.kubectl('get', 'service', 'ingress', '-n', 'kube-system', '-o', 'jsonpath={.spec.clusterIP}');
	t.is(await world.kubectl('exec', 'deployment/echo', '--', 'curl', '-sS', '-m', '5', '-H', 'Host: shop.example', `http://${service}/`), 'the shop');
});

test.serial('paths match as Kubernetes specifies', async t => {
	const hosts = specified.map((row, index) => ({row, host: `row-${index}.example`}));
	await apply(ingress('specified', {rules: hosts.map(({row: [kind, paths], host}) => makeRule(host, ...paths.map((path, index) => [kind, path, 'abc'[index]!] as const)))}));
	await answers(t, `http://${hosts[0]!.host}/`, 200);
	for (const {row: [kind, paths, asked, matches], host} of hosts) {
		const answer = await get(`http://${host}${asked}`);
		const expected = matches === undefined ? 404 : Object.values(pods)[paths.indexOf(matches)]!;
		t.is(answer.status === 200 ? answer.echo().port : answer.status, expected, `${kind} ${paths.join(', ')} ${asked}`);
	}
});

test.serial('the host that is named wins over a wildcard, and that over the default backend', async t => {
	await apply(ingress('hosts', {defaultBackend: to('c', {name: 'web'})}), ingress('wild', {rules: [makeRule('*.wild.example', ['Prefix', '/', 'a']), makeRule('one.wild.example', ['Prefix', '/', 'b'])]}));
	await answers(t, 'http://x.wild.example/', 200);
	await answers(t, 'http://other.example/', 200);
	const portAt = async (host: string): Promise<number> => (await get(`http://${host}/`)).echo().port;
	t.deepEqual([await portAt('x.wild.example'), await portAt('ONE.wild.example'), await portAt('x.y.wild.example'), await portAt('other.example')], [pods.a, pods.b, pods.c, pods.c]);
	await world.kubectl('delete', 'ingress', 'hosts', 'wild');
	await answers(t, 'http://other.example/', 404);
});

test.serial('the pod gets the request as it was asked, and who asked', async t => {
	await apply(ingress('echo', {rules: [makeRule('echo.example', ['Prefix', '/', 'a'])]}));
	await answers(t, 'http://echo.example/', 200);
	const {url, headers} = (await get('http://echo.example/a%20b/%2f?x=1%202&y', {headers: {'x-forwarded-for': '6.6.6.6', 'x-own': 'kept'}})).echo();
	t.is(url, '/a%20b/%2f?x=1%202&y');
	t.like(headers, {host: 'echo.example', 'x-forwarded-host': 'echo.example', 'x-forwarded-proto': 'http', 'x-forwarded-port': '80', 'x-own': 'kept'});
	t.is(headers['x-forwarded-for'], headers['x-real-ip']);
	t.true(headers['x-real-ip']!.startsWith(address.slice(0, -1)));
});

test.serial('bodies may be large, unless the Ingress sets a limit', async t => {
	const body = randomBytes(30 * 1024 * 1024);
	t.is((await get('http://echo.example/', {method: 'POST', body})).echo().bytes, body.length);
	await apply(ingress('small', {rules: [makeRule('small.example', ['Prefix', '/', 'a'])]}, {[annotation('proxy-body-size')]: '1k'}));
	await answers(t, 'http://small.example/', 200);
	t.is((await get('http://small.example/', {method: 'POST', body: Buffer.alloc(1024)})).status, 200);
	t.is((await get('http://small.example/', {method: 'POST', body: Buffer.alloc(1025)})).status, 413);
});

test.serial('a websocket is passed through, and outlives a change of the configuration', async t => {
	const sent = request({host: address, headers: {host: 'echo.example', connection: 'Upgrade', upgrade: 'websocket'}, timeout: 10_000});
	sent.end();
	const [response, socket] = await once(sent, 'upgrade', {signal: AbortSignal.timeout(10_000)}) as [{statusCode: number}, Socket];
	t.teardown(() => socket.destroy());
	t.is(response.statusCode, 101);
	const echoed = async (text: string): Promise<void> => {
		const answer = once(socket, 'data', {signal: AbortSignal.timeout(10_000)});
		socket.write(text);
		t.is(String(((await answer) as [Buffer])[0]), text);
	};

	await echoed('before');
	await apply(ingress('another', {rules: [makeRule('another.example', ['Prefix', '/', 'b'])]}));
	await answers(t, 'http://another.example/', 200);
	await echoed('after');
});

test.serial('no request fails while Ingresses change', async t => {
	let done = false;
	const statuses: number[] = [];
	const asking = (async () => {
		while (!done) {
			statuses.push((await get('http://echo.example/')).status);
		}
	})();
	for (const round of [1, 2, 3]) {
		await apply(ingress('another', {rules: [makeRule(`round-${round}.example`, ['Prefix', '/', 'b'])]}));
		await answers(t, `http://round-${round}.example/`, 200);
	}

	done = true;
	await asking;
	t.true(statuses.length > 5);
	t.deepEqual(new Set(statuses), new Set([200]));
});

test.serial('each host has its certificate, a new one at once; without a secret it is the cluster\'s', async t => {
	await apply(await secret('one', 'one'), await secret('two', 'two'), ingress('tls', {
		tls: [{hosts: ['one.example'], secretName: 'one'}, {hosts: ['*.two.example'], secretName: 'two'}, {hosts: ['bare.example']}],
		rules: ['one.example', 'x.two.example', 'bare.example', 'plain.example'].map(host => makeRule(host, ['Prefix', '/', 'a'])),
	}));
	await answers(t, 'https://one.example/', 200);
	const shown = async (host: string): Promise<string | undefined> => (await get(`https://${host}/`)).certificate;
	// A host is served as soon as its Ingress is known, and its secret may come a moment later.
	await eventually(t, 'the certificate of the secret', async () => await shown('one.example') === 'one');
	t.deepEqual([await shown('one.example'), await shown('x.two.example'), await shown('bare.example'), await shown('nobody.example')], ['one', 'two', 'single-kube ingress', 'single-kube ingress']);
	t.like((await get('https://one.example/')).echo().headers, {'x-forwarded-proto': 'https', 'x-forwarded-port': '443'});
	await apply(await secret('one', 'renewed'));
	await eventually(t, 'the new certificate', async () => await shown('one.example') === 'renewed');
});

test.serial('a host with TLS sends http to https, a host without does not', async t => {
	const {status, headers} = await get('http://one.example/path?x=1');
	t.deepEqual([status, headers.location], [308, 'https://one.example/path?x=1']);
	t.is((await get('http://plain.example/')).status, 200);
	await apply(ingress('no-redirect', {tls: [{hosts: ['both.example']}], rules: [makeRule('both.example', ['Prefix', '/', 'a'])]}, {[annotation('ssl-redirect')]: 'false'}));
	await answers(t, 'https://both.example/', 200);
	t.is((await get('http://both.example/')).status, 200);
});

test.serial('a pod may speak HTTPS', async t => {
	await apply(ingress('secure', {rules: [makeRule('secure.example', ['Prefix', '/', 'secure'])]}, {[annotation('backend-protocol')]: 'HTTPS'}));
	await answers(t, 'http://secure.example/', 200);
	t.is((await get('http://secure.example/')).echo().port, 8443);
});

test.serial('what is meant to get into nginx\'s configuration stays a path', async t => {
	const hostile = ['/";}}}return 200 "evil";#', '/\\";} return 200 evil; #', '/${http_host}"', '/{;}', '/a\\', '/\'', '/$host'];
	await apply(ingress('hostile', {rules: [{host: 'hostile.example', http: {paths: hostile.map(path => ({path, pathType: 'Exact', backend: to('b')}))}}]}));
	for (const path of hostile) {
		await answers(t, `http://hostile.example/${encodeURIComponent(path.slice(1))}`, 200);
		t.is((await get(`http://hostile.example/${encodeURIComponent(path.slice(1))}`)).echo().port, pods.b);
	}

	t.is((await get('http://hostile.example/')).status, 404);
});

test.serial('an Ingress that nginx refuses is told why, stays as it was, and harms no other', async t => {
	const regex = {[annotation('use-regex')]: 'true'};
	const withPath = (path: string): object => ingress('broken', {rules: [makeRule('broken.example', ['ImplementationSpecific', path, 'a'])]}, regex);
	await apply(withPath('/good.*'));
	await answers(t, 'http://broken.example/good-1', 200);
	await apply(withPath('/(unclosed'), ingress('new-broken', {rules: [makeRule('new-broken.example', ['ImplementationSpecific', '/[', 'a'])]}, regex), ingress('later', {rules: [makeRule('later.example', ['Prefix', '/', 'c'])]}));
	await saysInAnEvent(t, 'broken', 'Rejected', /^nginx refuses it: .*missing closing parenthesis/);
	await saysInAnEvent(t, 'new-broken', 'Rejected', /^nginx refuses it: .*missing terminating \]/);
	await answers(t, 'http://later.example/', 200);
	t.is((await get('http://broken.example/good-2')).status, 200);
	t.is((await get('http://new-broken.example/')).status, 404);
	await apply(withPath('/repaired'));
	await answers(t, 'http://broken.example/repaired', 200);
	await answers(t, 'http://broken.example/good-1', 404);
	await world.kubectl('delete', 'ingress', 'broken', 'new-broken', 'hostile');
});

test.serial('a service that is missing is told in an event, and served as soon as it is there', async t => {
	await apply(ingress('early', {rules: [makeRule('early.example', ['Prefix', '/', 'late-service'])]}));
	await saysInAnEvent(t, 'early', 'ServiceNotFound', /there is no service default\/late-service/);
	t.is((await get('http://early.example/')).status, 503);
	await apply({apiVersion: 'v1', kind: 'Service', metadata: {name: 'late-service', namespace: 'default'}, spec: {selector: {app: 'echo'}, ports: [{port: 80, targetPort: 8081}]}});
	await answers(t, 'http://early.example/', 200);
});

test.serial('without ready pods it answers 503, with new ones it answers again', async t => {
	await world.kubectl('scale', 'deployment/shop', '--replicas=0');
	await answers(t, 'http://shop.example/', 503);
	await world.kubectl('scale', 'deployment/shop', '--replicas=2');
	await answers(t, 'http://shop.example/', 200);
});

test.serial('an Ingress of another class is left alone', async t => {
	await apply(ingress('other', {ingressClassName: 'other', rules: [makeRule('class.example', ['Prefix', '/', 'a'])]}), ingress('old', {rules: [makeRule('old.example', ['Prefix', '/', 'a'])]}, {'kubernetes.io/ingress.class': 'nginx'}));
	await answers(t, 'http://old.example/', 200);
	t.is((await get('http://class.example/')).status, 404);
	t.is(await world.kubectl('get', 'ingress', 'other', '-o', 'jsonpath={.status.loadBalancer}'), '{}');
});

test.serial('it goes on without the apiserver, and comes back after it was killed', async t => {
	await stopContainer(world.cluster.engine, `sk-${name}-kube-apiserver`, 1);
	t.is((await get('http://echo.example/')).status, 200);
	await startContainer(world.cluster.engine, `sk-${name}-kube-apiserver`);
	await killContainer(world.cluster.engine, component);
	await answers(t, 'http://echo.example/', 200);
});

test.serial('when its nginx dies it comes back', async t => {
	t.is((await execInContainer(world.cluster.engine, component, ['sh', '-c', 'kill -9 $(cat /run/ingress/nginx.pid)'])).exitCode, 0);
	await answers(t, 'http://echo.example/', 200);
});

test.serial('after a stop and a start everything is as before', async t => {
	await stopCluster({name, environment: world.environment});
	await startCluster({name, environment: world.environment});
	await answers(t, 'http://echo.example/', 200);
	await answers(t, 'https://x.two.example/', 200);
});

test.serial('without the add-on nothing of it is left, and Ingresses stay for whoever serves them next', async t => {
	await startCluster({name, environment: world.environment, addons: '-ingress'});
	t.is(await world.kubectl('get', 'ingressclasses', '-o', 'name'), '');
	t.is(await world.kubectl('get', 'service,clusterrole', '-A', '-o', 'name').then(names => names.split('\n').filter(each => /\bingress$/.test(each)).join()), '');
	await t.throwsAsync(get('http://echo.example/', {timeout: 2000}));
	t.regex(await world.kubectl('get', 'ingress', '-o', 'name'), /ingress\.networking\.k8s\.io\/echo/);
});
