import {request as httpsRequest} from 'node:https';
import type {AddressInfo} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {Failure} from '../../src/metrics-server/failure.ts';
import {metricsServer} from '../../src/metrics-server/serve.ts';
import {createAuthority, type KeyedCertificate} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';

const sample = {cpu: {time: '2026-11-21T14:42:22Z', usageNanoCores: 1_000_000}, memory: {time: '2026-11-21T14:42:22Z', workingSetBytes: 1024}};
const asJane = {'x-remote-user': 'jane', 'x-remote-group': 'dev'};
const nodes = '/apis/metrics.k8s.io/v1beta1/nodes';

/** As far as the tests look into answers. */
type Json = {
	readonly reason?: string; readonly swagger?: string; readonly items?: readonly object[]; readonly rows?: ReadonlyArray<{readonly cells: unknown[]}>;
	readonly resources?: ReadonlyArray<{readonly name: string; readonly kind: string; readonly namespaced: boolean; readonly verbs: string[]}>;
};
type Asked = {readonly path: string; readonly as?: KeyedCertificate; readonly headers?: Record<string, string>; readonly method?: string};
type World = {readonly ask: (asked: Asked) => Promise<{readonly code: number; readonly body: string; readonly json: Json}>; readonly aggregator: KeyedCertificate; readonly stranger: KeyedCertificate; readonly impostor: KeyedCertificate};

/** A server that lets jane in and nobody else, and a client for it. */
async function world(t: ExecutionContext): Promise<World> {
	const [kubernetes, frontProxy, unknown] = await Promise.all(['kubernetes', 'front-proxy', 'unknown'].map(async name => createAuthority(name))) as [KeyedCertificate, KeyedCertificate, KeyedCertificate];
	const {certificate: cert, key} = await issueCertificate(kubernetes, {commonName: 'metrics-server', usages: ['server'], ipAddresses: ['127.0.0.1']});
	const client = async (authority: KeyedCertificate): Promise<KeyedCertificate> => issueCertificate(authority, {commonName: 'front-proxy-client', usages: ['client']});
	const server = metricsServer({
		cert, key, frontProxyCa: frontProxy.certificate, allowedNames: ['front-proxy-client'],
		async authorize({user}) {
			if (user !== 'jane') {
				throw new Failure(403, 'Forbidden', `${user} may not`);
			}
		},
		source: {
			api: {get: async () => ({metadata: {name: 'node-1'}}) as never, list: async () => ({metadata: {}, items: [{metadata: {name: 'node-1'}, status: {addresses: [{type: 'InternalIP', address: '10.0.0.1'}]}}]}) as never},
			kubelets: {summary: async () => ({node: {nodeName: 'node-1', ...sample}})},
			log: line => t.log(line),
		},
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => {
		server.close();
		server.closeAllConnections();
	});
	const {port} = server.address() as AddressInfo;
	return {
		aggregator: await client(frontProxy), stranger: await client(unknown), impostor: await client(kubernetes),
		ask: async ({path, as, headers, method = 'GET'}) => new Promise((resolve, reject) => {
			httpsRequest({host: '127.0.0.1', port, path, method, headers, ca: kubernetes.certificate, cert: as?.certificate, key: as?.key, agent: false}, async response => {
				const body = (await response.toArray()).join('');
				resolve({code: response.statusCode ?? 0, body, json: (body.startsWith('{') ? JSON.parse(body) : {}) as Json});
			}).on('error', reject).end();
		}),
	};
}

test('what the aggregator asks for a user who may is answered', async t => {
	const {ask, aggregator} = await world(t);
	const {code, json} = await ask({path: nodes, as: aggregator, headers: asJane});
	t.is(code, 200);
	t.like(json, {kind: 'NodeMetricsList'});
	t.like(json.items?.[0], {metadata: {name: 'node-1'}, usage: {cpu: '1m', memory: '1Ki'}});
});

test('who writes the aggregator\'s headers without its certificate is refused', async t => {
	const {ask, aggregator, impostor, stranger} = await world(t);
	for (const as of [undefined, impostor, stranger]) {
		const {code, json} = await ask({path: nodes, ...as ? {as} : {}, headers: asJane});
		t.is(code, 401);
		t.like(json, {kind: 'Status', status: 'Failure', reason: 'Unauthorized', code: 401});
	}

	t.is((await ask({path: nodes, as: aggregator})).code, 401);
});

test('a user who may not gets a Status that says so', async t => {
	const {ask, aggregator} = await world(t);
	const {code, json} = await ask({path: nodes, as: aggregator, headers: {'x-remote-user': 'joe'}});
	t.is(code, 403);
	t.like(json, {reason: 'Forbidden', message: 'joe may not'});
});

test('probes need no identity, and learn nothing', async t => {
	const {ask} = await world(t);
	for (const path of ['/livez', '/readyz', '/healthz']) {
		const {code, body} = await ask({path});
		t.deepEqual([code, body], [200, 'ok']);
	}

	t.is((await ask({path: '/apis'})).code, 401);
});

test('discovery names what kubectl asks for', async t => {
	const {ask, aggregator} = await world(t);
	const {json} = await ask({path: '/apis/metrics.k8s.io/v1beta1', as: aggregator, headers: asJane});
	t.deepEqual(json.resources?.map(({name, kind, namespaced, verbs}) => [name, kind, namespaced, verbs]), [
		['nodes', 'NodeMetrics', false, ['get', 'list']], ['pods', 'PodMetrics', true, ['get', 'list']],
	]);
	t.is((await ask({path: '/openapi/v2', as: aggregator, headers: asJane})).json.swagger, '2.0');
});

test('what cannot be done is refused as the API does it', async t => {
	const {ask, aggregator} = await world(t);
	const as = {as: aggregator, headers: asJane};
	t.is((await ask({...as, path: nodes, method: 'DELETE'})).json.reason, 'MethodNotAllowed');
	t.is((await ask({...as, path: `${nodes}?watch=true`})).code, 405);
	t.is((await ask({...as, path: '/apis/metrics.k8s.io/v1beta1/secrets'})).json.reason, 'NotFound');
	t.is((await ask({...as, path: `${nodes}/node-1/proxy`})).code, 404);
});

test('kubectl get has its table', async t => {
	const {ask, aggregator} = await world(t);
	const {json} = await ask({path: nodes, as: aggregator, headers: {...asJane, accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'}});
	t.like(json, {kind: 'Table', apiVersion: 'meta.k8s.io/v1'});
	t.deepEqual(json.rows?.[0]?.cells, ['node-1', '1m', '1Ki', '30s']);
});
