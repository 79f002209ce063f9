/** A proxy in front of a registry that behaves as registries and the ways to them do on a bad day. */
import {createServer, type IncomingMessage, request, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';

/** What goes wrong, and for how many requests of that kind; after that all is well. */
export type Fault =
	/** The answer is a status and nothing else. */
	| {readonly kind: 'status'; readonly status: number; readonly on: Part; readonly times: number; readonly retryAfter?: number}
	/** The connection ends after half of a layer. */
	| {readonly kind: 'drop'; readonly times: number}
	/** One byte of a layer is another. */
	| {readonly kind: 'wrong-byte'; readonly times: number}
	/** A manifest says another size of something than its digest promises. */
	| {readonly kind: 'wrong-manifest'; readonly times: number}
	/** It has no such repository. */
	| {readonly kind: 'lacks'; readonly repository: string}
	/** Half of a layer comes, then nothing, and the connection stays open. */
	| {readonly kind: 'hang'; readonly times: number};

export type Part = 'manifests' | 'blobs';

export type FaultyRegistry = {
	readonly port: number;
	/** From now on; what was set before is forgotten. */
	readonly fail: (...faults: readonly Fault[]) => void;
	/** What was asked since `fail` was called: `GET /v2/k8s/pause/manifests/3.2 429`. */
	readonly log: () => readonly string[];
	readonly close: () => Promise<void>;
};

/** @param upstream the port of the registry behind it, on 127.0.0.1 @param smallest what counts as a layer, in bytes: a configuration is smaller */
export async function startFaultyRegistry(upstream: number, smallest = 20_000): Promise<FaultyRegistry> {
	let faults: Array<{fault: Fault; left: number}> = [];
	let asked: string[] = [];
	const sockets = new Set<Socket>();
	const take = (fits: (fault: Fault) => boolean): Fault | undefined => {
		const found = faults.find(({fault, left}) => left > 0 && fits(fault));
		if (found) {
			found.left--;
		}

		return found?.fault;
	};

	const server = createServer((incoming, outgoing) => {
		const url = incoming.url ?? '';
		const part: Part | undefined = url.includes('/blobs/') ? 'blobs' : url.includes('/manifests/') ? 'manifests' : undefined;
		const answered = (status: number | string): void => {
			asked.push(`${incoming.method} ${url} ${status}`);
		};

		const simple = take(fault => (fault.kind === 'status' && fault.on === part) || (fault.kind === 'lacks' && url.startsWith(`/v2/${fault.repository}/`)));
		if (simple) {
			const status = simple.kind === 'status' ? simple.status : 404;
			answered(status);
			const retryAfter = simple.kind === 'status' && simple.retryAfter !== undefined ? {'Retry-After': String(simple.retryAfter)} : {};
			outgoing.writeHead(status, {'Content-Type': 'application/json', ...retryAfter}).end(JSON.stringify({errors: [{code: codes[status] ?? 'UNKNOWN', message: `status ${status}`}]}));
			return;
		}

		forward(incoming, upstream, outgoing, answer => {
			const bytes = Number(answer.headers['content-length'] ?? 0);
			const fault = part === 'manifests' && incoming.method === 'GET' && answer.statusCode === 200 ? take(({kind}) => kind === 'wrong-manifest') : part === 'blobs' && incoming.method === 'GET' && answer.statusCode! < 300 && bytes >= smallest
				? take(({kind}) => kind === 'drop' || kind === 'wrong-byte' || kind === 'hang') : undefined;
			answered(`${answer.statusCode}${fault ? ` ${fault.kind}` : ''}`);
			outgoing.writeHead(answer.statusCode!, answer.headers);
			spoil(answer, outgoing, bytes, fault);
		});
	});
	server.on('connection', socket => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		fail(...next) {
			faults = next.map(fault => ({fault, left: fault.kind === 'lacks' ? Number.POSITIVE_INFINITY : fault.times}));
			asked = [];
		},
		log: () => asked,
		async close() {
			for (const socket of sockets) {
				socket.destroy();
			}

			await new Promise(resolve => void server.close(resolve));
		},
	};
}

/** The codes of the OCI Distribution Specification. */
const codes: Readonly<Record<number, string>> = {401: 'UNAUTHORIZED', 403: 'DENIED', 404: 'MANIFEST_UNKNOWN', 429: 'TOOMANYREQUESTS'};

function forward(incoming: IncomingMessage, port: number, outgoing: ServerResponse, onAnswer: (answer: IncomingMessage) => void): void {
	const call = request({host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: incoming.headers}, onAnswer);
	call.on('error', () => outgoing.destroy());
	outgoing.on('close', () => call.destroy());
	incoming.pipe(call);
}

function spoil(answer: IncomingMessage, outgoing: ServerResponse, bytes: number, fault: Fault | undefined): void {
	const half = Math.floor(bytes / 2);
	let seen = 0;
	answer.on('data', (chunk: Buffer) => {
		const start = seen;
		seen += chunk.length;
		const hit = start <= half && half < seen;
		if (fault?.kind === 'wrong-byte' && hit) {
			chunk[half - start]! ^= 0xff;
		}

		// A manifest comes in one piece; it stays a manifest, and as long as it was.
		if (fault?.kind === 'wrong-manifest') {
			chunk.write(chunk.toString().replace(/("size": *)(\d)/, (_, key: string, digit: string) => `${key}${digit === '9' ? '8' : '9'}`));
		}

		if ((fault?.kind === 'drop' || fault?.kind === 'hang') && seen > half) {
			if (hit) {
				outgoing.write(chunk.subarray(0, half - start), () => {
					if (fault.kind === 'drop') {
						outgoing.destroy();
					}
				});
			}

			return;
		}

		outgoing.write(chunk);
	});
	answer.on('end', () => {
		if (fault?.kind !== 'hang' && fault?.kind !== 'drop') {
			outgoing.end();
		}
	});
	answer.on('error', () => outgoing.destroy());
}
