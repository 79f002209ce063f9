/** HTTP to the engine's socket: one keep-alive pool, answers as they arrive. */
import {Agent, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest} from 'node:http';
import {Refusal} from './refusal.ts';

export type EngineLink = {
	readonly socketPath: string;
	readonly pool: Agent;
};

export type EngineAsk = {
	readonly method: string;
	readonly path: string;
	readonly headers: OutgoingHttpHeaders;
	/** What is sent along; a client's request is streamed. */
	readonly body?: Buffer | IncomingMessage | undefined;
	/** Gives the request to whoever may have to end it. */
	readonly started?: (request: ClientRequest) => void;
};

/** Bodies that must be read whole are limited to this many bytes, so that no client can fill the memory. */
export const bodyLimit = 32 * 1024 * 1024;
/** X-Registry-Auth is long; Go's own limit is a mebibyte. */
export const headerLimit = 256 * 1024;
/** The gateway's own small calls; the engine answers them in milliseconds. */
const ownCallLimit = 60_000;

export function openEngineLink(socketPath: string): EngineLink {
	return {socketPath, pool: new Agent({keepAlive: true, maxFreeSockets: 8})};
}

/**
 * Ask the engine and return the answer when its head is there.
 *
 * A pooled connection may have died with the engine that was at its end; a read is then asked once more on a
 * connection of its own. Anything else might have been done already and is not repeated.
 *
 * @throws Refusal 503 when no engine listens, 502 when it went away before it answered
 */
export async function askEngine(link: EngineLink, ask: EngineAsk): Promise<IncomingMessage> {
	try {
		return await askOnce(link, ask, link.pool);
	} catch (error) {
		if (error instanceof DeadConnection && ask.body === undefined && (ask.method === 'GET' || ask.method === 'HEAD')) {
			return askOnce(link, ask, false);
		}

		throw error;
	}
}

/** A read of the gateway's own, answered as text. */
export async function readFromEngine(link: EngineLink, path: string): Promise<{readonly status: number; readonly text: string}> {
	let ended: (() => void) | undefined;
	const timer = setTimeout(() => ended?.(), ownCallLimit);
	try {
		const answer = await askEngine(link, {
			method: 'GET', path, headers: {Host: 'docker'},
			started(request) {
				ended = () => request.destroy(new Error(`no answer within ${ownCallLimit / 1000} s`));
			},
		});
		return {status: answer.statusCode ?? 0, text: (await readBody(answer, 502)).toString()};
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Read a body whole.
 *
 * @throws Refusal 413 beyond `bodyLimit`, `status` when it ends early
 */
export async function readBody(message: IncomingMessage, status = 400): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of message as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size > bodyLimit) {
				break;
			}

			chunks.push(chunk);
		}
	} catch (error) {
		throw new Refusal(status, `single-kube: the body ended early: ${error instanceof Error ? error.message : String(error)}`);
	}

	if (size > bodyLimit) {
		throw new Refusal(413, `single-kube: the body is larger than ${bodyLimit} bytes`);
	}

	return Buffer.concat(chunks);
}

/** The engine is not there, in its own error form; clients retry as they do for the engine itself. */
export function engineGone(socketPath: string, error: NodeJS.ErrnoException): Refusal {
	const notListening = ['ENOENT', 'ECONNREFUSED', 'EACCES', 'EAGAIN'].includes(error.code ?? '');
	return notListening
		? new Refusal(503, `single-kube: no engine answers at ${socketPath} (${error.code})`)
		: new Refusal(502, `single-kube: the engine at ${socketPath} went away during the call (${error.message})`);
}

/** A connection from the pool turned out to be dead before anything came back. */
class DeadConnection extends Refusal {}

async function askOnce(link: EngineLink, ask: EngineAsk, agent: Agent | false): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const request = httpRequest({socketPath: link.socketPath, agent, method: ask.method, path: ask.path, headers: ask.headers, maxHeaderSize: headerLimit});
		let answered = false;
		request.on('error', (error: NodeJS.ErrnoException) => {
			const gone = engineGone(link.socketPath, error);
			const dead = request.reusedSocket && !answered && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
			reject(dead ? new DeadConnection(gone.status, gone.message) : gone);
		});
		request.on('response', answer => {
			answered = true;
			// The engine has refused: what the client still sends would only wait for a reader.
			if (ask.body !== undefined && !Buffer.isBuffer(ask.body) && (answer.statusCode ?? 0) >= 400 && !request.writableEnded) {
				ask.body.unpipe(request);
				ask.body.resume();
				answer.on('end', () => request.destroy());
			}

			resolve(answer);
		});
		ask.started?.(request);
		if (ask.body === undefined || Buffer.isBuffer(ask.body)) {
			request.end(ask.body);
		} else {
			ask.body.pipe(request);
		}
	});
}
