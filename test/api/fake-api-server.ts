import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import type {TLSSocket} from 'node:tls';
import type {ExecutionContext} from 'ava';
import {type Api, createApi} from '../../src/api/api.ts';
import type {ApiCredentials} from '../../src/api/connection.ts';
import {createAuthority} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';

export type Seen = {readonly method: string; readonly url: string; readonly user: string; readonly contentType: string | undefined; readonly body: string};

export type Fake = {
	readonly api: Api;
	readonly server: string;
	/** What `api` uses. */
	readonly credentials: ApiCredentials;
	/** What was asked so far. */
	readonly requests: Seen[];
	readonly connections: () => number;
	/** Resolves when the client has closed every connection; throws when one is still open after 5 s. */
	readonly untilClosed: () => Promise<void>;
};

export type Handler = (request: Seen, response: ServerResponse) => void | Promise<void>;

/** An HTTPS server that demands client certificates of its authority, and a client of it; both end with the test. */
export async function fakeApiServer(t: ExecutionContext, handler: Handler): Promise<Fake> {
	const authority = await createAuthority('fake');
	const {certificate, key} = await issueCertificate(authority, {commonName: 'kube-apiserver', usages: ['server'], ipAddresses: ['127.0.0.1']});
	const client = await issueCertificate(authority, {commonName: 'admin', organizations: ['system:masters'], usages: ['client']});
	const requests: Seen[] = [];
	let connections = 0;
	let open = 0;
	const server = createServer({cert: certificate, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true}, (request, response) => {
		void readAll(request).then(async seen => {
			requests.push(seen);
			await handler(seen, response);
		});
	});
	server.on('secureConnection', socket => {
		connections++;
		open++;
		socket.on('close', () => {
			open--;
		});
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const credentials = {server: url, certificateAuthority: authority.certificate, clientCertificate: client.certificate, clientKey: client.key};
	const api = createApi(credentials);
	t.teardown(() => {
		api.close();
		server.close();
		server.closeAllConnections();
	});
	return {api, server: url, credentials, requests, connections: () => connections, untilClosed: async () => {
		const deadline = performance.now() + 5000;
		while (open > 0) {
			if (performance.now() > deadline) {
				throw new Error(`${open} connections are still open`);
			}

			await sleep(5);
		}
	}};
}

async function readAll(request: IncomingMessage): Promise<Seen> {
	let body = '';
	for await (const chunk of request.setEncoding('utf8')) {
		body += chunk;
	}

	const user = (request.socket as TLSSocket).getPeerCertificate().subject.CN;
	return {method: request.method ?? '', url: request.url ?? '', user: String(user), contentType: request.headers['content-type'], body};
}

export function answer(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
}

export function pod(name: string, phase: string): {kind: string; metadata: {name: string; namespace: string}; status: {phase: string}} {
	return {kind: 'Pod', metadata: {name, namespace: 'default'}, status: {phase}};
}

export function list(resourceVersion: string, ...items: readonly unknown[]): unknown {
	return {kind: 'PodList', metadata: {resourceVersion}, items};
}

export const line = (type: string, object: unknown): string => `${JSON.stringify({type, object})}\n`;
