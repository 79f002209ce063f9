/** This machine's IPv4 routes. */
import {readFile} from 'node:fs/promises';

export type HostRoute = {
	/** `10.96.0.0/12` */
	readonly cidr: string;
	/** 0.0.0.0 where it leads to a network of this machine. */
	readonly gateway: string;
};

/** All but the default one, from /proc/net/route; none where there is no such file. */
export async function hostRoutes(): Promise<HostRoute[]> {
	return parseRoutes(await readFile('/proc/net/route', 'utf8').catch(() => ''));
}

/** @param table as /proc/net/route has it, with its header */
export function parseRoutes(table: string): HostRoute[] {
	return table.split('\n').slice(1).map(line => line.split('\t')).filter(fields => fields.length > 7).map(fields => ({
		cidr: `${addressOf(fields[1]!)}/${Number.parseInt(fields[7]!, 16).toString(2).replaceAll('0', '').length}`, gateway: addressOf(fields[2]!),
	})).filter(({cidr}) => !cidr.endsWith('/0'));
}

/** The kernel writes them as hexadecimal numbers in the machine's order: the last octet first. */
function addressOf(hex: string): string {
	return hex.match(/../g)!.map(octet => Number.parseInt(octet, 16)).reverse().join('.');
}
