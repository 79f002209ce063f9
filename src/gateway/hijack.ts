/** Connections that stop being HTTP: attach and exec. Bytes pass both ways until both ends have ended. */
import type {IncomingMessage} from 'node:http';
import {connect, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {engineGone} from './engine-calls.ts';
import {Refusal} from './refusal.ts';
import {oldHijack} from './old-hijack.ts';
import {type Head, headOf, readBytes, readHead} from './raw-http.ts';

/** The body of a hijacking request is a few flags; what comes behind it is the process's input. */
const requestBodyLimit = 1024 * 1024;
/** For the client to send the request and the engine to answer it; the stream behind it may last for ever. */
const answerLimit = 120_000;

/**
 * Pass a hijacking request on to `path`, and become a tunnel once the engine has agreed.
 *
 * Until then nothing behind the request's body reaches the engine: a client could otherwise send a second request
 * that nobody checks.
 *
 * @param client the client's connection, read up to the end of the request's head
 * @returns the status that the client got, when the tunnel is closed
 * @throws Refusal when the request cannot be passed on; nothing was written to the client then
 */
export async function hijack(socketPath: string, request: IncomingMessage, client: Duplex, path: string): Promise<number> {
	if (request.headers['transfer-encoding'] !== undefined) {
		throw new Refusal(411, 'single-kube: a hijacking request needs a Content-Length');
	}

	const length = Number(request.headers['content-length'] ?? 0);
	if (!(length <= requestBodyLimit)) {
		throw new Refusal(413, `single-kube: the body of a hijacking request is larger than ${requestBodyLimit} bytes`);
	}

	const {engine, answer} = await within(answerLimit, client, async () => {
		const body = await readBytes(client, length);
		const connection = await connected(socketPath);
		client.once('close', () => void connection.destroy());
		try {
			connection.write(Buffer.concat([requestHead(request, path), body]));
			return {engine: connection, answer: await readHead(connection)};
		} catch (error) {
			connection.destroy();
			throw engineGone(socketPath, error as NodeJS.ErrnoException);
		}
	});
	client.write(isHijacked(answer) ? answer.raw : closing(answer));
	await (isHijacked(answer) ? tunnel(client, engine) : answerOnly(client, engine, answer));
	return answer.status;
}

/** 101 for a request with Upgrade; without one the engine says 200, and the stream has no length (Docker Engine API, "Hijacking"). */
function isHijacked({status, headers}: Head): boolean {
	return status === 101 || (status === 200 && !headers.has('content-length') && !headers.has('transfer-encoding')
		&& /^application\/vnd\.docker\.(raw|multiplexed)-stream/.test(headers.get('content-type') ?? ''));
}

/** `pipe` ends the other side when one side has ended, and no more: input may end long before the last output. */
async function tunnel(client: Duplex, engine: Socket): Promise<void> {
	client.pipe(engine);
	engine.pipe(client);
	await bothClosed(client, engine);
}

/** The engine did not agree: its answer goes back, and nothing more comes from this client. */
async function answerOnly(client: Duplex, engine: Socket, {headers, status}: Head): Promise<void> {
	client.resume();
	engine.setTimeout(answerLimit, () => engine.destroy());
	const length = headers.get('content-length');
	const empty = status === 304 || status === 204;
	if (length === undefined && !empty) {
		engine.pipe(client);
		return bothClosed(client, engine);
	}

	client.end(await readBytes(engine, empty ? 0 : Number(length)).catch(() => Buffer.alloc(0)));
	engine.destroy();
}

async function bothClosed(client: Duplex, engine: Socket): Promise<void> {
	await Promise.all([[client, engine], [engine, client]].map(async ([one, other]) => new Promise<void>(resolve => {
		one!.once('error', () => other!.destroy());
		one!.once('close', () => {
			// What has been written to the other side still gets there; what died on the way ends it.
			if (!one!.readableEnded || !one!.writableFinished) {
				other!.destroy();
			}

			resolve();
		});
		if (one!.closed) {
			other!.destroy();
			resolve();
		}
	})));
}

/** A client that does not finish its request, or an engine that does not answer it, loses the connection. */
async function within<T>(milliseconds: number, client: Duplex, work: () => Promise<T>): Promise<T> {
	const timer = setTimeout(() => void client.destroy(), milliseconds);
	try {
		return await work();
	} finally {
		clearTimeout(timer);
	}
}

function requestHead(request: IncomingMessage, path: string): Buffer {
	const lines = [`${request.method} ${path} HTTP/1.1`];
	for (let index = 0; index < request.rawHeaders.length; index += 2) {
		const [name, value] = [request.rawHeaders[index]!, request.rawHeaders[index + 1]!];
		const added = request.headers.upgrade === oldHijack && (name.toLowerCase() === 'upgrade' || name.toLowerCase() === 'connection');
		if (!added && name.toLowerCase() !== 'expect') {
			lines.push(`${name}: ${value}`);
		}
	}

	return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function closing({raw}: Head): Buffer {
	const [first = '', ...rest] = headOf(raw);
	return Buffer.from([first, ...rest.filter(line => !/^connection:/i.test(line)), 'Connection: close', '', ''].join('\r\n'), 'latin1');
}

async function connected(socketPath: string): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({path: socketPath, allowHalfOpen: true});
		const failed = (error: NodeJS.ErrnoException): void => reject(engineGone(socketPath, error));
		socket.once('error', failed);
		socket.once('connect', () => {
			// A later error is a close like any other for the tunnel.
			socket.on('error', () => undefined);
			socket.off('error', failed);
			resolve(socket);
		});
	});
}
