/** Whether, and how, this machine reaches the cluster's network by itself. */
import {networkInterfaces} from 'node:os';
import {overlap, parseCidr} from '../cluster/cidr.ts';

/**
 * @param subnet the cluster's network
 * @returns undefined unless this machine has an address in it: behind a remote engine or a virtual machine there is no way
 */
export function fetchHere(subnet: string, interfaces = networkInterfaces()): ((url: string, signal: AbortSignal) => Promise<string>) | undefined {
	const range = parseCidr(subnet);
	const addresses = Object.values(interfaces).flatMap(list => list ?? []).filter(({family}) => family === 'IPv4');
	if (!addresses.some(({address}) => overlap(range, parseCidr(`${address}/32`)))) {
		return undefined;
	}

	return async (url, signal) => {
		// A connection kept for later would hold on to one pod while the test replaces it.
		const response = await fetch(url, {signal, headers: {connection: 'close'}});
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`${response.status} ${text.slice(0, 200)}`);
		}

		return text;
	};
}
