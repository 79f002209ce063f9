import {createSocket} from 'node:dgram';
import {on, once} from 'node:events';
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net';
import {buffer, text} from 'node:stream/consumers';
import test, {type ExecutionContext} from 'ava';
import {forwardTcp} from '../../../src/cloud-controller-manager/node-ports/forward-tcp.ts';
import {forwardUdp} from '../../../src/cloud-controller-manager/node-ports/forward-udp.ts';

/** The node has the same port at another address of this machine. */
const [here, node] = ['127.0.0.1', '127.0.0.9'];

async function serve(t: ExecutionContext, handle: (socket: Socket) => void): Promise<number> {
	const server: Server = createServer({allowHalfOpen: true}, handle);
	server.listen(0, node);
	await once(server, 'listening');
	t.teardown(() => {
		server.close();
	});
	return (server.address() as AddressInfo).port;
}

async function forwarded(t: ExecutionContext, handle: (socket: Socket) => void): Promise<() => Socket> {
	const port = await serve(t, handle);
	const forward = await forwardTcp(here, {address: node, port});
	t.teardown(forward.close);
	return () => connect({host: here, port, allowHalfOpen: true});
}

test('who has said all still gets the answer to it', async t => {
	const open = await forwarded(t, socket => {
		void text(socket).then(said => socket.end(`you said: ${said}`));
	});
	const client = open();
	client.end('hello');
	t.is(await text(client), 'you said: hello');
});

test('who has heard all may go on talking', async t => {
	let heard: Promise<string> | undefined;
	const open = await forwarded(t, socket => {
		heard = text(socket);
		socket.end('bye');
	});
	const client = open();
	t.is(await text(client), 'bye');
	client.end('still here');
	await once(client, 'close');
	t.is(await heard, 'still here');
});

test('a fast sender waits for a slow reader, and nothing is lost', async t => {
	const megabytes = 20;
	let sent = 0;
	const open = await forwarded(t, socket => {
		const chunk = Buffer.alloc(1024 * 1024, 'x');
		const more = (): void => {
			while (sent < megabytes && socket.write(chunk)) {
				sent++;
			}

			if (sent < megabytes) {
				sent++;
				socket.once('drain', more);
			} else {
				socket.end();
			}
		};

		more();
	});
	const client = open();
	await once(client, 'connect');
	client.pause();
	await new Promise(resolve => {
		setTimeout(resolve, 300);
	});
	t.true(sent < megabytes, `${sent} MiB went into a pipe that nobody reads`);
	t.is((await buffer(client)).length, megabytes * 1024 * 1024);
});

test('where the node refuses, the client is refused, and the next one is served', async t => {
	const port = await serve(t, socket => socket.destroy());
	const forward = await forwardTcp(here, {address: '127.0.0.10', port});
	t.teardown(forward.close);
	for (let index = 0; index < 2; index++) {
		const client = connect({host: here, port});
		const [error] = await once(client, 'error') as [NodeJS.ErrnoException];
		t.is(error.code, 'ECONNRESET');
	}
});

test('a reset of one side is one of the other', async t => {
	const ended: Array<Promise<unknown>> = [];
	const open = await forwarded(t, socket => {
		socket.write('hello');
		ended.push(once(socket, 'error'));
	});
	const client = open();
	await once(client, 'data');
	client.resetAndDestroy();
	const [error] = await ended[0] as [NodeJS.ErrnoException];
	t.is(error.code, 'ECONNRESET');
});

test('a thousand connections at once are served', async t => {
	const open = await forwarded(t, socket => {
		void text(socket).then(said => socket.end(said));
	});
	const clients = Array.from({length: 1000}, () => open());
	await Promise.all(clients.map(async client => once(client, 'connect')));
	const answers = clients.map(async client => text(client));
	for (const [index, client] of clients.entries()) {
		client.end(String(index));
	}

	t.deepEqual(await Promise.all(answers), clients.map((_, index) => String(index)));
});

test('closing ends connections and gives the port back', async t => {
	const port = await serve(t, () => undefined);
	const forward = await forwardTcp(here, {address: node, port});
	const client = connect(port, here);
	await once(client, 'connect');
	forward.close();
	await once(client, 'close');
	const again = await forwardTcp(here, {address: node, port});
	again.close();
	t.pass();
});

for (const [protocol, open] of [['TCP', forwardTcp], ['UDP', forwardUdp]] as const) {
	test(`a ${protocol} port that is taken is EADDRINUSE`, async t => {
		const port = await serve(t, () => undefined);
		const first = await open(here, {address: node, port});
		t.teardown(first.close);
		await t.throwsAsync(open(here, {address: node, port}), {code: 'EADDRINUSE'});
	});
}

/** Answers each datagram with it and the port that it came from. */
async function echo(t: ExecutionContext): Promise<number> {
	const server = createSocket('udp4');
	server.on('message', (message, {port}) => {
		server.send(`${message.toString()} ${port}`, port, here);
	});
	server.bind(0, node);
	await once(server, 'listening');
	t.teardown(() => {
		server.close();
	});
	return server.address().port;
}

/** A client, which says a word again until somebody answers to it: datagrams may be lost. @returns the port that the node saw */
function makeClient(t: ExecutionContext, port: number): (word: string) => Promise<string> {
	const client = createSocket('udp4');
	t.teardown(() => {
		client.close();
	});
	return async word => {
		const say = (): void => {
			client.send(word, port, here);
		};

		const again = setInterval(say, 500);
		say();
		try {
			for await (const [message] of on(client, 'message', {signal: AbortSignal.timeout(20_000)}) as AsyncIterable<[Buffer]>) {
				const [echoed, seen] = message.toString().split(' ');
				if (echoed === word) {
					return seen!;
				}
			}
		} finally {
			clearInterval(again);
		}

		throw new Error(`no answer to ${word}`);
	};
}

test('datagrams and their answers go through, each client by a way of its own that it keeps', async t => {
	const port = await echo(t);
	const forward = await forwardUdp(here, {address: node, port});
	t.teardown(forward.close);
	const [one, two] = [makeClient(t, port), makeClient(t, port)];
	const first = await one('a');
	t.not(await two('b'), first);
	t.is(await one('c'), first);
});

test('of too many clients the one that was silent longest is forgotten', async t => {
	const port = await echo(t);
	const forward = await forwardUdp(here, {address: node, port}, {most: 2});
	t.teardown(forward.close);
	const [one, two, three] = [makeClient(t, port), makeClient(t, port), makeClient(t, port)];
	const [first, second] = [await one('a'), await two('b')];
	t.is(await one('c'), first);
	await three('d');
	t.is(await one('e'), first);
	t.not(await two('f'), second);
});

test('a client that is silent for long is forgotten', async t => {
	const port = await echo(t);
	const forward = await forwardUdp(here, {address: node, port}, {silence: 100});
	t.teardown(forward.close);
	const client = makeClient(t, port);
	const first = await client('a');
	await new Promise(resolve => {
		setTimeout(resolve, 400);
	});
	t.not(await client('b'), first);
});
