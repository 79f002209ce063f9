import test from 'ava';
import {messageIn, openWorld, own} from './helpers/world.ts';

const refused = [
	'DELETE /images/nginx', 'DELETE /v1.40/images/sha256:abc', 'DELETE /images/registry.example/a/b:c', 'POST /images/prune', 'POST /containers/prune', 'POST /volumes/prune',
	'POST /networks/prune', 'POST /build/prune', 'POST /images/nginx/tag', 'POST /images/nginx/push', 'POST /images/load', 'POST /images/create?fromSrc=-', 'POST /commit?container=x',
	'POST /build', 'POST /session', 'POST /grpc', 'POST /networks/create', 'DELETE /networks/x', 'POST /networks/x/connect', 'POST /networks/x/disconnect', 'POST /volumes/create',
	'DELETE /volumes/x', 'POST /swarm/init', 'POST /swarm/leave', 'POST /secrets/create', 'DELETE /secrets/x', 'POST /configs/create', 'POST /services/create', 'POST /plugins/pull',
	'DELETE /plugins/x', 'POST /auth', 'PUT /anything', 'PATCH /anything', 'OPTIONS /anything', 'GET /system/df',
];

for (const [method = '', path = ''] of refused.map(call => call.split(' '))) {
	test(`${method} ${path} is refused with a reason, and the engine is not asked`, async t => {
		const {engine, call, traces} = await openWorld(t);
		for (const version of path.startsWith('/v1') ? [''] : ['', '/v1.40']) {
			const answer = await call(method, version + path);
			t.is(answer.status, 403);
			t.is(answer.headers['content-type'], 'application/json');
			t.regex(messageIn(answer), /^single-kube: .* refused: .+/);
		}

		t.deepEqual(engine.received, []);
		t.is(traces[0]!.status, 403);
		t.regex(traces[0]!.notes.join(), /refused/);
	});
}

const passed = [
	'GET /_ping', 'HEAD /_ping', 'GET /version', 'GET /info', 'GET /images/json', 'GET /images/nginx/json', 'GET /images/registry.example/a/b:c/json', 'GET /images/sha256:abc/history',
	'GET /networks', 'GET /networks/x', 'GET /volumes', 'GET /volumes/x', 'GET /distribution/nginx/json',
];

for (const [method = '', path = ''] of passed.map(call => call.split(' '))) {
	test(`${method} ${path} passes as it is`, async t => {
		const {engine, call} = await openWorld(t);
		for (const version of ['', '/v1.40']) {
			t.is((await call(method, version + path)).status, 200);
			t.is(engine.received.at(-1)!.url, version + path);
			t.is(engine.received.at(-1)!.method, method);
		}
	});
}

for (const path of ['/containers/ps', '/containers', '/containers/x/y/z', '/exec', '/exec/x', '/exec/x/json/y', `/containers/${own.id}`]) {
	test(`what is no call of the engine on containers or execs is not found, and the engine not asked: ${path}`, async t => {
		const {engine, call} = await openWorld(t);
		t.deepEqual(messageIn(await call('GET', path)), 'page not found');
		t.deepEqual(engine.received, []);
	});
}

test('a call is traced with its time, method, path, status, milliseconds and what was done to it', async t => {
	const {call, traces, logs} = await openWorld(t);
	await call('GET', '/v1.40/containers/json?all=1');
	await call('POST', '/containers/nope/stop');
	t.like(traces[0], {method: 'GET', path: '/v1.40/containers/json?all=1', status: 200, notes: ['filtered']});
	t.like(traces[1], {method: 'POST', status: 404, notes: ['answered 404: No such container: nope']});
	t.true(traces.every(({at, milliseconds}) => Math.abs(Date.now() - at) < 10_000 && milliseconds > 0 && milliseconds < 10_000));
	t.deepEqual(logs, []);
});
