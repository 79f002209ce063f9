/**
 * The engine's frames around the output of a container without a terminal: eight bytes of header, which stream and how
 * long, then that many bytes (Docker's API, "Stream format" of attach). docker-modem takes them apart, too, but calls
 * itself for each and copies the rest each time: a log of thousands of lines in one piece overflows the stack.
 */
import type {Writable} from 'node:stream';

const headerLength = 8;

/**
 * Hand on what comes in frames, each to its stream. What has no frames, as the output of a container with a terminal, goes to `stdout` as it is.
 *
 * @param stream not read by anybody else
 */
export function demultiplexStream(stream: NodeJS.ReadableStream, stdout: Writable, stderr: Writable): void {
	let rest: Buffer = Buffer.alloc(0);
	let framed = true;
	stream.on('data', (chunk: Buffer) => {
		if (!framed) {
			stdout.write(chunk);
			return;
		}

		const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		const taken = takeFrames(data);
		for (const {isError, content} of taken.frames) {
			(isError ? stderr : stdout).write(content);
		}

		rest = data.subarray(taken.length);
		if (taken.hasNone) {
			framed = false;
			stdout.write(rest);
		}
	});
}

/** Both streams of a whole answer, as text. */
export function demultiplexText(log: Buffer): string {
	const {frames, length, hasNone} = takeFrames(log);
	return Buffer.concat([...frames.map(({content}) => content), ...hasNone ? [log.subarray(length)] : []]).toString('utf8');
}

type Taken = {
	readonly frames: ReadonlyArray<{readonly isError: boolean; readonly content: Buffer}>;
	/** The bytes of all frames that are whole. */
	readonly length: number;
	/** What follows is no frame. */
	readonly hasNone: boolean;
};

function takeFrames(data: Buffer): Taken {
	const frames: Array<{readonly isError: boolean; readonly content: Buffer}> = [];
	let at = 0;
	while (at < data.length) {
		// 0 is standard input, which comes back on standard output; the three bytes behind are 0. A few bytes are enough to see that it is no header.
		if (data[at]! > 2 || data.subarray(at + 1, at + 4).some(byte => byte !== 0)) {
			return {frames, length: at, hasNone: true};
		}

		if (at + headerLength > data.length) {
			break;
		}

		const end = at + headerLength + data.readUInt32BE(at + 4);
		if (end > data.length) {
			break;
		}

		frames.push({isError: data[at] === 2, content: data.subarray(at + headerLength, end)});
		at = end;
	}

	return {frames, length: at, hasNone: false};
}
