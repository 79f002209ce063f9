/**
 * Between named and the engine's resolver: passes questions on, and says SERVFAIL in time when nobody answers. named
 * itself waits for 10 s at least (resolver-query-timeout), and Docker's resolver says nothing when it reaches none of
 * its own: a client would have given up before it learnt that there is no network.
 */
import {createSocket} from 'node:dgram';
import {connect, createServer, isIPv6, type Socket} from 'node:net';

export type UpstreamOptions = {
	/** Where to listen on 127.0.0.1, UDP and TCP. */
	readonly port: number;
	/** Addresses, asked one after the other until one answers; may be none. */
	readonly servers: readonly string[];
	readonly serverPort?: number;
	/** How long all of them together may take, in milliseconds. */
	readonly limit?: number;
};

/** Longer than Docker takes to go from a dead nameserver to the next one (4 s), shorter than a client waits (5 s). */
const defaultLimit = 4500;

/** Listen until the signal; resolves when both sockets do. @throws Error when a port is taken */
export async function openUpstream({port, servers, serverPort = 53, limit = defaultLimit}: UpstreamOptions, signal: AbortSignal): Promise<void> {
	const local = createSocket({type: 'udp4', signal});
	const deadlines = new Map<string, number>();
	local.on('message', (question, {port, address}) => {
		// named repeats what is not answered within a second, and takes no answer to an earlier try: all tries end together.
		const asked = question.toString('latin1', 12, endOfQuestion(question));
		const deadline = deadlines.get(asked) ?? Date.now() + limit;
		deadlines.set(asked, deadline);
		void ask(question, servers, serverPort, deadline - Date.now()).then(answer => {
			deadlines.delete(asked);
			if (!signal.aborted) {
				local.send(answer, port, address);
			}
		});
	});
	const streams = createServer({allowHalfOpen: true}, client => pass(client, servers, serverPort, limit));
	await Promise.all([
		new Promise<void>((resolve, reject) => {
			local.once('error', reject);
			local.bind(port, '127.0.0.1', resolve);
		}),
		new Promise<void>((resolve, reject) => {
			streams.once('error', reject);
			streams.listen({port, host: '127.0.0.1', signal}, resolve);
		}),
	]);
}

async function ask(question: Buffer, servers: readonly string[], port: number, limit: number): Promise<Buffer> {
	for (const server of servers) {
		const answer = await askOne(question, server, port, limit / servers.length);
		if (answer) {
			return answer;
		}
	}

	return failure(question);
}

/** @returns undefined when the server does not answer, or its address cannot be reached */
async function askOne(question: Buffer, server: string, port: number, limit: number): Promise<Buffer | undefined> {
	return new Promise(resolve => {
		const socket = createSocket(isIPv6(server) ? 'udp6' : 'udp4');
		const timer = setTimeout(() => end(undefined), limit);
		const end = (answer: Buffer | undefined): void => {
			clearTimeout(timer);
			socket.removeAllListeners().on('error', () => undefined).close();
			resolve(answer);
		};

		socket.on('error', () => end(undefined));
		socket.on('message', answer => {
			// An answer has its question's identifier.
			if (answer.subarray(0, 2).equals(question.subarray(0, 2))) {
				end(answer);
			}
		});
		socket.connect(port, server, () => socket.send(question));
	});
}

/** The question's header with "this is an answer" and SERVFAIL, and the question itself (RFC 1035, 4.1.1). */
function failure(question: Buffer): Buffer {
	const answer = Buffer.from(question);
	answer[2] = answer[2]! | 0x80;
	answer[3] = 0x82;
	// What follows the question, EDNS of the asker, is not ours to repeat: no records in any other section.
	answer.fill(0, 6, 12);
	return answer.subarray(0, endOfQuestion(answer));
}

function endOfQuestion(message: Buffer): number {
	let offset = 12;
	while (offset < message.length && message[offset] !== 0) {
		offset += message[offset]! + 1;
	}

	return Math.min(message.length, offset + 5);
}

/** A stream is passed to the first server that takes it. */
function pass(client: Socket, [server, ...others]: readonly string[], port: number, limit: number): void {
	client.on('error', () => client.destroy());
	if (server === undefined) {
		client.destroy();
		return;
	}

	const upstream = connect({host: server, port, timeout: limit, allowHalfOpen: true});
	upstream.once('connect', () => {
		client.pipe(upstream).pipe(client);
		client.once('close', () => upstream.destroy());
	});
	upstream.on('timeout', () => upstream.destroy(new Error('silent')));
	upstream.on('error', () => {
		if (upstream.bytesWritten > 0) {
			client.destroy();
		} else {
			pass(client, others, port, limit);
		}
	});
}

/**
 * The upstream is what the engine gave this container.
 *
 * @param resolvConf the text of resolv.conf(5); @returns the addresses of its nameservers
 */
export function nameserversOf(resolvConf: string): string[] {
	return [...resolvConf.matchAll(/^\s*nameserver\s+([\da-fA-F.:]+)\s*$/gm)].map(match => match[1]!);
}
