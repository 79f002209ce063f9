/** A unix socket that is there or is not, and never half. */
import {chmod, lstat, mkdir, rename, rm} from 'node:fs/promises';
import {createServer, type Server, type Socket} from 'node:net';
import {dirname} from 'node:path';
import {messageOf, SingleKubeError} from '../errors.ts';

/** For root and the socket's group, as the engine's own. */
const socketMode = 0o660;

/**
 * Listen at `path`, in place of whatever socket is there: bound beside it and renamed over it, so that a client
 * finds the old one or the new one.
 *
 * @returns a function that stops listening, drops all connections and removes the socket if it is still this one
 * @throws SingleKubeError GATEWAY_LISTEN_FAILED
 */
export async function listenAt(path: string, onConnection: (socket: Socket) => void): Promise<() => Promise<void>> {
	const sockets = new Set<Socket>();
	// Half-open: a client that has sent all its input still waits for output.
	const server = createServer({allowHalfOpen: true}, socket => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		onConnection(socket);
	});
	const beside = `${path}.${process.pid}`;
	let inode: bigint;
	try {
		await mkdir(dirname(path), {recursive: true});
		if (await exists(path) && !(await lstat(path)).isSocket()) {
			throw new Error(`${path} is there and is no socket`);
		}

		await rm(beside, {force: true});
		await bound(server, beside);
		await chmod(beside, socketMode);
		inode = (await lstat(beside, {bigint: true})).ino;
		await rename(beside, path);
	} catch (error) {
		server.close();
		throw new SingleKubeError('GATEWAY_LISTEN_FAILED', `the gateway cannot listen at ${path}`, {
			seen: [messageOf(error)], cause: error, hint: 'The folder must be writable, and a socket path at most 107 bytes long',
		});
	}

	return async () => {
		const closed = new Promise<void>(resolve => void server.close(() => resolve()));
		for (const socket of sockets) {
			socket.destroy();
		}

		await closed;
		if (await exists(path) && (await lstat(path, {bigint: true})).ino === inode) {
			await rm(path, {force: true});
		}
	};
}

async function bound(server: Server, path: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(path, () => {
			server.off('error', reject);
			resolve();
		});
	});
}

const exists = async (path: string): Promise<boolean> => lstat(path).then(() => true, () => false);
