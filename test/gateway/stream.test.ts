import {createHash} from 'node:crypto';
import {Agent, type IncomingMessage, request as httpRequest} from 'node:http';
import {connect} from 'node:net';
import test from 'ava';
import {json} from './helpers/fake-engine.ts';
import {callAt, messageIn, openWorld, own, until} from './helpers/world.ts';

const megabyte = Buffer.alloc(1024 * 1024, 'x');

async function responseTo(socketPath: string, path: string): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		httpRequest({socketPath, path, agent: false}, resolve).on('error', reject).end();
	});
}

test('a stream that says nothing yet is open at once, and each piece comes when it is there', async t => {
	const {engine, listenPath} = await openWorld(t);
	let write: ((text: string) => void) | undefined;
	engine.handlers.set(`GET /containers/${own.id}/logs`, (_request, response) => {
		response.writeHead(200, {'Content-Type': 'application/vnd.docker.raw-stream'});
		response.flushHeaders();
		write = text => void response.write(text);
	});
	const response = await responseTo(listenPath, `/containers/${own.id}/logs?follow=1`);
	t.is(response.statusCode, 200);
	for (const line of ['one', 'two']) {
		write!(line);
		const [chunk] = await Promise.all([new Promise(resolve => void response.once('data', resolve))]);
		t.is(String(chunk), line);
	}

	response.destroy();
});

test('a client that goes away cancels the engine\'s call', async t => {
	const {engine, listenPath, traces} = await openWorld(t);
	let cancelled = false;
	for (const path of ['logs', 'wait']) {
		cancelled = false;
		engine.handlers.set(`GET /containers/${own.id}/${path}`, (_request, response) => {
			response.on('close', () => {
				cancelled = true;
			});
			if (path === 'logs') {
				response.writeHead(200);
				response.flushHeaders();
			}
		});
		const asked = engine.received.length;
		const request = httpRequest({socketPath: listenPath, path: `/containers/${own.id}/${path}`, agent: false});
		request.on('error', () => undefined);
		request.on('response', response => void response.on('error', () => undefined));
		request.end();
		await until('the engine was asked', () => engine.received.slice(asked).some(({url}) => url.endsWith(path)));
		request.destroy();
		await until(`${path} is cancelled`, () => cancelled);
	}

	await until('both are traced', () => traces.length === 2);
	t.deepEqual(traces.map(({status}) => status), [200, 0]);
});

test('a slow reader slows the engine down, and nothing is kept in between', async t => {
	const {engine, listenPath} = await openWorld(t);
	let written = 0;
	engine.handlers.set(`GET /containers/${own.id}/export`, (_request, response) => {
		response.writeHead(200);
		const more = (): void => {
			while (written < 64) {
				written++;
				if (!response.write(megabyte)) {
					response.once('drain', more);
					return;
				}
			}

			response.end();
		};

		more();
	});
	const response = await responseTo(listenPath, `/containers/${own.id}/export`);
	response.pause();
	await new Promise(resolve => {
		setTimeout(resolve, 300);
	});
	t.true(written < 16, `${written} MiB were taken from the engine for a reader that reads nothing`);
	let size = 0;
	for await (const chunk of response as AsyncIterable<Buffer>) {
		size += chunk.length;
	}

	t.is(size, 64 * megabyte.length);
});

for (const chunked of [true, false]) {
	test(`a body of 300 MiB arrives whole, ${chunked ? 'chunked' : 'with its length'}, at the pace of the engine`, async t => {
		const {engine, listenPath} = await openWorld(t);
		const hash = createHash('sha256');
		let length: string | undefined;
		engine.handlers.set(`PUT /containers/${own.id}/archive`, (request, response) => {
			length = request.headers['content-length'];
			request.on('data', chunk => hash.update(chunk as Buffer));
			request.on('end', () => json(response, 200, {}));
		});
		const sent = createHash('sha256');
		const status = await new Promise<number>((resolve, reject) => {
			const headers: Record<string, string> = chunked ? {'Transfer-Encoding': 'chunked'} : {'Content-Length': String(300 * megabyte.length)};
			const request = httpRequest({socketPath: listenPath, method: 'PUT', path: `/containers/${own.id}/archive`, headers, agent: false}, response => {
				response.resume();
				resolve(response.statusCode ?? 0);
			});
			request.on('error', reject);
			let count = 0;
			const more = (): void => {
				while (count < 300) {
					const piece = Buffer.alloc(megabyte.length, count++);
					sent.update(piece);
					if (!request.write(piece)) {
						request.once('drain', more);
						return;
					}
				}

				request.end();
			};

			more();
		});
		t.is(status, 200);
		t.is(hash.digest('hex'), sent.digest('hex'));
		t.is(length, chunked ? undefined : String(300 * megabyte.length));
	});
}

test('an engine that refuses an upload in its middle is heard', async t => {
	const {engine, call} = await openWorld(t);
	engine.handlers.set(`PUT /containers/${own.id}/archive`, (_request, response) => json(response, 404, {message: 'Could not find the file /nope'}));
	const answer = await call('PUT', `/containers/${own.id}/archive?path=/nope`, {body: Buffer.alloc(64 * megabyte.length)});
	t.is(answer.status, 404);
	t.is(messageIn(answer), 'Could not find the file /nope');
});

test('a pull keeps its credentials, and its progress streams', async t => {
	const {engine, listenPath} = await openWorld(t);
	const auth = 'x'.repeat(100_000);
	engine.handlers.set('GET /images/nginx:1/json', (_request, response) => json(response, 404, {message: 'No such image: nginx:1'}));
	engine.handlers.set('POST /images/create', (request, response) => {
		response.writeHead(200, {'Content-Type': 'application/json'});
		response.write(`${JSON.stringify({status: 'Pulling', auth: request.headers['x-registry-auth']?.length})}\r\n`);
	});
	const first = await new Promise<string>((resolve, reject) => {
		const request = httpRequest({socketPath: listenPath, method: 'POST', path: '/v1.40/images/create?fromImage=nginx&tag=1', headers: {'X-Registry-Auth': auth}, agent: false}, response => {
			response.once('data', chunk => {
				resolve(String(chunk));
				request.destroy();
			});
			response.on('error', () => undefined);
		});
		request.on('error', reject);
		request.end();
	});
	t.deepEqual(JSON.parse(first), {status: 'Pulling', auth: auth.length});
});

test('headers, 304, HEAD and Expect are passed as HTTP means them', async t => {
	const {engine, call, listenPath} = await openWorld(t);
	engine.handlers.set(`POST /containers/${own.id}/stop`, (request, response) => {
		response.writeHead(304, {'Api-Version': '1.41', 'X-Echo': String(request.headers['x-custom']), Server: 'Docker/x', Connection: 'X-Hop', 'X-Hop': '1'});
		response.end();
	});
	const stopped = await call('POST', `/containers/${own.id}/stop`, {headers: {'x-CUSTOM': 'yes', Connection: 'keep-alive, X-Mine', 'X-Mine': 'a'}});
	t.is(stopped.status, 304);
	t.like(stopped.headers, {'api-version': '1.41', 'x-echo': 'yes', server: 'Docker/x'});
	t.is(stopped.headers['x-hop'], undefined);
	t.is(engine.received.at(-1)!.headers['x-mine'], undefined);
	const ping = await call('HEAD', '/_ping');
	t.like(ping, {status: 200, text: ''});
	t.is(ping.headers['content-length'], '2');
	const expected = await new Promise<string>((resolve, reject) => {
		const socket = connect(listenPath);
		let got = '';
		socket.on('error', reject);
		socket.on('data', chunk => {
			got += String(chunk);
			if (got.endsWith('100 Continue\r\n\r\n')) {
				socket.write('{"Image":"a"}');
			} else if (got.includes('201 Created')) {
				resolve(got);
				socket.destroy();
			}
		});
		socket.write('POST /containers/create HTTP/1.1\r\nHost: x\r\ncontent-TYPE: application/json\r\nExpect: 100-continue\r\nContent-Length: 13\r\n\r\n');
	});
	t.true(expected.startsWith('HTTP/1.1 100 Continue'));
	const refused = await call('POST', '/commit', {body: 'x', headers: {Expect: '100-continue'}});
	t.is(refused.status, 403);
});

test('many calls share a client\'s connection', async t => {
	const {listenPath, engine} = await openWorld(t);
	const agent = new Agent({keepAlive: true, maxSockets: 1});
	t.teardown(() => agent.destroy());
	const ports = new Set<unknown>();
	for (let count = 0; count < 20; count++) {
		const path = count % 2 === 0 ? `/containers/${own.id}/json` : '/containers/none/json';
		const response = await new Promise<IncomingMessage>((resolve, reject) => void httpRequest({socketPath: listenPath, path, agent}, resolve).on('error', reject).end());
		t.is(response.statusCode, count % 2 === 0 ? 200 : 404);
		ports.add(response.socket);
		await response.resume().toArray();
	}

	t.is(ports.size, 1);
	t.true(engine.sockets.size <= 2, 'the engine\'s connections are kept too');
});

test('an engine that is away is a 503 in its own form, one that goes away in a call a 502, and all is well when it is back', async t => {
	const {engine, call, listenPath, logs} = await openWorld(t);
	t.is((await call('GET', '/info')).status, 200);
	engine.handlers.set('POST /images/create', request => void request.socket.destroy());
	const cut = await call('POST', '/images/create?fromImage=x');
	t.is(cut.status, 502);
	t.regex(messageIn(cut), /went away/);
	await engine.stop();
	for (const path of ['/info', '/containers/json', '/containers/x/json']) {
		const away = await call('GET', path);
		t.is(away.status, 503);
		t.regex(messageIn(away), /no engine answers/);
	}

	t.true(logs.length >= 4);
	await engine.start();
	t.is((await callAt(listenPath, 'GET', '/info')).status, 200);
});

test('an answer that the engine breaks off is broken off for the client', async t => {
	const {engine, listenPath} = await openWorld(t);
	engine.handlers.set('GET /info', (request, response) => {
		response.writeHead(200, {'Content-Length': 100});
		response.write('half');
		setTimeout(() => request.socket.destroy(), 20);
	});
	await t.throwsAsync(callAt(listenPath, 'GET', '/info'), {code: 'ECONNRESET'});
});

test('a pooled connection that died is no error for a read, and a write is not repeated', async t => {
	const {engine, call} = await openWorld(t);
	let dying = false;
	const once: (kind: string) => void = kind => engine.handlers.set(kind, (request, response) => {
		if (dying) {
			dying = false;
			request.socket.destroy();
		} else {
			json(response, 200, {});
		}
	});
	once('GET /version');
	once('POST /images/create');
	await call('GET', '/version');
	dying = true;
	t.is((await call('GET', '/version')).status, 200);
	dying = true;
	await call('GET', '/_ping');
	const before = engine.received.length;
	t.is((await call('POST', '/images/create?fromImage=a')).status, 502);
	t.is(engine.received.length, before + 1);
});
