/** A call passed on: both bodies streamed, each at the pace of its reader. */
import type {ClientRequest, IncomingMessage, OutgoingHttpHeaders, ServerResponse} from 'node:http';
import {askEngine, type EngineLink} from './engine-calls.ts';
import {endToEnd, hasBody} from './headers.ts';
import {pathOf, type Target} from './target.ts';
import type {PodOfCall} from './trace.ts';

/** A client's call on its way through. */
export type Call = {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly target: Target;
	/** What was rewritten or refused, for the trace. */
	readonly notes: string[];
	/** Whose container it is about, once that is known; for the trace. */
	about?: PodOfCall | undefined;
};

export type ForwardOptions = {
	/** Other path segments than the client's, e.g. with a container's full id. */
	readonly segments?: readonly string[];
	/** A body in place of the client's; null sends none. */
	readonly body?: Buffer | null;
	readonly headers?: OutgoingHttpHeaders;
	/** Go on when the client goes away: for calls whose outcome must be known. */
	readonly seeThrough?: boolean;
};

/**
 * Ask the engine what the client asked; the engine's call is cancelled when the client goes away.
 *
 * @returns the engine's answer when its head is there; hand it to `relay`
 * @throws Refusal as `askEngine`
 */
export async function ask(link: EngineLink, call: Call, options: ForwardOptions = {}): Promise<IncomingMessage> {
	const {request, response, target} = call;
	const streamed = options.body === undefined && hasBody(request);
	const headers = options.headers ?? endToEnd(request);
	if (streamed && request.headers['transfer-encoding'] !== undefined) {
		headers['Transfer-Encoding'] = 'chunked';
	}

	let engineRequest: ClientRequest | undefined;
	const cancel = (): void => {
		if (!response.writableFinished) {
			engineRequest?.destroy();
		}
	};

	if (!options.seeThrough) {
		response.once('close', cancel);
	}

	if (streamed && request.headers.expect?.toLowerCase() === '100-continue') {
		response.writeContinue();
	}

	return askEngine(link, {
		method: request.method ?? 'GET',
		path: pathOf(options.segments ? {...target, segments: options.segments} : target),
		headers,
		body: streamed ? request : options.body ?? undefined,
		started(started) {
			engineRequest = started;
			if (response.destroyed && !options.seeThrough) {
				started.destroy();
			}
		},
	});
}

/** Send the engine's answer to the client; returns when the client has it, or is gone. */
export async function relay(answer: IncomingMessage, response: ServerResponse): Promise<void> {
	const headers = endToEnd(answer);
	response.sendDate = false;
	response.writeHead(answer.statusCode ?? 502, headers);
	// A stream may say nothing for hours: its reader still wants to know that it is open.
	if (answer.headers['content-length'] === undefined) {
		response.flushHeaders();
	}

	await new Promise<void>(resolve => {
		response.once('close', resolve);
		// The engine went away: cut the client's answer too, or it would take a part for the whole.
		answer.once('error', () => response.destroy());
		answer.once('aborted', () => response.destroy());
		answer.pipe(response);
	});
}

/** Send an answer that was read whole and may have been changed. */
export function relayBody(answer: IncomingMessage, body: Buffer | string, response: ServerResponse): void {
	const headers = endToEnd(answer);
	for (const name of Object.keys(headers)) {
		if (name.toLowerCase() === 'content-length') {
			delete headers[name];
		}
	}

	response.sendDate = false;
	response.writeHead(answer.statusCode ?? 502, {...headers, 'Content-Length': Buffer.byteLength(body)});
	response.end(body);
}
