/** Who has a port of this machine, as far as the kernel tells without looking into other processes. */
import {readFile} from 'node:fs/promises';
import type {PortProtocol} from './wanted-ports.ts';

/** @returns such as `a process of user 0 has 0.0.0.0:30080`; undefined when nothing can be seen */
export async function portHolder(protocol: PortProtocol, port: number): Promise<string | undefined> {
	const tables = await Promise.all([protocol, `${protocol}6`].map(async table => readFile(`/proc/net/${table}`, 'utf8').catch(() => '')));
	return findHolder(tables.join('\n'), protocol, port);
}

/** Addresses whose listeners are in the way of one on 127.0.0.1, as the kernel writes them: four bytes, the last first. */
const inTheWay = new Map([
	['00000000', '0.0.0.0'], ['0100007F', '127.0.0.1'], ['0'.repeat(32), '[::]'], ['0000000000000000FFFF00000100007F', '[::ffff:127.0.0.1]'],
]);

/** @param table lines of /proc/net/tcp, tcp6, udp or udp6 (proc(5)) */
export function findHolder(table: string, protocol: PortProtocol, port: number): string | undefined {
	for (const line of table.split('\n')) {
		const [, local = '', , state, , , , user] = line.trim().split(/\s+/);
		const [hexAddress = '', hexPort = ''] = local.split(':');
		const address = inTheWay.get(hexAddress);
		// 0A: it listens. What UDP has bound is 07.
		if (address !== undefined && Number.parseInt(hexPort, 16) === port && state === (protocol === 'tcp' ? '0A' : '07')) {
			return `a process of user ${user} has ${address}:${port}`;
		}
	}

	return undefined;
}
