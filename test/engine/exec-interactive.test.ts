import {createServer, type IncomingMessage} from 'node:http';
import type {Duplex} from 'node:stream';
import {PassThrough} from 'node:stream';
import {buffer, text} from 'node:stream/consumers';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execInteractively, type InteractiveExec} from '../../src/engine/exec-interactive.ts';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {makeDirectory} from './fake-engine.ts';

type Created = {readonly Cmd: string[]; readonly Tty?: boolean; readonly Env?: string[]; readonly AttachStdin?: boolean};
type Fake = {readonly engine: Engine; readonly created: Created[]; readonly resized: string[]};

/** An engine that knows exec alone; `serve` is what the command does with its end of the hijacked connection. */
async function fakeEngine(t: ExecutionContext, exitCode: number, serve: (connection: Duplex) => void): Promise<Fake> {
	const created: Created[] = [];
	const resized: string[] = [];
	const server = createServer((request, response) => {
		void (async () => {
			const body = (await buffer(request)).toString();
			const answer = (status: number, value: object): void => {
				response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(value));
			};

			if (request.url!.endsWith('/containers/c/exec')) {
				created.push(JSON.parse(body) as Created);
				answer(201, {Id: 'e'});
			} else if (request.url!.includes('/resize')) {
				resized.push(new URL(request.url!, 'http://x').search);
				answer(200, {});
			} else if (request.url!.endsWith('/exec/e/json')) {
				answer(200, {ExitCode: exitCode, Running: false});
			} else {
				answer(404, {message: `no such container: ${request.url}`});
			}
		})();
	});
	server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
		socket.on('error', () => undefined);
		socket.write('HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
		serve(socket);
	});
	// As dockerd does, the connection's other half stays open when the client has said all.
	server.on('connection', socket => {
		socket.allowHalfOpen = true;
	});
	const socketPath = path.join(await makeDirectory(t), 'docker.sock');
	await new Promise<void>(resolve => {
		server.listen(socketPath, resolve);
	});
	t.teardown(() => {
		server.closeAllConnections();
		server.close();
	});
	return {engine: unixEngine(socketPath, 'a test'), created, resized};
}

function frame(stream: 1 | 2, content: string): Buffer {
	const head = Buffer.alloc(8);
	head[0] = stream;
	head.writeUInt32BE(Buffer.byteLength(content), 4);
	return Buffer.concat([head, Buffer.from(content)]);
}

function streams(): {readonly stdin: PassThrough; readonly stdout: PassThrough; readonly stderr: PassThrough} {
	return {stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough()};
}

const never = new AbortController().signal;

test('without a terminal the outputs stay apart, however the engine cuts its frames, and the exit code comes back', async t => {
	const {engine, created} = await fakeEngine(t, 3, connection => {
		const bytes = Buffer.concat([frame(1, 'out 1\n'), frame(2, 'err\n'), frame(1, 'out 2 ünïcode\n')]);
		for (const byte of bytes) {
			connection.write(Buffer.of(byte));
		}

		connection.end();
	});
	const own = streams();
	const [stdout, stderr] = [text(own.stdout), text(own.stderr)];
	t.is(await execInteractively(engine, 'c', {command: ['ls', '-la'], environment: ['A=b'], ...own}, never), 3);
	own.stdout.end();
	own.stderr.end();
	t.is(await stdout, 'out 1\nout 2 ünïcode\n');
	t.is(await stderr, 'err\n');
	t.like(created[0], {Cmd: ['ls', '-la'], Tty: false, AttachStdin: true});
	t.true(created[0]!.Env!.includes('A=b'));
});

test('the end of the input closes one half: the command still answers', async t => {
	const {engine} = await fakeEngine(t, 0, connection => {
		void buffer(connection).then(input => connection.end(frame(1, `read ${input.length} bytes`)));
	});
	const own = streams();
	const stdout = text(own.stdout);
	const running = execInteractively(engine, 'c', {command: ['wc'], ...own}, never);
	own.stdin.end(Buffer.alloc(300_000));
	t.is(await running, 0);
	own.stdout.end();
	t.is(await stdout, 'read 300000 bytes');
});

test('a command that ends before it has read its input ends the exec', async t => {
	const {engine} = await fakeEngine(t, 0, connection => {
		connection.once('data', () => connection.end(frame(1, 'enough')));
	});
	const own = streams();
	own.stdin.write('first');
	t.is(await execInteractively(engine, 'c', {command: ['head'], ...own}, never), 0);
});

test('a terminal gets bytes as they are, its size at first and after each change', async t => {
	let size = {columns: 80, rows: 24};
	let changed: (() => void) | undefined;
	let stopped = false;
	const terminal: InteractiveExec['terminal'] = {
		size: () => size,
		onResize(listener) {
			changed = listener;
			return () => {
				stopped = true;
			};
		},
	};
	const {engine, created, resized} = await fakeEngine(t, 130, connection => {
		connection.write('\u001B[1mprompt$ ');
		connection.on('data', (input: Buffer) => {
			// Ctrl-C is a byte like others.
			t.is(input.toString(), '\u0003');
			connection.end('^C');
		});
	});
	const own = streams();
	const stdout = text(own.stdout);
	own.stdout.once('pipe', () => {
		size = {columns: 120, rows: 40};
		setTimeout(() => {
			changed!();
			own.stdin.write('\u0003');
		}, 100);
	});
	t.is(await execInteractively(engine, 'c', {command: ['bash'], terminal, ...own}, never), 130);
	own.stdout.end();
	t.is(await stdout, '\u001B[1mprompt$ ^C');
	t.like(created[0], {Tty: true});
	t.deepEqual(resized, ['?w=80&h=24', '?w=120&h=40']);
	t.true(stopped);
});

test('an abort ends the wait with its reason, and what was begun in the container', async t => {
	const controller = new AbortController();
	const {engine, created} = await fakeEngine(t, 0, connection => {
		if (created.length === 1) {
			controller.abort(new Error('enough'));
		} else {
			connection.end();
		}
	});
	await t.throwsAsync(execInteractively(engine, 'c', {command: ['sleep', '1000'], ...streams()}, controller.signal), {message: 'enough'});
	const mark = created[0]!.Env!.find(variable => variable.startsWith('SINGLE_KUBE_EXEC='));
	t.truthy(mark);
	t.is(created[1]?.Cmd.at(-1), mark);
});

test('a container that is not there is an error of the engine', async t => {
	const {engine} = await fakeEngine(t, 0, () => t.fail());
	await t.throwsAsync(execInteractively(engine, 'nobody', {command: ['ls'], ...streams()}, never), {code: 'ENGINE_CALL_FAILED', message: 'could not run ls in nobody'});
});
