/** The aggregated API over HTTPS: find out who asks, whether they may, and answer in the API's forms. */
import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer, type Server} from 'node:https';
import type {TLSSocket} from 'node:tls';
import {messageOf} from '../errors.ts';
import type {Authorize} from './access.ts';
import {collectNodes, collectPods, type Selectors, type Source} from './collect.ts';
import {documents} from './documents.ts';
import {Failure, methodNotAllowed, noSuchPath, statusOf, unauthorized} from './failure.ts';
import {answerOf, tableOf} from './metrics.ts';
import {requesterOf} from './requester.ts';
import {attributesOf, type Target, targetOf} from './target.ts';

export type ServeOptions = {
	/** PEM texts: who we are, and who signs the aggregator's client certificates. */
	readonly cert: string;
	readonly key: string;
	readonly frontProxyCa: string;
	/** Common names that the aggregator's certificate may have. */
	readonly allowedNames: readonly string[];
	readonly authorize: Authorize;
	readonly source: Source;
};

/** The longest that one answer may take. */
const limitMs = 20_000;

/** @returns a server that does not listen yet */
export function metricsServer(options: ServeOptions): Server {
	const {cert, key, frontProxyCa: ca, source: {log}} = options;
	// Probes come without a certificate: who has none is turned away below, not by TLS.
	return createServer({cert, key, ca, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2'}, (request, response) => {
		void answer(options, request).catch((error: unknown) => {
			if (error instanceof Failure) {
				return {code: error.code, body: statusOf(error)};
			}

			log(`${request.method} ${request.url} failed: ${messageOf(error)}`);
			return {code: 500, body: statusOf(new Failure(500, 'InternalError', `Internal error occurred: ${messageOf(error)}`))};
		}).then(({code, body}) => {
			send(response, code, body, request.method === 'HEAD');
		});
	});
}

type Answer = {readonly code: number; readonly body: object | string};

async function answer({allowedNames, authorize, source}: ServeOptions, request: IncomingMessage): Promise<Answer> {
	const url = new URL(request.url ?? '/', 'https://metrics-server');
	const method = request.method ?? 'GET';
	const target = targetOf(url.pathname);
	if (target.kind === 'health') {
		return {code: 200, body: 'ok'};
	}

	const requester = requesterOf(clientOf(request.socket as TLSSocket), request.headersDistinct, allowedNames);
	if (!requester) {
		throw unauthorized();
	}

	const signal = AbortSignal.timeout(limitMs);
	await authorize(requester, attributesOf(target, method), signal);
	const watching = ['true', '1'].includes(url.searchParams.get('watch') ?? '');
	if (target.kind !== 'unknown' && (!['GET', 'HEAD'].includes(method) || watching)) {
		throw methodNotAllowed();
	}

	return {code: 200, body: await bodyFor(source, target, url.searchParams, request.headers.accept ?? '', signal)};
}

async function bodyFor(source: Source, target: Exclude<Target, {kind: 'health'}>, query: URLSearchParams, accept: string, signal: AbortSignal): Promise<object> {
	const selectors: Selectors = {labelSelector: query.get('labelSelector') ?? undefined, fieldSelector: query.get('fieldSelector') ?? undefined};
	const table = /\bas=Table\b/.test(accept) ? /\bv=(v1|v1beta1)\b/.exec(accept)?.[1] : undefined;
	switch (target.kind) {
		case 'document': {
			return documents[target.path]!;
		}

		case 'unknown': {
			throw noSuchPath();
		}

		case 'nodes': {
			const items = await collectNodes(source, target, selectors, signal);
			return table === undefined ? answerOf('NodeMetrics', items, target.name !== undefined) : tableOf(table, items);
		}

		case 'pods': {
			const items = await collectPods(source, target, selectors, signal);
			return table === undefined ? answerOf('PodMetrics', items, target.name !== undefined) : tableOf(table, items);
		}
	}
}

function clientOf(socket: TLSSocket): {verified: boolean; commonName: string | undefined} {
	const {subject} = socket.getPeerCertificate() as {readonly subject?: {readonly CN?: string | string[]}};
	return {verified: socket.authorized, commonName: typeof subject?.CN === 'string' ? subject.CN : undefined};
}

function send(response: ServerResponse, code: number, body: object | string, headOnly: boolean): void {
	const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
	response.writeHead(code, {'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', 'content-length': Buffer.byteLength(text)});
	response.end(headOnly ? undefined : text);
}
