/** Lines of what the engine sends in frames (see demultiplex), as they come. */
import {createInterface} from 'node:readline';
import {PassThrough, type Readable, type Writable} from 'node:stream';
import {demultiplexStream} from './demultiplex.ts';

/**
 * @param stream not read by anybody else; destroyed when nobody reads the lines any more
 * @param errors where standard error goes; without, its lines are among the others
 * @returns lines; they end when the stream ends or breaks, or when the signal says so
 */
export function framedLines(stream: NodeJS.ReadableStream, {signal, errors}: {readonly signal?: AbortSignal; readonly errors?: Writable} = {}): AsyncIterable<string> {
	const text = new PassThrough();
	const end = (): void => {
		text.end();
	};

	// Without a listener a connection that breaks would end the process.
	stream.on('end', end).on('close', end).on('error', end);
	demultiplexStream(stream, text, errors ?? text);
	return lines(stream as Readable, text, signal);
}

async function * lines(stream: Readable, text: PassThrough, signal: AbortSignal | undefined): AsyncGenerator<string> {
	const onAbort = (): void => {
		stream.destroy();
		// Not destroyed: a reader of lines would wait for its end for ever.
		text.end();
	};

	signal?.addEventListener('abort', onAbort, {once: true});
	try {
		if (signal?.aborted) {
			onAbort();
		}

		yield * createInterface({input: text, crlfDelay: Number.POSITIVE_INFINITY});
	} finally {
		signal?.removeEventListener('abort', onAbort);
		stream.destroy();
	}
}
