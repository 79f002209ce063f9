import {readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {request as httpRequest} from 'node:http';
import {basename} from 'node:path';
import test from 'ava';
import {openGateway} from '../../src/gateway/gateway.ts';
import {json} from './helpers/fake-engine.ts';
import {foreign, holder, messageIn, openWorld, own, ownLabels, until, users, type World} from './helpers/world.ts';

type Body = {Labels: Record<string, string>; HostConfig: Record<string, unknown>; [key: string]: unknown};

async function create({call, engine}: World, body: unknown, path = '/v1.40/containers/create?name=x'): Promise<Body> {
	const answer = await call('POST', path, {body: typeof body === 'string' ? body : JSON.stringify(body)});
	if (answer.status !== 201) {
		throw new Error(`${answer.status}: ${answer.text}`);
	}

	return JSON.parse(engine.received.at(-1)!.body) as Body;
}

for (const path of ['/containers/create?name=x', '/v1.24/containers/create?name=x', '/v1.47/containers/create?name=x']) {
	test(`a container is created with this node's labels, whatever the client claims: ${path}`, async t => {
		const world = await openWorld(t);
		const sent = await create(world, {
			Image: 'nginx', Labels: {app: 'a', 'dev.single-kube.node': 'node-2', 'dev.single-kube.component': 'etcd', 'dev.single-kube.resolv-conf': '/etc/passwd'},
		}, path);
		t.deepEqual(sent.Labels, {app: 'a', ...ownLabels});
		t.is(sent['Image'], 'nginx');
		t.is(world.engine.received.at(-1)!.url, path);
	});
}

test('labels are added where there are none', async t => {
	const world = await openWorld(t);
	t.deepEqual((await create(world, {Image: 'nginx', Labels: null, HostConfig: null})).Labels, ownLabels);
	t.deepEqual((await create(world, {Image: 'nginx'})).Labels, ownLabels);
});

for (const [score, minimum, sent] of [[-998, 0, 0], [-998, -500, -500], [-998, -1000, -998], [2, 0, 2], [1000, 0, 1000]] as const) {
	test(`an oom score of ${score} becomes ${sent} where the engine can set ${minimum} and more`, async t => {
		const world = await openWorld(t, {oomScoreAdjMinimum: async () => minimum});
		t.is((await create(world, {HostConfig: {OomScoreAdj: score}})).HostConfig['OomScoreAdj'], sent);
	});
}

test('64-bit numbers, and strings that look like them, arrive as they were sent', async t => {
	const world = await openWorld(t);
	await create(world, '{"Image":"a","Env":["9223372036854775807","\\"-9223372036854775808"],"HostConfig":{"Memory":9223372036854775807,"MemorySwap":-9223372036854775808,"NanoCpus":1.5}}');
	const {body} = world.engine.received.at(-1)!;
	t.true(body.includes('"Memory":9223372036854775807') && body.includes('"MemorySwap":-9223372036854775808') && body.includes('"NanoCpus":1.5'), body);
	t.true(body.includes('"Env":["9223372036854775807","\\"-9223372036854775808"]'), body);
});

const hostNetwork = {
	Hostname: 'machine', Domainname: 'd', MacAddress: '02:42:ac:11:00:02', ExposedPorts: {'80/tcp': {}}, NetworkingConfig: {EndpointsConfig: {x: {}}},
	HostConfig: {
		NetworkMode: 'host', UTSMode: 'host', PidMode: 'host', PortBindings: {'80/tcp': [{HostPort: '80'}]}, PublishAllPorts: true, Dns: ['1.1.1.1'], DnsSearch: ['a'],
		DnsOptions: ['ndots:5'], ExtraHosts: ['a:1.2.3.4'], Binds: ['/a:/b'],
	},
};

test('a hostNetwork sandbox joins the holder, without what container mode forbids', async t => {
	const world = await openWorld(t);
	const sent = await create(world, hostNetwork);
	const path = sent.Labels['dev.single-kube.resolv-conf']!;
	t.deepEqual(sent.HostConfig, {NetworkMode: `container:${holder.name}`, UTSMode: '', PidMode: 'host', Binds: ['/a:/b', `${path}:/etc/resolv.conf`]});
	t.deepEqual(Object.keys(sent).toSorted(), ['HostConfig', 'Labels']);
	t.is(await readFile(path, 'utf8'), '');
	t.is((await stat(path)).mode & 0o777, 0o644);
	t.true(world.traces.some(({notes}) => notes.includes(`network mode host became container:${holder.name}`)));
});

test('keys are matched as Go matches them', async t => {
	const world = await openWorld(t);
	const sent = await create(world, {hostconfig: {networkMODE: 'host', oomScoreadj: -1000, PORTBINDINGS: {}}, 'label\u{17F}': {'dev.single-kube.node': 'x'}, HOSTNAME: 'h'});
	t.is(sent.HostConfig['NetworkMode'], `container:${holder.name}`);
	t.is(sent.HostConfig['OomScoreAdj'], 0);
	t.is(sent.Labels['dev.single-kube.node'], 'node-1');
	t.deepEqual(Object.keys(sent).toSorted(), ['HostConfig', 'Labels']);
});

for (const body of ['{"HostConfig":{},"hostconfig":{"NetworkMode":"host"}}', '{"HostConfig":{"NetworkMode":"none","networkmode":"host"}}', '{"Labels":{},"LABELS":{}}']) {
	test(`a key given twice is refused, for Go would merge what we do not see: ${body}`, async t => {
		const {call, engine} = await openWorld(t);
		t.is((await call('POST', '/containers/create', {body})).status, 400);
		t.deepEqual(engine.received, []);
	});
}

test('host settings at the top level, as API 1.17 had them, have no effect', async t => {
	const world = await openWorld(t);
	t.deepEqual((await create(world, {NetworkMode: 'host'})).HostConfig, {}, 'an inner HostConfig makes the engine pass over the outer fields');
});

for (const [key, status] of [['NetworkMode', 404], ['IpcMode', 400], ['PidMode', 400]] as const) {
	test(`${key} may join only a container of this node`, async t => {
		const world = await openWorld(t);
		for (const reference of [own.name, own.id, own.id.slice(0, 12)]) {
			t.is((await create(world, {HostConfig: {[key]: `container:${reference}`}})).HostConfig[key], `container:${own.id}`);
		}

		for (const reference of [...foreign.flatMap(({id, name}) => [id, name]), 'nope', '', '../../info', 'a/b']) {
			const answer = await world.call('POST', '/containers/create', {body: JSON.stringify({HostConfig: {[key]: `container:${reference}`}})});
			t.is(answer.status, status, reference);
			t.is(messageIn(answer), `No such container: ${reference}`);
		}

		t.is(world.engine.received.filter(({method}) => method === 'POST').length, 3);
	});
}

test('volumes may come only from a container of this node', async t => {
	const world = await openWorld(t);
	t.deepEqual((await create(world, {HostConfig: {VolumesFrom: [`${own.name}:ro`]}})).HostConfig['VolumesFrom'], [`${own.id}:ro`]);
	const answer = await world.call('POST', '/containers/create', {body: JSON.stringify({HostConfig: {VolumesFrom: [own.name, `${users.name}:ro`]}})});
	t.is(answer.status, 400);
	t.is(messageIn(answer), `No such container: ${users.name}`);
});

test('a container that joins a hostNetwork sandbox gets the sandbox\'s resolv.conf, unless it brings one', async t => {
	const world = await openWorld(t);
	const path = (await create(world, hostNetwork)).Labels['dev.single-kube.resolv-conf']!;
	const sandbox = 'c'.repeat(64);
	const joining = {NetworkMode: `container:${sandbox}`, IpcMode: `container:${sandbox}`, UTSMode: 'host'};
	const sent = await create(world, {HostConfig: joining});
	t.deepEqual(sent.HostConfig, {...joining, UTSMode: '', Binds: [`${path}:/etc/resolv.conf`]});
	t.is(sent.Labels['dev.single-kube.resolv-conf'], undefined, 'only the sandbox owns the file');
	const brought = {...joining, Mounts: [{Type: 'bind', Source: '/x', Target: '/etc/resolv.conf'}]};
	t.deepEqual((await create(world, {HostConfig: brought})).HostConfig, {...brought, UTSMode: ''});
});

test('no resolv.conf is left when the create fails, or the sandbox is removed', async t => {
	const world = await openWorld(t);
	world.engine.handlers.set('POST /containers/create', (request, response) => {
		request.resume().on('end', () => json(response, 409, {message: 'Conflict. The container name "/x" is already in use by container abc'}));
	});
	const failed = await world.call('POST', '/containers/create', {body: JSON.stringify(hostNetwork)});
	t.is(failed.status, 409);
	t.is(messageIn(failed), 'Conflict. The container name "/x" is already in use by container abc');
	t.deepEqual(await readdir(world.stateDir), []);
	world.engine.handlers.clear();
	await create(world, hostNetwork);
	t.is((await readdir(world.stateDir)).length, 1);
	t.is((await world.call('DELETE', `/containers/${'c'.repeat(62)}cd`)).status, 404, 'the fake engine does not keep it');
	await until('the file is gone', async () => (await readdir(world.stateDir)).length === 0);
});

test('a create whose client leaves is seen through, so that its resolv.conf is not lost', async t => {
	const {engine, listenPath, stateDir} = await openWorld(t);
	let finish: (() => void) | undefined;
	engine.handlers.set('POST /containers/create', (request, response) => {
		request.resume().on('end', () => {
			finish = () => json(response, 500, {message: 'no'});
		});
	});
	const request = httpRequest({socketPath: listenPath, method: 'POST', path: '/containers/create', headers: {'Content-Type': 'application/json'}});
	request.on('error', () => undefined);
	request.end(JSON.stringify(hostNetwork));
	await until('the engine has the request', () => finish !== undefined);
	request.destroy();
	t.is((await readdir(stateDir)).length, 1);
	finish!();
	await until('the file is gone', async () => (await readdir(stateDir)).length === 0);
});

test('resolv.conf files of sandboxes that went away while no gateway ran are removed at the next start', async t => {
	const world = await openWorld(t);
	const kept = (await create(world, hostNetwork)).Labels['dev.single-kube.resolv-conf']!;
	await create(world, hostNetwork);
	await writeFile(`${world.stateDir}/notes.txt`, '');
	await world.gateway.close();
	world.engine.containers.push({...own, id: '7'.repeat(64), labels: {...ownLabels, 'dev.single-kube.resolv-conf': kept}});
	world.engine.handlers.set('GET /containers/json', (_request, response) => json(response, 200, world.engine.containers.map(({id, labels}) => ({Id: id, Labels: labels}))));
	const gateway = await openGateway({engineSocket: world.engine.socketPath, listenPath: world.listenPath, cluster: 'one', node: 'node-1', holder: 'h', stateDir: world.stateDir});
	t.teardown(() => gateway.close());
	t.deepEqual((await readdir(world.stateDir)).toSorted(), ['notes.txt', basename(kept)]);
});

test('inspect shows a hostNetwork sandbox as the shims expect it, and others untouched', async t => {
	const {engine, call} = await openWorld(t);
	const path = '/state/resolv-1.conf';
	const sandbox = {id: '9'.repeat(64), name: 'k8s_POD_host', labels: {...ownLabels, 'dev.single-kube.resolv-conf': path}, networkMode: `container:${holder.id}`};
	engine.containers.push(sandbox);
	for (const reference of [sandbox.name, sandbox.id, sandbox.id.slice(0, 12)]) {
		const shown = JSON.parse((await call('GET', `/v1.40/containers/${reference}/json?size=1`)).text) as Record<string, Record<string, unknown>>;
		t.like(shown, {Id: sandbox.id, ResolvConfPath: path, HostConfig: {NetworkMode: 'host', Memory: 1}, NetworkSettings: {IPAddress: '', GlobalIPv6Address: ''}});
	}

	t.is(engine.received.at(-1)!.url, `/v1.40/containers/${sandbox.id}/json?size=1`);
	t.like(JSON.parse((await call('GET', `/containers/${own.id}/json`)).text), {HostConfig: {NetworkMode: 'none'}, ResolvConfPath: '/engine/resolv.conf', NetworkSettings: {IPAddress: '10.9.9.9'}});
});

test('a start takes no host configuration along', async t => {
	const {engine, call} = await openWorld(t);
	t.is((await call('POST', `/v1.20/containers/${own.id}/start`, {body: '{"NetworkMode":"host"}'})).status, 204);
	t.is(engine.received.at(-1)!.body, '');
	t.is(engine.received.at(-1)!.headers['content-length'] ?? '0', '0');
});

for (const body of ['', '{', 'null', '[]', '"x"', '{"Labels":[]}', '{"HostConfig":"x"}', '{"Labels":{"a":1}']) {
	test(`a body that is no container configuration is refused and not passed on: ${body}`, async t => {
		const {engine, call} = await openWorld(t);
		const answer = await call('POST', '/containers/create', {body});
		t.is(answer.status, 400);
		t.regex(messageIn(answer), /invalid JSON/);
		t.deepEqual(engine.received, []);
	});
}

test('a body beyond 32 MiB is refused', async t => {
	const {engine, call} = await openWorld(t);
	const answer = await call('POST', '/containers/create', {body: `{"Env":["${'x'.repeat(33 * 1024 * 1024)}"]}`});
	t.is(answer.status, 413);
	t.deepEqual(engine.received, []);
});
