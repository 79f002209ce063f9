/** As much HTTP as a hijacked connection needs: one head, then bytes. */
import type {Duplex} from 'node:stream';

export type Head = {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: ReadonlyMap<string, string>;
	/** As it came, up to and with the empty line. */
	readonly raw: Buffer;
};

const headLimit = 64 * 1024;

/**
 * Read an answer's head and leave what follows in the stream; interim answers (100, 102, 103) are passed over.
 *
 * @throws Error when the stream ends before, or what comes is no HTTP/1 head
 */
export async function readHead(stream: Duplex): Promise<Head> {
	const raw = await readUntil(stream, read => {
		const end = read.indexOf('\r\n\r\n');
		if (end === -1 && read.length > headLimit) {
			throw new Error('the head of the answer is too long');
		}

		return end === -1 ? undefined : end + 4;
	});
	const [first = '', ...lines] = headOf(raw);
	const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
	if (Number.isNaN(status)) {
		throw new Error('the answer is not HTTP/1');
	}

	if (status >= 100 && status < 200 && status !== 101) {
		return readHead(stream);
	}

	const headers = new Map(lines.map(line => {
		const colon = line.indexOf(':');
		return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
	}));
	return {status, headers, raw};
}

/** Read exactly so many bytes and leave the rest in the stream. @throws Error when it ends before */
export async function readBytes(stream: Duplex, length: number): Promise<Buffer> {
	return length === 0 ? Buffer.alloc(0) : readUntil(stream, read => (read.length >= length ? length : undefined));
}

/** The lines of a head, without the empty one. */
export const headOf = (raw: Buffer): string[] => raw.toString('latin1').replace(/\r\n\r\n$/, '').split('\r\n');

async function readUntil(stream: Duplex, found: (read: Buffer) => number | undefined): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		let read = Buffer.alloc(0);
		const settle = (act: () => void): void => {
			stream.off('readable', onReadable);
			stream.off('end', onEnd);
			stream.off('close', onEnd);
			stream.off('error', onError);
			act();
		};

		const onEnd = (): void => settle(() => reject(new Error('the connection was closed')));
		const onError = (error: Error): void => settle(() => reject(error));
		const onReadable = (): void => {
			try {
				for (let chunk = stream.read() as Buffer | null; chunk !== null; chunk = stream.read() as Buffer | null) {
					read = Buffer.concat([read, chunk]);
					const end = found(read);
					if (end !== undefined) {
						settle(() => {
							if (end < read.length) {
								stream.unshift(read.subarray(end));
							}

							resolve(read.subarray(0, end));
						});
						return;
					}
				}
			} catch (error) {
				settle(() => reject(error as Error));
			}
		};

		stream.on('readable', onReadable);
		stream.on('end', onEnd);
		stream.on('close', onEnd);
		stream.on('error', onError);
		onReadable();
	});
}
