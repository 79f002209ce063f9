/**
 * Between named and the engine's resolver: passes questions on, and says SERVFAIL in time when nobody answers. named
 * itself waits for 10 s at least (resolver-query-timeout), and Docker's resolver says nothing when it reaches none of
 * its own: a client would have given up before it learnt that there is no network.
 */
import {createSocket} from 'node:dgram';
import {connect, createServer, isIPv6, type Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {failure, questionOf} from './message.ts';

export type UpstreamOptions = {
	/** Where to listen on 127.0.0.1, UDP and TCP. */
	readonly port: number;
	/** Addresses, asked one after the other until one answers; may be none. */
	readonly servers: readonly string[];
	readonly serverPort?: number;
	/** How long all of them together may take, in milliseconds. */
	readonly limit?: number;
	/** The same when nobody answered the last time, as on a machine without a network. */
	readonly shortLimit?: number;
};

/** Longer than Docker takes to go from a dead nameserver to the next one (4 s), shorter than a client waits (5 s). */
const defaultLimit = 4500;
/** Longer than an upstream that is there takes for most questions. */
const defaultShortLimit = 1000;

/** Listen until the signal; resolves when both sockets do. @throws Error when a port is taken */
export async function openUpstream({port, servers, serverPort = 53, limit = defaultLimit, shortLimit = defaultShortLimit}: UpstreamOptions, signal: AbortSignal): Promise<void> {
	const local = createSocket({type: 'udp4', signal});
	const deadlines = new Map<string, number>();
	let silent = false;
	let answeredAt = 0;
	local.on('message', (question, {port, address}) => {
		// named repeats what is not answered within a second, and takes no answer to an earlier try: all tries end together.
		const asked = questionOf(question);
		const deadline = deadlines.get(asked) ?? Date.now() + limit;
		deadlines.set(asked, deadline);
		const askedAt = performance.now();
		const asking = ask(question, servers, serverPort, deadline - Date.now());
		const inTime = silent ? Promise.race([asking, sleep(shortLimit, undefined, {ref: false})]) : asking;
		// Also an answer that comes too late tells that there is somebody again.
		void asking.then(answer => {
			if (answer) {
				silent = false;
				answeredAt = performance.now();
			} else if (askedAt > answeredAt) {
				silent = true;
			}
		});
		void inTime.then(answer => {
			deadlines.delete(asked);
			if (!signal.aborted) {
				local.send(answer ?? failure(question), port, address);
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

/** @returns undefined when none of them answers */
async function ask(question: Buffer, servers: readonly string[], port: number, limit: number): Promise<Buffer | undefined> {
	for (const server of servers) {
		const answer = await askOne(question, server, port, limit / servers.length);
		if (answer) {
			return answer;
		}
	}

	return undefined;
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
