import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type RequestListener} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';

/** A directory for one test, gone after it. */
export async function makeDirectory(t: ExecutionContext): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'sk-'));
	t.teardown(async () => rm(directory, {recursive: true, force: true}));
	return directory;
}

/** Something that answers pings as an engine does, at a unix socket. */
export async function listen(t: ExecutionContext, socket: string, answer: RequestListener = (_, response) => response.end('OK')): Promise<string> {
	const server = createServer(answer);
	await new Promise<void>(resolve => {
		server.listen(socket, resolve);
	});
	t.teardown(() => {
		server.closeAllConnections();
		server.close();
	});
	return `unix://${socket}`;
}
