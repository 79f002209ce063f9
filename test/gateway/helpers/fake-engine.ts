/** A hand-written engine on a unix socket: as much of Docker's API as the gateway meets, and a record of what it got. */
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';

export type FakeContainer = {readonly id: string; readonly name: string; readonly labels: Record<string, string>; readonly networkMode?: string};
export type Received = {readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers']; body: string};
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export type FakeEngine = {
	readonly socketPath: string;
	readonly received: Received[];
	readonly containers: FakeContainer[];
	readonly execs: Map<string, string>;
	/** What answers `METHOD /path` (without query) in place of the built-in answers. */
	readonly handlers: Map<string, Handler>;
	/** What answers a request with Upgrade, given the connection. */
	onUpgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
	/** Stop and drop all connections, as an engine that is killed. */
	stop(): Promise<void>;
	start(): Promise<void>;
	readonly sockets: Set<Socket>;
};

export async function startFakeEngine(socketPath: string): Promise<FakeEngine> {
	const sockets = new Set<Socket>();
	let server: Server | undefined;
	const engine: FakeEngine = {
		socketPath, received: [], containers: [], execs: new Map(), handlers: new Map(), sockets,
		onUpgrade(_request, socket) {
			socket.end('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n');
		},
		async stop() {
			const stopping = server;
			server = undefined;
			const closed = new Promise(resolve => stopping?.close(resolve));
			for (const socket of sockets) {
				socket.destroy();
			}

			if (stopping) {
				await closed;
			}
		},
		async start() {
			server = createServer({keepAliveTimeout: 0, requestTimeout: 0, maxHeaderSize: 1024 * 1024}, (request, response) => answer(engine, request, response));
			server.on('upgrade', (request, socket, head) => engine.onUpgrade(request, socket as Socket, head));
			server.on('connection', socket => {
				sockets.add(socket);
				socket.on('error', () => undefined);
				socket.once('close', () => sockets.delete(socket));
			});
			await new Promise<void>(resolve => void server!.listen(socketPath, resolve));
		},
	};
	await engine.start();
	return engine;
}

export const json = (response: ServerResponse, status: number, value: unknown): void => {
	const body = `${JSON.stringify(value)}\n`;
	response.writeHead(status, {'Content-Type': 'application/json', 'Api-Version': '1.41', 'Content-Length': Buffer.byteLength(body)});
	response.end(request204(status) ? undefined : body);
};

const request204 = (status: number): boolean => status === 204 || status === 304;

function answer(engine: FakeEngine, request: IncomingMessage, response: ServerResponse): void {
	const record: Received = {method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: ''};
	engine.received.push(record);
	const path = decodeURIComponent((request.url ?? '').split('?')[0]!).replace(/^\/v[\d.]+/, '');
	const handler = engine.handlers.get(`${request.method} ${path}`);
	if (handler) {
		handler(request, response);
		return;
	}

	request.on('data', chunk => {
		record.body += String(chunk);
	});
	request.on('end', () => builtIn(engine, record, path, response));
}

function builtIn(engine: FakeEngine, record: Received, path: string, response: ServerResponse): void {
	const [, kind = '', reference = '', action] = path.split('/');
	const find = (): FakeContainer | undefined => engine.containers.find(({id}) => id === reference)
		?? engine.containers.find(({name}) => name === reference) ?? engine.containers.find(({id}) => id.startsWith(reference));
	if (path === '/_ping') {
		response.writeHead(200, {'Api-Version': '1.41', 'Content-Length': 2});
		response.end(record.method === 'HEAD' ? undefined : 'OK');
	} else if (path === '/containers/create') {
		const created = engine.received.filter(({url}) => url.includes('/containers/create')).length;
		json(response, 201, {Id: `${'c'.repeat(62)}${(0xcc + created - 1).toString(16)}`, Warnings: []});
	} else if (path === '/containers/json') {
		json(response, 200, listed(engine, record.url));
	} else if (kind === 'exec' && action === 'json') {
		const container = engine.execs.get(reference);
		json(response, container ? 200 : 404, container ? {ID: reference, ContainerID: container} : {message: `No such exec instance: ${reference}`});
	} else if (kind === 'containers') {
		const matching = engine.containers.filter(({id}) => id.startsWith(reference));
		const found = find();
		if (matching.length > 1 && !engine.containers.some(({name}) => name === reference)) {
			json(response, 400, {message: `Multiple IDs found with provided prefix: ${reference}`});
		} else if (!found) {
			json(response, 404, {message: `No such container: ${reference}`});
		} else if (action === 'json') {
			json(response, 200, inspected(found));
		} else {
			json(response, record.method === 'GET' ? 200 : 204, {});
		}
	} else {
		json(response, 200, {path});
	}
}

function listed(engine: FakeEngine, url: string): unknown {
	const filters = JSON.parse(new URLSearchParams(url.split('?')[1]).get('filters') ?? '{}') as {label?: Record<string, true> | string[]};
	const wanted = Array.isArray(filters.label) ? filters.label : Object.keys(filters.label ?? {});
	return engine.containers.filter(({labels}) => wanted.every(label => {
		const [key = '', value] = label.split('=');
		return value === undefined ? key in labels : labels[key] === value;
	})).map(({id, name, labels}) => ({Id: id, Names: [`/${name}`], Labels: labels}));
}

const inspected = ({id, name, labels, networkMode}: FakeContainer): unknown => ({
	Id: id, Name: `/${name}`, Config: {Labels: labels}, ResolvConfPath: '/engine/resolv.conf',
	HostConfig: {NetworkMode: networkMode ?? 'none', Memory: 1}, NetworkSettings: {IPAddress: '10.9.9.9', GlobalIPv6Address: 'fd00::1'},
});
