import test from 'ava';
import {foreign, messageIn, openWorld, own, otherNode, ownLabels, users} from './helpers/world.ts';

const calls = [
	'GET json', 'GET logs', 'GET stats', 'GET top', 'GET changes', 'GET archive', 'HEAD archive', 'PUT archive', 'GET export', 'POST start', 'POST stop', 'POST restart',
	'POST kill', 'POST update', 'POST rename', 'POST pause', 'POST unpause', 'POST wait', 'POST resize', 'POST exec', 'POST attach', 'DELETE ',
];

for (const [method = '', action = ''] of calls.map(call => call.split(' '))) {
	const path = (reference: string): string => `/v1.40/containers/${reference}${action === '' ? '' : `/${action}`}`;

	test(`${method} ${action} reaches a container of this node by id, prefix and name, always under its id`, async t => {
		for (const reference of [own.id, own.id.slice(0, 12), own.name]) {
			const {engine, call} = await openWorld(t);
			const {status} = await call(method, path(reference));
			t.true(status < 300, `${reference}: ${status}`);
			t.is(engine.received.at(-1)!.url, path(own.id));
		}
	});

	test(`${method} ${action} finds no container of another node, another cluster, the user or the holder`, async t => {
		const {engine, call} = await openWorld(t);
		for (const container of foreign) {
			for (const reference of [container.id, container.id.slice(0, 12), container.name]) {
				const answer = await call(method, path(reference));
				t.is(answer.status, 404);
				if (method !== 'HEAD') {
					t.is(messageIn(answer), `No such container: ${reference}`);
				}
			}
		}

		t.true(engine.received.every(({method: got, url}) => got === 'GET' && /\/json(\?|$)/.test(url)), 'the engine was asked to do something');
	});
}

const tricks = [
	`/v1.41/containers/../containers/${users.name}/json`, `/containers//${users.name}/json`, `//containers/${users.name}/json`, `/v1.41/./containers/${users.name}/json`,
	`/containers/${users.name}/json/`, `/containers/%2e%2e/containers/${users.name}/json`, `/containers/${own.id}%2f..%2f${users.name}/json`,
	`/containers/${own.id}/../${users.name}/json`, `/containers/%77%65%62/json`, `/%63ontainers/${users.name}/json`, `/v1.41%2fcontainers%2f${users.name}%2fjson`,
	`/CONTAINERS/${users.name}/json`, `/V1.41/containers/${users.name}/json`, `/v1.41/v1.41/containers/${users.name}/json`, `/containers/${users.name}/JSON`,
	`/containers/%/json`, `/containers/${users.name}%00/json`, `/containers/WEB/json`, `/containers/${users.name}?/json`, `/containers/${users.name}%3f/json`,
	`/containers/${users.name}/logs/x`, `/containers/${users.name};/json`,
];

for (const trick of tricks) {
	test(`no spelling of a path reaches a foreign container: ${trick}`, async t => {
		const {engine, call} = await openWorld(t);
		for (const method of ['GET', 'POST', 'DELETE', 'PUT']) {
			const {status, text} = await call(method, trick);
			t.true(status >= 400 || text.includes('"path"'), `${method}: ${status} ${text}`);
			t.false(text.includes(users.id));
		}

		t.true(engine.received.every(({method}) => method === 'GET'));
	});
}

test('an absolute request target is refused', async t => {
	const {call} = await openWorld(t);
	t.is((await call('GET', `http://docker/containers/${users.name}/json`)).status, 400);
});

test('a URL-encoded name of an own container is understood', async t => {
	const {engine, call} = await openWorld(t);
	t.is((await call('POST', `/v1.40/containers/${own.name.replace('_', '%5F')}/stop`)).status, 204);
	t.is(engine.received.at(-1)!.url, `/v1.40/containers/${own.id}/stop`);
});

test('a prefix that a foreign container shares, or has for a name, still finds the own container', async t => {
	const {engine, call} = await openWorld(t);
	engine.containers.push({...users, id: `${'a'.repeat(12)}${'0'.repeat(52)}`, name: 'shares'}, {...users, id: '1'.repeat(64), name: 'aaaa'});
	t.is((await call('POST', `/containers/${'a'.repeat(12)}/stop`)).status, 204);
	t.is((await call('POST', '/containers/aaaa/stop')).status, 204);
	t.true(engine.received.filter(({method}) => method === 'POST').every(({url}) => url === `/containers/${own.id}/stop`));
	engine.containers.push({...own, id: `${'a'.repeat(63)}0`, name: 'another'});
	t.deepEqual(messageIn(await call('POST', '/containers/aaa/stop')), 'Multiple IDs found with provided prefix: aaa');
});

test('a name is asked for each time: it can come to belong to someone else', async t => {
	const {engine, call} = await openWorld(t);
	t.is((await call('POST', `/containers/${own.name}/stop`)).status, 204);
	engine.containers.splice(0, engine.containers.length, {...users, name: own.name});
	t.is((await call('POST', `/containers/${own.name}/stop`)).status, 404);
});

test('a full id is asked for once', async t => {
	const {engine, call} = await openWorld(t);
	await call('POST', `/containers/${own.id}/stop`);
	await call('POST', `/containers/${own.id}/stop`);
	t.deepEqual(engine.received.map(({method}) => method), ['GET', 'POST', 'POST']);
});

test('only execs of own containers can be started, resized and inspected', async t => {
	const {engine, call} = await openWorld(t);
	engine.execs.set('1'.repeat(64), own.id).set('2'.repeat(64), otherNode.id);
	for (const [method, action] of [['GET', 'json'], ['POST', 'resize'], ['POST', 'start']] as const) {
		t.is((await call(method, `/v1.40/exec/${'1'.repeat(64)}/${action}`)).status, 200, action);
		const answer = await call(method, `/v1.40/exec/${'2'.repeat(64)}/${action}`);
		t.is(answer.status, 404);
		t.is(messageIn(answer), `No such exec instance: ${'2'.repeat(64)}`);
	}

	t.false(engine.received.some(({method, url}) => method === 'POST' && url.includes('2'.repeat(64))));
	t.is((await call('GET', '/exec/nope/json')).status, 404);
});

const filterForms = [
	['none', '', {}],
	['the map form', '{"label":{"a=b":true},"status":{"running":true}}', {label: {'a=b': true}, status: {running: true}}],
	['the list form', '{"label":["a=b"],"id":["x"]}', {label: {'a=b': true}, id: {x: true}}],
	['another node asked for', '{"label":["dev.single-kube.node=node-2"]}', {label: {'dev.single-kube.node=node-2': true}}],
] as const;

for (const [title, given, kept] of filterForms) {
	test(`a list's and an event stream's filters get the labels of this node: ${title}`, async t => {
		const {engine, call} = await openWorld(t);
		for (const path of ['/v1.40/containers/json', '/v1.40/events']) {
			await call('GET', `${path}?all=1${given === '' ? '' : `&filters=${encodeURIComponent(given)}`}&filters={}`);
			const query = new URLSearchParams(engine.received.at(-1)!.url.split('?')[1]);
			const label = {...('label' in kept ? kept.label : {}), ...Object.fromEntries(Object.entries(ownLabels).map(([key, value]) => [`${key}=${value}`, true]))};
			t.deepEqual(query.getAll('filters').map(filters => JSON.parse(filters) as unknown), [{...kept, label}]);
			t.is(query.get('all'), '1');
		}
	});
}

test('a list shows own containers only', async t => {
	const {call} = await openWorld(t);
	const ids = (JSON.parse((await call('GET', '/containers/json?all=1')).text) as Array<{Id: string}>).map(({Id}) => Id);
	t.deepEqual(ids, [own.id]);
});

for (const filters of ['{', '[]', '{"label":"x"}', '{"label":[1]}', 'null']) {
	test(`filters that are no filters are refused: ${filters}`, async t => {
		const {engine, call} = await openWorld(t);
		t.is((await call('GET', `/containers/json?filters=${encodeURIComponent(filters)}`)).status, 400);
		t.deepEqual(engine.received, []);
	});
}
