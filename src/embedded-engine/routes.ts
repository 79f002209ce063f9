/** What the machine's IPv4 routes say, read from /proc/net/route (proc(5)). */
import {readFileSync} from 'node:fs';

export type Route = {readonly device: string; readonly destination: number; readonly mask: number; readonly metric: number};

/** @param text the content of /proc/net/route, whose addresses are hexadecimal in the machine's (little-endian) order */
export function parseRoutes(text: string): Route[] {
	return text.trim().split('\n').slice(1).map(line => {
		const [device, destination, , , , , metric, mask] = line.trim().split(/\s+/);
		return {device: device!, destination: fromHex(destination!), mask: fromHex(mask!), metric: Number(metric)};
	});
}

export function readRoutes(): Route[] {
	return parseRoutes(readFileSync('/proc/net/route', 'utf8'));
}

/** The MTU of the device that the default route takes; undefined where there is none. */
export function defaultRouteMtu(routes: readonly Route[], readMtu = deviceMtu): number | undefined {
	const route = routes.filter(({mask, destination}) => mask === 0 && destination === 0).toSorted((a, b) => a.metric - b.metric)[0];
	return route && readMtu(route.device);
}

/**
 * The first range for a default bridge that no route of the machine touches; docker0's own comes last, for a Docker
 * that may be installed later.
 *
 * @returns the bridge's address with its prefix: "172.18.0.1/16"
 */
export function freeBridgeAddress(routes: readonly Route[]): string | undefined {
	const candidates = [...Array.from({length: 14}, (_, index) => [172, 18 + index] as const), [172, 17] as const, ...Array.from({length: 16}, (_, index) => [10, 200 + index] as const)];
	const free = candidates.find(([a, b]) => !routes.some(route => touches(route, (a * 256 + b) * 65_536)));
	return free && `${free[0]}.${free[1]}.0.1/16`;
}

function touches({destination, mask}: Route, base: number): boolean {
	// The default route touches everything and means nothing.
	const common = (mask & 0xFF_FF_00_00) >>> 0;
	return mask !== 0 && ((destination & common) >>> 0) === ((base & common) >>> 0);
}

function fromHex(text: string): number {
	return Buffer.from(text, 'hex').readUInt32LE();
}

function deviceMtu(device: string): number | undefined {
	try {
		return Number(readFileSync(`/sys/class/net/${device}/mtu`, 'utf8'));
	} catch {
		return undefined;
	}
}
