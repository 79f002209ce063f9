/** The HTTP server in front of the table: each request becomes a call, each call a line of the trace. */
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Duplex} from 'node:stream';
import {messageOf} from '../errors.ts';
import type {Node} from './containers.ts';
import {dispatch, hijackPath} from './dispatch.ts';
import {headerLimit} from './engine-calls.ts';
import type {Call} from './forward.ts';
import {hijack} from './hijack.ts';
import {answerRefusal, errorBody, Refusal} from './refusal.ts';
import {parseTarget} from './target.ts';
import type {PodOfCall, TraceRecord} from './trace.ts';

export type Observers = {
	readonly log: (line: string) => void;
	readonly trace: ((call: TraceRecord) => void) | undefined;
};

/** @returns a server that listens nowhere: hand it connections with `emit('connection', socket)` */
export function httpServer(node: Node, observers: Observers): Server {
	const server = createServer({
		maxHeaderSize: headerLimit,
		// Clients close their idle connections themselves; closing under them would fail the call they just began.
		keepAliveTimeout: 0,
		// An upload may take hours.
		requestTimeout: 0,
	});
	const onRequest = (request: IncomingMessage, response: ServerResponse): void => void serve(node, observers, request, response);
	server.on('request', onRequest);
	// Whether a body is wanted is known only after the table was asked.
	server.on('checkContinue', onRequest);
	server.on('upgrade', (request, socket, head) => void serveHijack(node, observers, request, socket, head));
	server.on('clientError', (_error, socket) => {
		socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
	});
	return server;
}

async function serve(node: Node, observers: Observers, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const told = begin(observers, request);
	response.on('error', () => undefined);
	request.on('error', () => undefined);
	const closed = new Promise<void>(resolve => void response.once('close', resolve));
	let call: Call | undefined;
	try {
		call = {request, response, target: parseTarget(request.url ?? ''), notes: told.notes};
		await dispatch(node, call);
	} catch (error) {
		if (response.destroyed && error instanceof Refusal) {
			told.notes.push('the client went away');
		} else {
			const refusal = asRefusal(error, observers, told.notes);
			answerRefusal(response, refusal);
			told.notes.push(`answered ${refusal.status}: ${refusal.message}`);
			request.resume();
		}
	}

	await closed;
	told.end(response.headersSent ? response.statusCode : 0, call?.about);
}

async function serveHijack(node: Node, observers: Observers, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
	const told = begin(observers, request);
	// Whatever goes wrong on this connection also closes it.
	socket.on('error', () => undefined);
	// Back into the stream at once: a client that has sent all it has would else have ended before it is read.
	socket.pause();
	if (head.length > 0) {
		socket.unshift(head);
	}

	try {
		const path = await hijackPath(node, request.method ?? '', parseTarget(request.url ?? ''));
		told.end(await hijack(node.link.socketPath, request, socket, path));
	} catch (error) {
		const refusal = asRefusal(error, observers, told.notes);
		const body = errorBody(refusal);
		// The status line's reason is of no use to a client of HTTP; the message is in the body.
		socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
		socket.resume();
		told.notes.push(`answered ${refusal.status}: ${refusal.message}`);
		told.end(refusal.status);
	}
}

function begin({trace}: Observers, request: IncomingMessage): {readonly notes: string[]; readonly end: (status: number, about?: PodOfCall) => void} {
	const at = Date.now();
	const started = performance.now();
	const notes: string[] = [];
	return {
		notes,
		end: (status, about) => trace?.({
			at, method: request.method ?? '', path: request.url ?? '', status, milliseconds: performance.now() - started, notes, ...about && {about},
		}),
	};
}

function asRefusal(error: unknown, {log}: Observers, notes: readonly string[]): Refusal {
	const refusal = error instanceof Refusal ? error : new Refusal(500, `single-kube: the gateway failed: ${messageOf(error)}`);
	if (refusal.status >= 500) {
		log([refusal.message, ...notes].join('; '));
	}

	return refusal;
}
