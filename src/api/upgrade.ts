import {request as httpsRequest} from 'node:https';
import type {Duplex} from 'node:stream';
import {text} from 'node:stream/consumers';
import {SingleKubeError} from '../errors.ts';
import {refused, unreachable} from './api-request-error.ts';
import type {ApiConnection} from './connection.ts';

export type UpgradeRequest = {
	/** What is spoken afterwards: `SPDY/3.1`. */
	readonly protocol: string;
	readonly headers?: Readonly<Record<string, string>>;
};

const timeoutMs = 30_000;

/**
 * Have a connection speak another protocol from now on, as exec, attach and port-forward need it.
 *
 * @returns the connection; the caller destroys it
 * @throws ApiRequestError when the server refuses or cannot be reached; SingleKubeError TIMEOUT after 30 s; the signal's reason
 */
export async function upgrade({server, agent}: ApiConnection, path: string, {protocol, headers}: UpgradeRequest, signal?: AbortSignal): Promise<Duplex> {
	signal?.throwIfAborted();
	const what = `POST ${path}`;
	const limit = AbortSignal.timeout(timeoutMs);
	try {
		return await new Promise<Duplex>((resolve, reject) => {
			const sent = httpsRequest(new URL(path, server), {
				method: 'POST', agent, signal: signal ? AbortSignal.any([signal, limit]) : limit,
				headers: {...headers, connection: 'Upgrade', upgrade: protocol, 'content-length': 0},
			});
			sent.on('upgrade', (_response, socket, before: Buffer) => {
				// What came together with the answer belongs to the new protocol.
				if (before.length > 0) {
					socket.unshift(before);
				}

				resolve(socket);
			}).on('response', response => {
				text(response).then(body => {
					reject(refused(what, response.statusCode ?? 0, body));
				}, reject);
			}).on('error', error => {
				reject(unreachable(what, server.origin, error));
			}).end();
		});
	} catch (error) {
		signal?.throwIfAborted();
		throw limit.aborted ? new SingleKubeError('TIMEOUT', `the API server did not answer ${what} within ${timeoutMs / 1000} s`, {hint: 'See what state the cluster is in: single-kube status', cause: error}) : error;
	}
}
