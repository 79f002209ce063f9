import {createSocket} from 'node:dgram';
import {Resolver} from 'node:dns/promises';
import {once} from 'node:events';
import {connect, createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {nameserversOf, openUpstream, type UpstreamOptions} from '../../src/dns/upstream.ts';

/** A free port, for UDP and TCP as likely as not: each test asks for its own. */
async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as {port: number};
	server.close();
	await once(server, 'close');
	return port;
}

/** A nameserver that answers each question for an address with 192.0.2.53 after some milliseconds, or never. */
async function nameserver(t: ExecutionContext, address: string, port: number, delay: () => number | 'never' = () => 0): Promise<void> {
	const socket = createSocket('udp4');
	socket.bind(port, address);
	await once(socket, 'listening');
	t.teardown(() => socket.close());
	socket.on('message', (question, from) => {
		const header = Buffer.from(question.subarray(0, 12));
		header.writeUInt16BE(0x81_80, 2);
		header.writeUInt16BE(1, 6);
		header.writeUInt32BE(0, 8);
		const end = question.indexOf(0, 12) + 5;
		const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 192, 0, 2, 53]);
		const milliseconds = delay();
		if (milliseconds !== 'never') {
			setTimeout(() => socket.send(Buffer.concat([header, question.subarray(12, end), record]), from.port, from.address), milliseconds);
		}
	});
}

async function open(t: ExecutionContext, options: Partial<UpstreamOptions>): Promise<{readonly port: number; readonly resolver: Resolver}> {
	const stopping = new AbortController();
	t.teardown(() => stopping.abort());
	const port = await freePort();
	await openUpstream({port, servers: ['127.0.0.1'], limit: 1000, ...options}, stopping.signal);
	const resolver = new Resolver({timeout: 5000, tries: 1});
	resolver.setServers([`127.0.0.1:${port}`]);
	return {port, resolver};
}

test('a question is passed on, and its answer back', async t => {
	const serverPort = await freePort();
	await nameserver(t, '127.0.0.1', serverPort);
	const {resolver} = await open(t, {serverPort});
	t.deepEqual(await resolver.resolve4('example.org'), ['192.0.2.53']);
});

test('without any upstream the answer is SERVFAIL, at once', async t => {
	const {resolver} = await open(t, {servers: [], limit: 60_000});
	await t.throwsAsync(resolver.resolve4('example.org'), {code: 'ESERVFAIL'});
});

test('an upstream that refuses is as good as none', async t => {
	const {resolver} = await open(t, {serverPort: await freePort(), limit: 60_000});
	await t.throwsAsync(resolver.resolve4('example.org'), {code: 'ESERVFAIL'});
});

test('an upstream that says nothing is SERVFAIL before the client gives up', async t => {
	const serverPort = await freePort();
	await nameserver(t, '127.0.0.1', serverPort, () => 'never');
	const {resolver} = await open(t, {serverPort, limit: 200});
	await t.throwsAsync(resolver.resolve4('example.org'), {code: 'ESERVFAIL'});
});

test('after nobody answered, questions fail sooner, until somebody answers again', async t => {
	const serverPort = await freePort();
	let delay: number | 'never' = 'never';
	await nameserver(t, '127.0.0.1', serverPort, () => delay);
	const {resolver} = await open(t, {serverPort, limit: 3000, shortLimit: 200});
	const failing = async (): Promise<number> => {
		const begin = performance.now();
		await t.throwsAsync(resolver.resolve4('example.org'), {code: 'ESERVFAIL'});
		return performance.now() - begin;
	};

	t.true(await failing() > 2900);
	t.true(await failing() < 2000);
	// Too late for this question, and in time to be heard.
	delay = 500;
	await failing();
	await sleep(1000);
	t.deepEqual(await resolver.resolve4('example.org'), ['192.0.2.53']);
});

test('the next upstream is asked when the first one is silent', async t => {
	const serverPort = await freePort();
	await nameserver(t, '127.0.0.2', serverPort, () => 'never');
	await nameserver(t, '127.0.0.3', serverPort);
	const {resolver} = await open(t, {serverPort, servers: ['127.0.0.2', '127.0.0.3'], limit: 400});
	t.deepEqual(await resolver.resolve4('example.org'), ['192.0.2.53']);
});

test('a stream goes to the first upstream that takes it', async t => {
	const echo = createServer({allowHalfOpen: true}, socket => socket.pipe(socket)).listen(0, '127.0.0.3');
	await once(echo, 'listening');
	t.teardown(() => echo.close());
	const {port} = await open(t, {serverPort: (echo.address() as {port: number}).port, servers: ['127.0.0.2', '127.0.0.3']});
	const client = connect(port, '127.0.0.1');
	client.end('question');
	const [data] = await once(client, 'data') as [Buffer];
	t.is(data.toString(), 'question');
});

test('a stream that no upstream takes is closed', async t => {
	const {port} = await open(t, {serverPort: await freePort()});
	const client = connect(port, '127.0.0.1');
	client.on('error', () => undefined).resume();
	await once(client, 'close');
	t.pass();
});

test('the upstream is what resolv.conf names', t => {
	t.deepEqual(nameserversOf('# made by the engine\nnameserver 127.0.0.11\noptions ndots:0\n nameserver fd00::1 \n#nameserver 10.0.0.1\n'), ['127.0.0.11', 'fd00::1']);
	t.deepEqual(nameserversOf('search example.org\n'), []);
});
