/** A server of files that a test can make fail, and that writes down what was asked of it. */
import {createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createSecureServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import type {ExecutionContext} from 'ava';

export type Asked = {readonly path: string; readonly headers: IncomingHttpHeaders; readonly range: string | undefined; status: number; sent: number};

export type Behaviour = {
	readonly content: Buffer;
	readonly etag?: string;
	/** Answers with the whole file, whatever is asked for. */
	readonly ignoresRange?: boolean;
	/** For each time that it is asked: end the connection or fall silent after so many bytes, or refuse. */
	readonly times?: ReadonlyArray<{readonly dropAfter?: number; readonly stallAfter?: number; readonly status?: number; readonly headers?: Record<string, string>}>;
	readonly redirect?: string;
	/** Milliseconds before it answers. */
	readonly delay?: number;
};

export type FileServer = {readonly url: string; readonly log: Asked[]; readonly mostAtOnce: () => number};

/** Ends with the test. */
export async function serveFiles(t: ExecutionContext, files: Readonly<Record<string, Behaviour>>, tls?: {readonly cert: string; readonly key: string}): Promise<FileServer> {
	const log: Asked[] = [];
	const behaviours = new Map(Object.entries(files));
	let active = 0;
	let most = 0;
	const counts = new Map<string, number>();
	const answer = (request: IncomingMessage, response: ServerResponse): void => {
		const path = request.url!;
		const count = counts.get(path) ?? 0;
		counts.set(path, count + 1);
		active++;
		most = Math.max(most, active);
		response.once('finish', () => {
			active--;
		});
		const behaviour = behaviours.get(path);
		setTimeout(answerOnce, behaviour?.delay ?? 0, request, response, behaviour, count, log);
	};

	const server = tls ? createSecureServer(tls, answer) : createServer(answer);
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(async () => {
		server.closeAllConnections();
		await new Promise(resolve => {
			server.close(resolve);
		});
	});
	return {url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`, log, mostAtOnce: () => most};
}

function answerOnce(request: IncomingMessage, response: ServerResponse, behaviour: Behaviour | undefined, count: number, log: Asked[]): void {
	const asked: Asked = {path: request.url!, headers: request.headers, range: request.headers.range, status: 404, sent: 0};
	log.push(asked);
	const time = behaviour?.times?.[count];
	if (!behaviour || time?.status !== undefined || behaviour.redirect !== undefined) {
		asked.status = time?.status ?? (behaviour ? 302 : 404);
		response.writeHead(asked.status, {...time?.headers, ...behaviour?.redirect && {location: behaviour.redirect}}).end('not the file');
		return;
	}

	const {content, etag, ignoresRange} = behaviour;
	const from = Number(/^bytes=(\d+)-$/.exec(asked.range ?? '')?.[1] ?? 0);
	const changed = request.headers['if-range'] !== undefined && request.headers['if-range'] !== etag;
	const partial = asked.range !== undefined && !ignoresRange && !changed;
	if (partial && from >= content.length) {
		asked.status = 416;
		response.writeHead(416, {'content-range': `bytes */${content.length}`}).end();
		return;
	}

	const body = partial ? content.subarray(from) : content;
	asked.status = partial ? 206 : 200;
	response.writeHead(asked.status, {
		'content-length': body.length, ...etag && {etag}, ...partial && {'content-range': `bytes ${from}-${content.length - 1}/${content.length}`},
	});
	const now = body.subarray(0, time?.dropAfter ?? time?.stallAfter ?? body.length);
	asked.sent = now.length;
	if (now.length === body.length) {
		response.end(now);
	} else {
		response.write(now, () => {
			// What was written has to be on its way first: a reset would take it along.
			if (time?.dropAfter !== undefined) {
				response.socket?.end();
			}
		});
	}
}
