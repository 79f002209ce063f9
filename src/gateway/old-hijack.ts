/**
 * Old clients hijack without asking: they send a plain POST to attach or exec start, and go on with raw bytes when
 * the 200 is there. Node's server hands a connection over only for a request with Upgrade, so such a request gets
 * one on its way in, which `hijack` takes off again.
 */
import type {Socket} from 'node:net';

/** The Upgrade that marks it. */
export const oldHijack = 'single-kube-hijack';

const headLimit = 64 * 1024;
/** For a client to finish a head that it has begun. */
const headTime = 60_000;

/** Look at the first request of a new connection, then give the connection to `serve`. These clients use a connection only once. */
export function markOldHijack(socket: Socket, serve: (socket: Socket) => void): void {
	let read: Buffer = Buffer.alloc(0);
	const timer = setTimeout(() => read.length > 0 && socket.destroy(), headTime);
	timer.unref();
	const onData = (chunk: Buffer): void => {
		read = read.length === 0 ? chunk : Buffer.concat([read, chunk]);
		const marked = mark(read);
		if (marked === undefined && read.length < headLimit) {
			return;
		}

		socket.pause();
		release();
		socket.unshift(marked ?? read);
		serve(socket);
		socket.resume();
	};

	const release = (): void => {
		clearTimeout(timer);
		socket.off('data', onData);
		socket.off('end', onEnd);
		socket.off('error', onError);
		socket.off('close', release);
	};

	const onEnd = (): void => void socket.end();
	const onError = (): void => void socket.destroy();
	socket.on('data', onData);
	socket.on('end', onEnd);
	socket.on('error', onError);
	socket.on('close', release);
}

/** @returns the bytes to serve, or undefined when more is needed to tell */
function mark(read: Buffer): Buffer | undefined {
	const start = read.toString('latin1', 0, 5);
	if (!'POST '.startsWith(start) && start !== 'POST ') {
		return read;
	}

	const lineEnd = read.indexOf('\r\n');
	if (lineEnd === -1) {
		return undefined;
	}

	if (!/\/(attach|start)(\?| )/.test(read.toString('latin1', 0, lineEnd))) {
		return read;
	}

	const headEnd = read.indexOf('\r\n\r\n');
	if (headEnd === -1) {
		return undefined;
	}

	const head = read.toString('latin1', 0, headEnd + 2);
	const path = head.slice(0, lineEnd);
	// A container's start hijacks nothing.
	if (/\r\nupgrade\s*:/i.test(head) || (/\/start(\?| )/.test(path) && !path.includes('/exec/'))) {
		return read;
	}

	return Buffer.concat([
		read.subarray(0, lineEnd),
		Buffer.from(`\r\nConnection: Upgrade\r\nUpgrade: ${oldHijack}`),
		read.subarray(lineEnd),
	]);
}
