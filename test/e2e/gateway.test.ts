/** The gateway on a real engine: what a shim does through it, and what it can neither see nor touch. */
import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {request as httpRequest} from 'node:http';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import anyTest, {type TestFn} from 'ava';
import {pack} from 'tar-stream';
import {openGateway, type Gateway} from '../../src/gateway/gateway.ts';
import {type Answer, callAt, messageIn, until} from '../gateway/helpers/world.ts';
import {testEngineSocket} from '../helpers/engine.ts';
import {testImage} from '../helpers/test-image.ts';

type Context = {
	engine: string; image: string; folder: string; stateDir: string; suffix: string; holder: string;
	nodes: [string, string]; gateways: Gateway[];
};
const test = anyTest as TestFn<Context>;
type Inspected = {Id: string; ResolvConfPath: string; Config: {Labels: Record<string, string>}; HostConfig: {NetworkMode: string; OomScoreAdj: number}; State: {Running: boolean}};

const sleeping = {Cmd: ['/bin/busybox', 'sleep', '600'], StopSignal: 'SIGKILL'};

test.before(async t => {
	const engine = testEngineSocket();
	const folder = await mkdtemp(join(tmpdir(), 'sk-gw-'));
	const suffix = folder.slice(-6).toLowerCase();
	const stateDir = join(folder, 'state');
	const image = await testImage(engine, 'single-kube-test-gateway:busybox');
	Object.assign(t.context, {engine, folder, suffix, stateDir, image, holder: `gwt-${suffix}-holder`, nodes: [join(folder, '1.sock'), join(folder, '2.sock')], gateways: []});
	await run(t.context, engine, t.context.holder, {Hostname: 'node-1'});
	for (const [index, listenPath] of t.context.nodes.entries()) {
		t.context.gateways.push(await openGateway({engineSocket: engine, listenPath, cluster: `gwt-${suffix}`, node: `node-${index + 1}`, holder: t.context.holder, stateDir: join(stateDir, String(index))}));
	}
});

test.after.always(async ({context}) => {
	const listed = parse<Array<{Id: string; Names: string[]}>>(await callAt(context.engine, 'GET', '/containers/json?all=1'));
	for (const {Id} of listed.filter(({Names}) => Names.some(name => name.startsWith(`/gwt-${context.suffix}-`)))) {
		await callAt(context.engine, 'DELETE', `/containers/${Id}?force=1`);
	}

	await Promise.all(context.gateways.map(async gateway => gateway.close()));
	await rm(context.folder, {recursive: true, force: true});
});

test('two nodes and the user share one engine, and none sees or stops what is another\'s', async t => {
	const {engine, nodes: [one, two], suffix} = t.context;
	const podLike = {Labels: {'io.kubernetes.docker.type': 'podsandbox', 'io.kubernetes.pod.namespace': 'default'}};
	const users = await run(t.context, engine, `gwt-${suffix}-users`, podLike);
	const ours = await run(t.context, one, `gwt-${suffix}-one`, podLike);
	const theirs = await run(t.context, two, `gwt-${suffix}-two`, podLike);
	for (const [socket, own, others] of [[one, ours, [users, theirs]], [two, theirs, [users, ours]]] as const) {
		const ids = parse<Array<{Id: string}>>(await callAt(socket, 'GET', `/v1.40/containers/json?all=1&filters=${encodeURIComponent('{"label":{"io.kubernetes.docker.type=podsandbox":true}}')}`)).map(({Id}) => Id);
		t.true(ids.includes(own));
		for (const other of others) {
			t.false(ids.includes(other));
			for (const reference of [other, other.slice(0, 12)]) {
				t.is(messageIn(await callAt(socket, 'GET', `/v1.40/containers/${reference}/json`)), `No such container: ${reference}`);
				t.is((await callAt(socket, 'POST', `/v1.40/containers/${reference}/stop?t=0`)).status, 404);
				t.is((await callAt(socket, 'DELETE', `/v1.40/containers/${reference}?force=1`)).status, 404);
				t.is((await callAt(socket, 'POST', `/v1.40/containers/../containers/${reference}/kill`)).status, 404);
			}
		}
	}

	for (const id of [users, ours, theirs]) {
		t.true(parse<Inspected>(await callAt(engine, 'GET', `/containers/${id}/json`)).State.Running);
	}
});

test('a hostNetwork pod lives in the node, and its resolv.conf is its own', async t => {
	const {engine, nodes: [one], suffix, holder, stateDir} = t.context;
	const sandbox = await run(t.context, one, `gwt-${suffix}-host`, {
		Hostname: 'machine', ExposedPorts: {'80/tcp': {}}, HostConfig: {NetworkMode: 'host', UTSMode: 'host', IpcMode: 'shareable', OomScoreAdj: -998, PortBindings: {'80/tcp': [{HostPort: '80'}]}},
	});
	const shown = parse<Inspected>(await callAt(one, 'GET', `/v1.40/containers/${sandbox}/json`));
	t.is(shown.HostConfig.NetworkMode, 'host');
	t.is(shown.HostConfig.OomScoreAdj, 0);
	t.true(shown.ResolvConfPath.startsWith(`${stateDir}/0/`));
	t.regex(parse<Inspected>(await callAt(engine, 'GET', `/containers/${sandbox}/json`)).HostConfig.NetworkMode, /^container:/);

	await writeFile(shown.ResolvConfPath, 'nameserver 10.96.0.10\n');
	const member = await run(t.context, one, `gwt-${suffix}-member`, {HostConfig: {NetworkMode: `container:${sandbox}`, IpcMode: `container:${sandbox}`, UTSMode: 'host'}});
	for (const id of [sandbox, member]) {
		t.is(await exec(one, id, ['cat', '/etc/resolv.conf']), 'nameserver 10.96.0.10\n');
		t.is(await exec(one, id, ['hostname']), 'node-1\n');
		t.is(await exec(one, id, ['sh', '-c', 'busybox ls -l /proc/1/ns/net']).then(inode), await exec(engine, holder, ['sh', '-c', 'busybox ls -l /proc/1/ns/net']).then(inode));
	}

	t.notRegex(await exec(engine, holder, ['cat', '/etc/resolv.conf']), /10\.96\.0\.10/);
	for (const id of [member, sandbox]) {
		t.is((await callAt(one, 'DELETE', `/v1.40/containers/${id}?force=1`)).status, 204);
	}

	t.deepEqual(await readdir(join(stateDir, '0')), []);
});

test('the end of exec\'s input reaches the process, and what it says after that comes back', async t => {
	const {nodes: [one], suffix} = t.context;
	const id = await run(t.context, one, `gwt-${suffix}-exec`);
	const input = 'x'.repeat(3_000_000);
	t.is((await exec(one, id, ['sh', '-c', 'wc -c; echo after'], input)).replaceAll(/\s+/g, ' '), '3000000 after ');
});

test('attach carries input and output', async t => {
	const {nodes: [one], suffix} = t.context;
	const {Id: id} = parse<{Id: string}>(await callAt(one, 'POST', `/v1.40/containers/create?name=gwt-${suffix}-attach`, {
		body: JSON.stringify({Image: t.context.image, Cmd: ['/bin/busybox', 'cat'], OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true}),
	}));
	const attached = hijacked(one, `/v1.40/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`, '', 'through and back');
	t.is((await callAt(one, 'POST', `/v1.40/containers/${id}/start`)).status, 204);
	t.is(await attached, 'through and back');
});

test('logs and events stream while they happen, and only the node\'s own', async t => {
	const {engine, nodes: [one], suffix} = t.context;
	const events = openStream(one, '/v1.40/events');
	const users = await run(t.context, engine, `gwt-${suffix}-unseen`);
	const id = await run(t.context, one, `gwt-${suffix}-logs`, {Tty: true, Cmd: ['/bin/busybox', 'sh', '-c', 'i=0; while true; do echo line-$i; i=$((i+1)); sleep 0.2; done']});
	const logs = openStream(one, `/v1.40/containers/${id}/logs?follow=1&stdout=1`);
	await until('a few lines', () => logs.text().includes('line-3'));
	await until('the start was told', () => events.text().includes(`"Action":"start"`) && events.text().includes(id));
	t.false(events.text().includes(users));
	logs.close();
	events.close();
});

test('a large archive goes in and comes out', async t => {
	const {nodes: [one], suffix} = t.context;
	const id = await run(t.context, one, `gwt-${suffix}-archive`);
	const size = 120 * 1024 * 1024;
	const tar = pack();
	const entry = tar.entry({name: 'big', size});
	const status = new Promise<number>((resolve, reject) => {
		const call = httpRequest({socketPath: one, method: 'PUT', path: `/v1.40/containers/${id}/archive?path=/tmp`, headers: {'Content-Type': 'application/x-tar'}}, response => {
			response.resume();
			resolve(response.statusCode ?? 0);
		});
		call.on('error', reject);
		tar.pipe(call);
	});
	const piece = Buffer.alloc(1024 * 1024, 1);
	for (let sent = piece.length; sent < size; sent += piece.length) {
		if (!entry.write(piece)) {
			await new Promise<void>(resolve => {
				entry.once('drain', () => resolve());
			});
		}
	}

	entry.end(piece);
	tar.finalize();
	t.is(await status, 200);
	t.is((await exec(one, id, ['wc', '-c', '/tmp/big'])).split(' ')[0], String(size));
	const out = openStream(one, `/v1.40/containers/${id}/archive?path=/tmp/big`);
	await until('it is out again', () => out.size() > size);
	t.is((await callAt(one, 'HEAD', `/v1.40/containers/${id}/archive?path=/tmp/big`)).status, 200);
	out.close();
});

test('the user\'s images and networks stay', async t => {
	const {engine, image, nodes: [one]} = t.context;
	for (const [method, path] of [['DELETE', `/images/${image}?force=1`], ['POST', '/images/prune'], ['POST', '/containers/prune'], ['POST', '/networks/create']] as const) {
		const answer = await callAt(one, method, `/v1.40${path}`);
		t.is(answer.status, 403);
		t.regex(messageIn(answer), /refused/);
	}

	t.is((await callAt(engine, 'GET', `/images/${image}/json`)).status, 200);
	t.is((await callAt(one, 'GET', `/v1.40/images/${image}/json`)).status, 200);
});

test('the socket is for root and its group, and a gateway that was killed leaves nothing in its successor\'s way', async t => {
	const {folder, engine, stateDir} = t.context;
	const listenPath = join(folder, 's.sock');
	await writeFile(join(folder, 'mark'), '');
	const options = {engineSocket: engine, listenPath, cluster: 'x', node: 'x', holder: 'x', stateDir: join(stateDir, 'x')};
	const killed = await openGateway(options);
	const successor = await openGateway(options);
	t.is((await stat(listenPath)).mode & 0o777, 0o660);
	await killed.close();
	t.is((await callAt(listenPath, 'GET', '/_ping')).text, 'OK', 'the first one\'s end does not remove the second one\'s socket');
	await successor.close();
	t.false((await readdir(folder)).includes('s.sock'));
	await t.throwsAsync(openGateway({...options, listenPath: join(folder, 'mark')}), {code: 'GATEWAY_LISTEN_FAILED'});
	t.is(await readFile(join(folder, 'mark'), 'utf8'), '');
});

const parse = <T>(answer: Answer): T => {
	if (answer.status >= 300) {
		throw new Error(`${answer.status}: ${answer.text}`);
	}

	return JSON.parse(answer.text) as T;
};

const inode = (text: string): string => /net:\[(\d+)\]/.exec(text)![1]!;

async function run(context: Context, socket: string, name: string, body: object = {}): Promise<string> {
	const {Id: id} = parse<{Id: string}>(await callAt(socket, 'POST', `/v1.40/containers/create?name=${name}`, {body: JSON.stringify({Image: context.image, ...sleeping, ...body})}));
	const started = await callAt(socket, 'POST', `/v1.40/containers/${id}/start`);
	if (started.status !== 204) {
		throw new Error(`${started.status}: ${started.text}`);
	}

	return id;
}

async function exec(socket: string, container: string, command: readonly string[], input = ''): Promise<string> {
	const {Id: id} = parse<{Id: string}>(await callAt(socket, 'POST', `/v1.40/containers/${container}/exec`, {
		body: JSON.stringify({Cmd: ['/bin/busybox', ...command], AttachStdin: true, AttachStdout: true, AttachStderr: true}),
	}));
	return hijacked(socket, `/v1.40/exec/${id}/start`, '{"Detach":false,"Tty":false}', input);
}

/** Send the input, end it, and return what comes back without the engine's frame headers. */
async function hijacked(socketPath: string, path: string, body: string, input: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = connect({path: socketPath, allowHalfOpen: true});
		const chunks: Buffer[] = [];
		socket.on('error', reject);
		socket.on('data', chunk => void chunks.push(chunk));
		socket.on('end', () => {
			const read = Buffer.concat(chunks);
			const head = read.indexOf('\r\n\r\n') + 4;
			const status = read.toString('latin1', 9, 12);
			socket.destroy();
			return status === '101' ? resolve(unframed(read.subarray(head))) : reject(new Error(read.toString()));
		});
		socket.write(`POST ${path} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
		socket.end(input);
	});
}

function unframed(read: Buffer): string {
	let text = '';
	for (let at = 0; at + 8 <= read.length;) {
		const size = read.readUInt32BE(at + 4);
		text += read.toString('utf8', at + 8, at + 8 + size);
		at += 8 + size;
	}

	return text;
}

function openStream(socketPath: string, path: string): {text(): string; size(): number; close(): void} {
	let text = '';
	let size = 0;
	const call = httpRequest({socketPath, path, agent: false}, response => {
		response.on('error', () => undefined);
		response.on('data', (chunk: Buffer) => {
			size += chunk.length;
			text = size < 1_000_000 ? text + String(chunk) : '';
		});
	});
	call.on('error', () => undefined);
	call.end();
	return {text: () => text, size: () => size, close: () => void call.destroy()};
}
