import type {Readable} from 'node:stream';

/** How much may wait to be written before the sender is held back, in bytes. */
const most = 1024 * 1024;

/**
 * A stream's bytes, to the last that came: what waits in a stream that fails is lost with it, and would have to be sent
 * once more. Listens from this call on, not from the first read.
 *
 * @throws what the stream failed with, after everything that came before
 */
export function drain(body: Readable): AsyncIterable<Buffer> {
	const waiting: Buffer[] = [];
	let bytes = 0;
	let end: {readonly error?: Error} | undefined;
	let wake: () => void = () => undefined;
	body.on('data', (chunk: Buffer) => {
		waiting.push(chunk);
		bytes += chunk.length;
		if (bytes > most) {
			body.pause();
		}

		wake();
	}).once('end', () => {
		end ??= {};
		wake();
	}).once('error', (error: Error) => {
		end ??= {error};
		wake();
	}).once('close', () => {
		end ??= {error: new Error('the connection was closed')};
		wake();
	});
	return read();

	async function * read(): AsyncGenerator<Buffer> {
		while (true) {
			const chunk = waiting.shift();
			if (chunk) {
				bytes -= chunk.length;
				yield chunk;
			} else if (end) {
				if (end.error) {
					throw end.error;
				}

				return;
			} else {
				await new Promise<void>(resolve => {
					wake = resolve;
					body.resume();
				});
			}
		}
	}
}
