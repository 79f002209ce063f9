/** Names below in-addr.arpa, and the zones that cover a range of addresses (RFC 1035, 3.5). */
import {isIPv4} from 'node:net';
import {parseCidr} from '../cluster/cidr.ts';

/** @returns `1.0.96.10.in-addr.arpa`; undefined for an address of IPv6, for which a cluster has no zones */
export function reverseName(ip: string): string | undefined {
	return isIPv4(ip) ? `${ip.split('.').reverse().join('.')}.in-addr.arpa` : undefined;
}

/**
 * A zone ends at an octet: a range between two has as many zones as it takes, and one below /24 has that /24.
 *
 * @param cidr `10.96.0.0/12` has sixteen zones, from `96.10.in-addr.arpa` to `111.10.in-addr.arpa`
 * @throws RangeError when it is no IPv4 range
 */
export function reverseZones(cidr: string): string[] {
	const {first, last} = parseCidr(cidr);
	const octets = Math.min(3, Math.max(1, Math.ceil(Number(cidr.split('/')[1]) / 8)));
	const size = 2 ** (32 - 8 * octets);
	const zones: string[] = [];
	for (let start = first - first % size; start <= last; start += size) {
		const parts = [24, 16, 8].slice(0, octets).map(shift => Math.floor(start / 2 ** shift) % 256);
		zones.push(`${parts.reverse().join('.')}.in-addr.arpa`);
	}

	return zones;
}
