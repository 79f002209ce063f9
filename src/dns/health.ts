/** Whether a replica answers: asked over HTTP, as CoreDNS' plugin ready is, and found out by a question to its named. */
import {Resolver} from 'node:dns/promises';
import {createServer, get} from 'node:http';

/** CoreDNS' own port for it. */
export const readyPort = 8181;

/** How long a replica may take to answer another one, in milliseconds. */
const limit = 800;

/** @returns whether named on this machine answers for the cluster's domain */
export async function namedAnswers(domain: string): Promise<boolean> {
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
