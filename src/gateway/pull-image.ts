/**
 * Pulling. A kubelet pulls each image with the tag `latest` before it starts it (Kubernetes, "Images": the policy
 * that is Always by default), so an image that `docker build -t app .` made a second ago would be asked of a registry
 * that has never heard of it. Such a pull is answered here.
 */
import type {IncomingMessage, ServerResponse} from 'node:http';
import {pipeline} from 'node:stream/promises';
import type {Node} from './containers.ts';
import {readBody} from './engine-calls.ts';
import {ask, type Call, relay, relayBody} from './forward.ts';
import {endToEnd} from './headers.ts';
import {type ImageName, nameOfPull, originOf} from './local-image.ts';
import {Refusal} from './refusal.ts';

/** What comes of an error that the engine reports: another text, or lines of success. */
type OnError = (message: string) => {readonly message: string} | {readonly lines: string};

export async function pullImage(node: Node, call: Call): Promise<void> {
	const {query} = call.target;
	// The same call with fromSrc makes an image out of what it is sent, under any tag of the user's.
	if (query.has('fromSrc')) {
		throw new Refusal(403, 'single-kube: importing an image is refused: a kubelet only pulls');
	}

	const name = nameOfPull(query);
	const origin = name && await originOf(node.link, name);
	switch (origin) {
		case 'made-here':
			call.notes.push(`not pulled: ${textOf(name!)} was made on this engine`);
			return answerStream(call.response, upToDate(name!));
		case 'not-here':
			return relayPull(await ask(node.link, call), call.response, message => ({
				message: `${message}; nor is there an image ${textOf(name!)} on this engine`,
			}));
		case 'untold':
			return relayPull(await ask(node.link, call), call.response, message => {
				call.notes.push(`not pulled: ${message}; the engine's own ${textOf(name!)} is used`);
				return {lines: `${line({status: `single-kube: ${textOf(name!)} could not be pulled, and the engine's own is used: ${message}`})}${upToDate(name!)}`};
			});
		case 'from-a-registry':
		case undefined:
			return relay(await ask(node.link, call), call.response);
	}
}

const textOf = ({repository, tag}: ImageName): string => `${repository}:${tag}`;
const line = (value: unknown): string => `${JSON.stringify(value)}\r\n`;

/** The engine's own words for a pull that changed nothing. */
const upToDate = (name: ImageName): string => line({status: `Status: Image is up to date for ${textOf(name)}`});

function answerStream(response: ServerResponse, lines: string): void {
	response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(lines)});
	response.end(lines);
}

/** The engine fails a pull by its status when nothing was sent yet, and by a line of the stream later. */
async function relayPull(answer: IncomingMessage, response: ServerResponse, onError: OnError): Promise<void> {
	if (answer.statusCode !== 200) {
		const body = (await readBody(answer, 502)).toString();
		const instead = onError(errorIn(body) ?? body.trim());
		return 'lines' in instead ? answerStream(response, instead.lines) : relayBody(answer, line({message: instead.message}), response);
	}

	response.sendDate = false;
	response.writeHead(200, endToEnd(answer));
	response.flushHeaders();
	try {
		await pipeline(answer, source => withoutErrors(source, onError), response);
	} catch {
		// Either side went away: cut the other, or it would take a part for the whole.
		response.destroy();
	}
}

async function* withoutErrors(source: AsyncIterable<Buffer>, onError: OnError): AsyncGenerator<string> {
	let rest = '';
	// An incomplete character stays with the decoder, an incomplete line here.
	const decoder = new TextDecoder();
	const told = (text: string): string => {
		const message = errorIn(text);
		const instead = message === undefined ? undefined : onError(message);
		return instead === undefined ? text : ('lines' in instead ? instead.lines : line({errorDetail: {message: instead.message}, error: instead.message}));
	};

	for await (const chunk of source) {
		const lines = `${rest}${decoder.decode(chunk, {stream: true})}`.split('\n');
		rest = lines.pop() ?? '';
		yield lines.map(text => told(`${text}\n`)).join('');
	}

	yield told(rest);
}

/** The message of an error, of an answer's or of a line of a stream; undefined for everything else. */
function errorIn(text: string): string | undefined {
	try {
		const {message, error} = JSON.parse(text) as {message?: unknown; error?: unknown};
		return [error, message].find((value): value is string => typeof value === 'string');
	} catch {
		return undefined;
	}
}
