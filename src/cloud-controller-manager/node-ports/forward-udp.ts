/** A port of the host that passes datagrams on to a node, and the answers back to who asked. */
import {createSocket, type Socket} from 'node:dgram';
import type {Forward, Target} from './forward-tcp.ts';

type Flow = {readonly upstream: Socket; readonly connected: Promise<void>; lastUsed: number};

/** How long a client may be silent: conntrack's time for a UDP stream, rounded down ("nf_conntrack_udp_timeout_stream"). */
const silenceMs = 60_000;
/** Each client holds a socket; beyond this, the one that has been silent longest goes. */
const mostFlows = 2000;

/**
 * @param address where to listen
 * @param target where datagrams go; its port is that of the listener, too
 * @throws what the system says: EADDRINUSE, EADDRNOTAVAIL
 */
export async function forwardUdp(address: string, target: Target, {silence = silenceMs, most = mostFlows} = {}): Promise<Forward> {
	const listener = createSocket(address.includes(':') ? 'udp6' : 'udp4');
	const flows = new Map<string, Flow>();
	let sweep: NodeJS.Timeout | undefined;
	await new Promise<void>((resolve, reject) => {
		listener.once('error', reject);
		listener.bind({address, port: target.port}, resolve);
	});
	// A client that is gone answers with ICMP; UDP has nobody to tell.
	listener.removeAllListeners('error').on('error', () => undefined);

	const drop = (client: string): void => {
		flows.get(client)?.upstream.close();
		flows.delete(client);
		if (flows.size === 0) {
			clearInterval(sweep);
			sweep = undefined;
		}
	};

	const open = (client: string, clientAddress: string, clientPort: number): Flow => {
		if (flows.size >= most) {
			// The first one: each datagram moves its flow to the end.
			drop(flows.keys().next().value!);
		}

		const upstream = createSocket('udp4');
		upstream.on('message', answer => {
			listener.send(answer, clientPort, clientAddress);
		});
		upstream.on('error', () => undefined);
		// Connected, it takes answers of the node alone: otherwise it would listen for the whole network.
		const connected = new Promise<void>(resolve => {
			upstream.connect(target.port, target.address, resolve);
		});
		sweep ??= setInterval(() => {
			for (const [silent] of [...flows].filter(([, {lastUsed}]) => Date.now() - lastUsed >= silence)) {
				drop(silent);
			}
		}, silence / 2);
		return {upstream, connected, lastUsed: 0};
	};

	listener.on('message', (datagram, {address: clientAddress, port: clientPort}) => {
		const client = `${clientAddress} ${clientPort}`;
		const flow = flows.get(client) ?? open(client, clientAddress, clientPort);
		flow.lastUsed = Date.now();
		flows.delete(client);
		flows.set(client, flow);
		void flow.connected.then(() => {
			if (flows.has(client)) {
				flow.upstream.send(datagram);
			}
		});
	});
	return {
		close() {
			listener.close();
			for (const client of [...flows.keys()]) {
				drop(client);
			}
		},
	};
}
