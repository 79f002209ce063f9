import {once} from 'node:events';
import {type AddressInfo, connect, createServer} from 'node:net';
import test from 'ava';
import {portTaken} from '../../src/cluster/port-taken.ts';
import type {Engine} from '../../src/engine/engine.ts';

/** An engine that runs nothing. */
const idle = {docker: {listContainers: async () => []}} as unknown as Engine;
const spec = (hostPort: number) => ({address: '127.0.0.1', hostPort, nodePort: 30_080, protocol: 'tcp'} as const);

test('a port that a program listens on is told with the program; one that a connection has, with the connection', async t => {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const client = connect(port, '127.0.0.1');
	await once(client, 'connect');
	try {
		const listened = await portTaken(idle, spec(port));
		t.regex(listened.seen.join('\n'), new RegExp(`process ${process.pid}, listens on it`));
		const passing = await portTaken(idle, spec(client.localPort!));
		t.is(passing.code, 'PORT_TAKEN');
		t.regex(passing.seen.join('\n'), /^nobody listens on it: a connection has it for the moment/);
	} finally {
		client.destroy();
		server.close();
	}
});
