/** A port of this machine whose connections go somewhere else. */
import {createServer, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {messageOf, SingleKubeError} from '../errors.ts';

export type Listener = {
	/** The port that was given, or the one that was free where 0 was asked for. */
	readonly port: number;
	/** End it, and every connection. */
	readonly close: () => void;
};

/**
 * Only this machine reaches it: it listens at 127.0.0.1.
 *
 * @param port 0: any that is free
 * @param dial makes the other half of a connection
 * @param failed told of each that could not be made, or broke
 * @throws SingleKubeError PORT_TAKEN
 */
export async function listenAt(port: number, dial: (signal: AbortSignal) => Promise<Duplex>, failed: (message: string) => void): Promise<Listener> {
	const ended = new AbortController();
	const sockets = new Set<Socket>();
	const server = createServer({allowHalfOpen: true}, socket => {
		sockets.add(socket);
		const gone = new AbortController();
		socket.on('close', () => {
			sockets.delete(socket);
			gone.abort();
		}).on('error', () => undefined);
		dial(AbortSignal.any([ended.signal, gone.signal])).then(other => {
			join(socket, other, failed);
		}, (error: unknown) => {
			socket.destroy();
			if (!ended.signal.aborted && !gone.signal.aborted) {
				failed(describe(error));
			}
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			reject(new SingleKubeError('PORT_TAKEN', `port ${port} on 127.0.0.1 cannot be listened at`, {seen: [error.message], hint: 'Choose another port; who has it: ss -ltnp', cause: error}));
		}).listen(port, '127.0.0.1', resolve);
	});
	const address = server.address();
	return {
		port: typeof address === 'object' && address ? address.port : port,
		close() {
			ended.abort();
			server.close();
			for (const socket of sockets) {
				socket.destroy();
			}
		},
	};
}

/** Each half's end is the other's; a failure ends both. */
function join(socket: Socket, other: Duplex, failed: (message: string) => void): void {
	if (socket.destroyed) {
		other.destroy();
		return;
	}

	other.on('error', error => {
		socket.destroy();
		failed(describe(error));
	});
	socket.on('close', () => {
		other.destroy();
	});
	socket.pipe(other).pipe(socket);
}

function describe(error: unknown): string {
	return [messageOf(error), ...error instanceof SingleKubeError ? error.seen : []].join(': ');
}
