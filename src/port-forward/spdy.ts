/**
 * The part of SPDY/3.1 that a port-forward needs: a few streams that this side opens. Every release of Kubernetes speaks it,
 * and cri-dockerd nothing else. Pure. ("SPDY Protocol - Draft 3.1", The Chromium Projects.)
 */

export type Frame =
	| {readonly kind: 'data'; readonly stream: number; readonly payload: Buffer; readonly last: boolean}
	/** The other side ended the stream at once. */
	| {readonly kind: 'reset'; readonly stream: number; readonly status: number}
	/** To be sent back as it is. */
	| {readonly kind: 'ping'; readonly id: number; readonly bytes: Buffer}
	| {readonly kind: 'goaway'}
	/** Answers to streams, settings and windows: nothing here depends on them. */
	| {readonly kind: 'other'};

const head = 8;
const types = {synStream: 1, reset: 3, ping: 6, goaway: 7} as const;
const fin = 1;

/**
 * Opens a stream.
 *
 * @param id odd, and higher than those before
 * @param first whether it is the connection's first: its headers begin what is one compressed text for the whole connection
 */
export function synStream(id: number, headers: Readonly<Record<string, string>>, first: boolean): Buffer {
	const block = storedBlock(headerBlock(headers), first);
	const fixed = Buffer.alloc(10);
	fixed.writeUInt32BE(id, 0);
	return control(types.synStream, Buffer.concat([fixed, block]));
}

/** @param last whether this side sends nothing more on the stream */
export function dataFrame(stream: number, payload: Uint8Array, last: boolean): Buffer {
	const frame = Buffer.alloc(head);
	frame.writeUInt32BE(stream, 0);
	frame.writeUInt32BE((last ? fin << 24 >>> 0 : 0) + payload.length, 4);
	return Buffer.concat([frame, payload]);
}

/** @returns to be called with what came; it answers with the frames that are whole now */
export function frameReader(): (chunk: Buffer) => Frame[] {
	let rest: Buffer = Buffer.alloc(0);
	return chunk => {
		const frames: Frame[] = [];
		rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		while (rest.length >= head) {
			const end = head + rest.readUIntBE(5, 3);
			if (rest.length < end) {
				break;
			}

			frames.push(parseFrame(rest.subarray(0, end)));
			rest = rest.subarray(end);
		}

		return frames;
	};
}

function parseFrame(frame: Buffer): Frame {
	const payload = frame.subarray(head);
	if (frame[0]! < 0x80) {
		return {kind: 'data', stream: frame.readUInt32BE(0), payload, last: (frame[4]! & fin) !== 0};
	}

	switch (frame.readUInt16BE(2)) {
		case types.reset: {
			return {kind: 'reset', stream: payload.readUInt32BE(0), status: payload.readUInt32BE(4)};
		}

		case types.ping: {
			return {kind: 'ping', id: payload.readUInt32BE(0), bytes: frame};
		}

		case types.goaway: {
			return {kind: 'goaway'};
		}

		default: {
			return {kind: 'other'};
		}
	}
}

function control(type: number, payload: Buffer): Buffer {
	const frame = Buffer.alloc(head);
	// The highest bit says that it is a control frame; the version is 3.
	frame.writeUInt16BE(0x80_03, 0);
	frame.writeUInt16BE(type, 2);
	frame.writeUInt32BE(payload.length, 4);
	return Buffer.concat([frame, payload]);
}

function headerBlock(headers: Readonly<Record<string, string>>): Buffer {
	const entries = Object.entries(headers);
	return Buffer.concat([number32(entries.length), ...entries.flat().flatMap(text => [number32(Buffer.byteLength(text)), Buffer.from(text)])]);
}

/**
 * What zlib makes of a text without compressing it: a stored block, and an empty one that says "this far". SPDY's
 * dictionary of frequent words is named, by its checksum, and never used.
 */
function storedBlock(text: Buffer, first: boolean): Buffer {
	const size = Buffer.alloc(4);
	size.writeUInt16LE(text.length, 0);
	size.writeUInt16LE(0xFF_FF - text.length, 2);
	return Buffer.concat([first ? Buffer.from([0x78, 0xBB, 0xE3, 0xC6, 0xA7, 0xC2]) : Buffer.alloc(0), Buffer.from([0]), size, text, Buffer.from([0, 0, 0, 0xFF, 0xFF])]);
}

function number32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}
