import type {IncomingMessage} from 'node:http';
import {connect, type Socket} from 'node:net';
import test from 'ava';
import {openWorld, own, until, users, type World} from './helpers/world.ts';

const exec = '1'.repeat(64);
const upgrade = 'Connection: Upgrade\r\nUpgrade: tcp\r\n';

/** The fake engine agrees, says all its input back in upper case and ` END` when the input has ended. */
function agree({engine}: World, head = 'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'): Array<{url: string; body: string; headers: IncomingMessage['headers']}> {
	const seen: Array<{url: string; body: string; headers: IncomingMessage['headers']}> = [];
	engine.onUpgrade = (request, socket, first) => {
		const length = Number(request.headers['content-length'] ?? 0);
		let read = first;
		let agreed = false;
		const take = (chunk: Buffer): void => {
			read = Buffer.concat([read, chunk]);
			if (!agreed && read.length >= length) {
				agreed = true;
				seen.push({url: request.url ?? '', body: read.subarray(0, length).toString(), headers: request.headers});
				socket.write(head);
				read = read.subarray(length);
			}

			if (agreed && read.length > 0) {
				socket.write(read.toString().toUpperCase());
				read = Buffer.alloc(0);
			}
		};

		socket.on('data', take);
		socket.on('end', () => setTimeout(() => socket.end(' END'), 100));
		take(Buffer.alloc(0));
	};

	return seen;
}

type Client = {readonly socket: Socket; text(): string; ended(): boolean};

function client(path: string, ...writes: string[]): Client {
	const socket = connect({path, allowHalfOpen: true});
	let text = '';
	let ended = false;
	socket.on('data', chunk => {
		text += String(chunk);
	});
	socket.on('end', () => {
		ended = true;
	});
	socket.on('error', () => undefined);
	for (const written of writes) {
		socket.write(written);
	}

	return {socket, text: () => text, ended: () => ended};
}

const post = (path: string, body: string, headers = upgrade): string => `POST ${path} HTTP/1.1\r\nHost: docker\r\n${headers}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

for (const [title, path, sentOn] of [
	['exec start', `/v1.40/exec/${exec}/start`, `/v1.40/exec/${exec}/start`],
	['attach by name', `/v1.40/containers/${own.name}/attach?stream=1&stdin=1`, `/v1.40/containers/${own.id}/attach?stream=1&stdin=1`],
] as const) {
	test(`${title}: input, its end, and the output that comes after it pass through a hijacked connection`, async t => {
		const world = await openWorld(t);
		world.engine.execs.set(exec, own.id);
		const seen = agree(world);
		const {socket, text, ended} = client(world.listenPath, post(path, '{"Tty":false}'));
		await until('the engine agreed', () => text().includes('\r\n\r\n'));
		t.true(text().startsWith('HTTP/1.1 101 UPGRADED\r\n'));
		socket.write('hello');
		await until('the echo', () => text().endsWith('HELLO'));
		socket.end(' bye');
		await until('the end', ended);
		t.true(text().endsWith('HELLO BYE END'));
		t.like(seen, [{url: sentOn, body: '{"Tty":false}'}]);
		await until('the trace', () => world.traces.length === 1);
		t.like(world.traces[0], {status: 101, path});
	});
}

test('input that is sent along with the request waits until the engine agrees, and arrives', async t => {
	const world = await openWorld(t);
	world.engine.execs.set(exec, own.id);
	agree(world);
	const {socket, text, ended} = client(world.listenPath, post(`/exec/${exec}/start`, '{}') + 'early');
	socket.end(' late');
	await until('the end', ended);
	t.is(text().split('\r\n\r\n')[1], 'EARLY LATE END');
});

test('a request in small pieces is put together', async t => {
	const world = await openWorld(t);
	world.engine.execs.set(exec, own.id);
	const seen = agree(world);
	const {socket, text, ended} = client(world.listenPath);
	for (const piece of post(`/exec/${exec}/start`, '{"Detach":false}').match(/[^]{1,7}/g)!) {
		socket.write(piece);
		await new Promise(resolve => {
			setTimeout(resolve, 2);
		});
	}

	socket.end('x');
	await until('the end', ended);
	t.true(text().endsWith('X END'));
	t.is(seen[0]!.body, '{"Detach":false}');
});

test('an old client that hijacks without asking gets its raw stream, half-close included', async t => {
	const world = await openWorld(t);
	world.engine.execs.set(exec, own.id);
	world.engine.handlers.set(`POST /exec/${exec}/start`, request => {
		request.resume();
		request.once('end', () => {
			const {socket} = request;
			// What the engine's hijack does: the connection is no longer HTTP.
			for (const event of ['data', 'end', 'error', 'close']) {
				socket.removeAllListeners(event);
			}

			socket.on('error', () => undefined);
			socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n');
			socket.on('data', chunk => void socket.write(String(chunk).toUpperCase()));
			socket.on('end', () => setTimeout(() => socket.end(' END'), 100));
			socket.resume();
		});
	});
	const {socket, text, ended} = client(world.listenPath, post(`/exec/${exec}/start`, '{}', ''));
	await until('the engine agreed', () => text().includes('\r\n\r\n'));
	t.true(text().startsWith('HTTP/1.1 200 OK\r\n'));
	socket.write('hello');
	await until('the echo', () => text().endsWith('HELLO'));
	socket.end(' bye');
	await until('the end', ended);
	t.true(text().endsWith('HELLO BYE END'));
	t.is(world.engine.received.at(-1)!.headers.upgrade, undefined, 'what marked it inside the gateway does not leave it');
});

test('an engine that does not agree is heard, and a second request behind it reaches nobody', async t => {
	const world = await openWorld(t);
	world.engine.execs.set(exec, own.id);
	let behind = '';
	world.engine.onUpgrade = (_request, socket, head) => {
		behind += String(head);
		socket.on('data', chunk => {
			behind += String(chunk);
		});
		const body = '{"message":"Container is not running"}\n';
		socket.write(`HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
	};
	const {text, ended} = client(world.listenPath, post(`/exec/${exec}/start`, '{}'), `DELETE /containers/${users.id} HTTP/1.1\r\nHost: x\r\n\r\n`);
	await until('the end', ended);
	t.true(text().startsWith('HTTP/1.1 409 Conflict\r\n'));
	t.true(text().endsWith('{"message":"Container is not running"}\n'));
	t.is(behind, '{}');
	t.false(world.engine.received.some(({method}) => method === 'DELETE'));
});

for (const [path, status] of [
	[`/containers/${users.name}/attach`, 404], [`/exec/${'2'.repeat(64)}/start`, 404], ['/containers/create', 400], ['/session', 403], ['/grpc', 403], ['/info', 403],
	[`/containers/${own.id}/../${users.id}/attach`, 404], [`/containers/${own.id}/stop`, 400],
] as const) {
	test(`an upgrade of ${path} is refused`, async t => {
		const world = await openWorld(t);
		let asked = false;
		world.engine.onUpgrade = () => {
			asked = true;
		};
		world.engine.execs.set('2'.repeat(64), users.id);
		const {text, ended} = client(world.listenPath, post(path, '{}'), `DELETE /containers/${own.id} HTTP/1.1\r\nHost: x\r\n\r\n`);
		await until('the end', ended);
		t.true(text().startsWith(`HTTP/1.1 ${status} `), text());
		t.regex(text(), /\r\n\r\n\{"message":"[^"]+"\}\n$/);
		t.false(asked);
		t.false(world.engine.received.some(({method}) => method !== 'GET'));
	});
}

test('a hijacked client that vanishes takes the engine\'s end along, and the other way round', async t => {
	const world = await openWorld(t);
	world.engine.execs.set(exec, own.id);
	let engineEnd: Socket | undefined;
	world.engine.onUpgrade = (_request, socket) => {
		engineEnd = socket;
		socket.on('data', () => undefined);
		socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
	};
	const first = client(world.listenPath, post(`/exec/${exec}/start`, '{}'));
	await until('agreed', () => first.text() !== '');
	first.socket.destroy();
	await until('the engine sees the end of the input', () => engineEnd!.readableEnded);
	engineEnd!.destroy();
	const second = client(world.listenPath, post(`/exec/${exec}/start`, '{}'));
	await until('agreed', () => second.text() !== '');
	engineEnd!.destroy();
	await until('the client sees the end', second.ended);
	t.pass();
});

test('an engine that is away is a 503 for a hijack too', async t => {
	const world = await openWorld(t);
	world.engine.execs.set(exec, own.id);
	agree(world);
	const warm = client(world.listenPath, post(`/exec/${exec}/start`, '{}'));
	await until('agreed', () => warm.text() !== '');
	await world.engine.stop();
	const {text, ended} = client(world.listenPath, post(`/exec/${exec}/start`, '{}'));
	await until('the end', ended);
	t.true(text().startsWith('HTTP/1.1 503 '), text());
	t.regex(text(), /"message":"single-kube: no engine answers/);
});

test('a slow reader of a hijacked stream slows the engine down', async t => {
	const world = await openWorld(t);
	world.engine.execs.set(exec, own.id);
	let written = 0;
	world.engine.onUpgrade = (_request, socket) => {
		socket.on('error', () => undefined);
		socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
		const more = (): void => {
			while (written < 64) {
				written++;
				if (!socket.write(Buffer.alloc(1024 * 1024))) {
					socket.once('drain', more);
					return;
				}
			}

			socket.end();
		};

		more();
	};
	const socket = connect({path: world.listenPath, allowHalfOpen: true});
	socket.pause();
	socket.write(post(`/exec/${exec}/start`, '{}'));
	await until('the stream has begun', () => written > 0);
	await new Promise(resolve => {
		setTimeout(resolve, 300);
	});
	t.true(written < 16, `${written} MiB were taken from the engine for a reader that reads nothing`);
	let size = 0;
	for await (const chunk of socket as AsyncIterable<Buffer>) {
		size += chunk.length;
	}

	t.true(size > 64 * 1024 * 1024);
});
