/** Whether a replica answers: asked over HTTP, as CoreDNS' plugin ready is, and found out by a question to its server. */
import {Resolver} from 'node:dns/promises';
import {createServer, get} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';

/** CoreDNS' own port for it. */
export const readyPort = 8181;

/** How long a replica may take to answer another one, in milliseconds. */
const limit = 800;

/** @returns whether the server on this machine answers for the cluster's domain */
export async function serverAnswers(domain: string): Promise<boolean> {
	const resolver = new Resolver({timeout: limit, tries: 1});
	resolver.setServers(['127.0.0.1']);
	try {
		return (await resolver.resolveTxt(`dns-version.${domain}`)).length === 1;
	} catch {
		return false;
	}
}

/** Answer `GET /ready` with 200 or 503 on an address of this machine, until the signal. */
export function serveReady(address: string, ready: () => Promise<boolean>, signal: AbortSignal): void {
	const server = createServer((request, response) => {
		void (async () => {
			response.statusCode = request.url !== '/ready' ? 404 : await ready() ? 200 : 503;
			response.end(`${response.statusCode === 200 ? 'OK' : 'not ready'}\n`);
		})();
	});
	server.listen({port: readyPort, host: address, signal});
}

/** @returns whether the replica at an address says that it is ready; false when it says nothing in time */
export async function isReady(address: string): Promise<boolean> {
	return new Promise(resolve => {
		const request = get({host: address, port: readyPort, path: '/ready', signal: AbortSignal.timeout(limit)}, response => {
			response.resume();
			resolve(response.statusCode === 200);
		});
		request.on('error', () => resolve(false));
	});
}

/**
 * Ask until the answer is yes.
 *
 * @param limit in milliseconds; undefined where the wait is for somebody else, who may be away for long
 * @throws Error after the limit; the signal's reason
 */
export async function untilAnswers(ask: () => Promise<boolean>, limit: number | undefined, signal: AbortSignal): Promise<void> {
	const deadline = Date.now() + (limit ?? Number.POSITIVE_INFINITY);
	while (!await ask()) {
		if (Date.now() > deadline) {
			throw new Error(`the DNS server did not answer within ${limit! / 1000} s`);
		}

		await sleep(20, undefined, {signal});
	}
}
