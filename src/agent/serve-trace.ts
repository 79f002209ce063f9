/** The gateways' trace for whoever asks inside the agent's container: nobody else reaches the socket, a kubelet neither. */
import {createServer} from 'node:http';
import {messageOf} from '../errors.ts';
import {listenAt} from '../gateway/listen.ts';
import type {TraceRing} from '../gateway/trace-ring.ts';
import type {TraceRecord} from '../gateway/trace.ts';

/** A reader that does not read is let go with so many bytes waiting for it. */
const patience = 1024 * 1024;

/** The first line of an answer; each further one is a TraceRecord. */
export type TraceBeginning = {readonly now: number};

/**
 * Serve to any request what is kept, a line of JSON each, and then each as it comes, until the
 * request's body ends. Without it the cluster is as well as with it, so that trouble is only told.
 *
 * @returns what ends it
 */
export async function serveTrace(ring: TraceRing, path: string, log: (line: string) => void): Promise<() => Promise<void>> {
	const server = createServer({requestTimeout: 0, keepAliveTimeout: 0}, (request, response) => {
		response.writeHead(200, {'Content-Type': 'application/x-ndjson'});
		const tell = (record: TraceRecord | TraceBeginning): void => {
			response.write(`${JSON.stringify(record)}\n`);
			if (response.writableLength > patience) {
				response.destroy();
			}
		};

		tell({now: Date.now()});
		const stop = ring.read(tell);
		response.once('close', stop);
		response.on('error', () => undefined);
		// Who asks through the engine cannot be told from who left, but for its standard input: that is the body.
		request.resume().once('end', () => response.end()).on('error', () => response.destroy());
	});
	try {
		return await listenAt(path, socket => void server.emit('connection', socket));
	} catch (error) {
		log(`nobody can follow the gateway's calls: ${messageOf(error)}`);
		return async () => undefined;
	}
}
