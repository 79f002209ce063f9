/** A port of the host that passes each connection on to a node. */
import {connect, createServer, type Socket} from 'node:net';

export type Target = {readonly address: string; readonly port: number};

/** A listener that is open. */
export type Forward = {
	/** Closes the listener and every connection through it. */
	readonly close: () => void;
};

/**
 * @param address where to listen
 * @param target where each connection goes; its port is that of the listener, too
 * @throws what the system says: EADDRINUSE, EADDRNOTAVAIL
 */
export async function forwardTcp(address: string, target: Target): Promise<Forward> {
	const open = new Set<Socket>();
	// Half-open: who has said all may still listen, and `nc -N` and HTTP/1.0 live on it.
	const server = createServer({allowHalfOpen: true, noDelay: true}, client => {
		const upstream = connect({host: target.address, port: target.port, allowHalfOpen: true, noDelay: true});
		join(client, upstream, open);
		join(upstream, client, open);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen({host: address, port: target.port}, resolve);
	});
	// One connection that cannot be accepted, for want of a file descriptor say, is no reason to end.
	server.removeAllListeners('error').on('error', () => undefined);
	return {
		close() {
			server.close();
			for (const socket of open) {
				socket.destroy();
			}
		},
	};
}

/** What comes from one goes to the other, no faster than it takes it; the end and the failure of one are those of the other. */
function join(from: Socket, to: Socket, open: Set<Socket>): void {
	open.add(from);
	from.pipe(to);
	from.on('error', () => {
		// A reset, as the client would have seen it from the node itself.
		to.resetAndDestroy();
	});
	from.on('close', () => {
		open.delete(from);
		// After a good end there may be bytes on their way out: `pipe` has ended the other one.
		if (!from.readableEnded) {
			to.destroy();
		}
	});
}
