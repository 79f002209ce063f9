import type {IncomingMessage} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {text} from 'node:stream/consumers';
import {SingleKubeError} from '../errors.ts';
import {refused, unreachable} from './api-request-error.ts';
import type {ApiConnection} from './connection.ts';

export type ApiRequest = {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	readonly path: string;
	readonly body?: object;
	readonly contentType?: string;
};

const timeoutMs = 30_000;

/** Send a request and parse the JSON that comes back. */
export async function sendForJson<T>(connection: ApiConnection, request: ApiRequest, signal?: AbortSignal): Promise<T> {
	const body = await sendForText(connection, request, signal);
	try {
		return JSON.parse(body) as T;
	} catch (error) {
		throw unreachable(describe(request), connection.server.origin, error);
	}
}

/**
 * Send a request and read the whole answer.
 *
 * @throws ApiRequestError; SingleKubeError TIMEOUT after 30 s; the signal's reason
 */
export async function sendForText(connection: ApiConnection, request: ApiRequest, signal?: AbortSignal): Promise<string> {
	const limit = AbortSignal.timeout(timeoutMs);
	const either = signal ? AbortSignal.any([signal, limit]) : limit;
	try {
		const response = await open(connection, request, either);
		return await translating(connection, request, either, text(response));
	} catch (error) {
		if (limit.aborted && !signal?.aborted) {
			throw new SingleKubeError('TIMEOUT', `the API server did not answer ${describe(request)} within ${timeoutMs / 1000} s`, {
				hint: 'See what state the cluster is in: single-kube status',
				cause: error,
			});
		}

		throw error;
	}
}

/**
 * Send a request; resolves when the head of a good answer is there, its body still to be read.
 *
 * @throws ApiRequestError, with the body of an answer that is not 2xx; the signal's reason
 */
export async function open(connection: ApiConnection, request: ApiRequest, signal?: AbortSignal): Promise<IncomingMessage> {
	signal?.throwIfAborted();
	const response = await translating(connection, request, signal, dispatch(connection, request, signal));
	const status = response.statusCode ?? 0;
	if (status >= 200 && status < 300) {
		return response;
	}

	throw refused(describe(request), status, await translating(connection, request, signal, text(response)));
}

/** Await a part of the exchange; an abort throws the signal's reason, everything else that the network throws an ApiRequestError. */
async function translating<T>({server}: ApiConnection, request: ApiRequest, signal: AbortSignal | undefined, part: Promise<T>): Promise<T> {
	try {
		return await part;
	} catch (error) {
		signal?.throwIfAborted();
		throw unreachable(describe(request), server.origin, error);
	}
}

async function dispatch(connection: ApiConnection, request: ApiRequest, signal?: AbortSignal): Promise<IncomingMessage> {
	const {server, agent} = connection;
	const {method, path, body, contentType = 'application/json'} = request;
	const payload = body === undefined ? undefined : JSON.stringify(body);
	return new Promise((resolve, reject) => {
		const sent = httpsRequest(new URL(path, server), {
			method,
			agent,
			signal,
			headers: {
				accept: 'application/json, */*',
				...payload === undefined ? {} : {'content-type': contentType, 'content-length': Buffer.byteLength(payload)},
			},
		}, resolve);
		sent.on('error', error => {
			// A server may close a connection it kept just when we use it again; what only reads can be sent once more.
			const staleConnection = sent.reusedSocket && method === 'GET' && 'code' in error && error.code === 'ECONNRESET';
			if (staleConnection && !signal?.aborted) {
				resolve(dispatch(connection, request, signal));
			} else {
				reject(error);
			}
		});
		sent.end(payload);
	});
}

function describe({method, path}: ApiRequest): string {
	return `${method} ${path}`;
}
