/** All IPv4 routes of this machine: those of other tables, too, where VPNs keep theirs. */
import {readFile} from 'node:fs/promises';
import {parseRoutes} from '../embedded-engine/routes.ts';
import {hostRoutes} from '../cluster/routes.ts';
import {findProgram} from '../embedded-engine/programs.ts';
import type {DoctorContext} from './context.ts';
import {runProgram} from '../embedded-engine/run-program.ts';

export type MachineRoute = {
	/** `10.8.0.0/24`, or one address. */
	readonly cidr: string;
	readonly device: string | undefined;
	/** Undefined where it leads to a network of this machine. */
	readonly gateway: string | undefined;
	/** Whether the device's name is one that VPNs give. */
	readonly vpn: boolean;
};

/** By `ip`; else, and when there is no time for it, from /proc/net/route, which has the main table only. None where there is neither. @throws the signal's reason */
export async function machineRoutes({env, quick}: Pick<DoctorContext, 'env' | 'quick'>, signal: AbortSignal): Promise<MachineRoute[]> {
	const ip = quick ? undefined : findProgram('ip', env);
	const {ok, stdout} = ip === undefined ? {ok: false, stdout: ''} : await runProgram(ip, ['-4', 'route', 'show', 'table', 'all'], {env, limitMs: 2000, signal});
	if (ok) {
		return parseIpRoutes(stdout);
	}

	const [routes, table] = await Promise.all([hostRoutes(), readFile('/proc/net/route', 'utf8').catch(() => '')]);
	const devices = parseRoutes(table).filter(({mask}) => mask !== 0).map(({device}) => device);
	return routes.map(({cidr, gateway}, index) => ({cidr, device: devices[index], gateway: gateway === '0.0.0.0' ? undefined : gateway, vpn: isVpn(devices[index])}));
}

/** Types of routes that lead nowhere else (ip-route(8)). */
const notAway = new Set(['local', 'broadcast', 'multicast', 'anycast', 'unreachable', 'blackhole', 'prohibit', 'throw']);

/** @param text of `ip -4 route show table all` @returns all but default routes and those that lead nowhere. Pure. */
export function parseIpRoutes(text: string): MachineRoute[] {
	return text.split('\n').map(line => line.trim().split(/\s+/)).flatMap(([first = '', ...words]) => {
		const after = (word: string): string | undefined => words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
		const cidr = first === 'unicast' ? words[0] ?? '' : first;
		const device = after('dev');
		return notAway.has(first) || !/^\d+(?:\.\d+){3}(?:\/\d+)?$/.test(cidr) || cidr === '0.0.0.0/1' || cidr === '128.0.0.0/1'
			? [] : [{cidr, device, gateway: after('via'), vpn: isVpn(device)}];
	});
}

function isVpn(device: string | undefined): boolean {
	return device !== undefined && /^(?:tun|tap|wg|ppp|utun|tailscale|zt|nordlynx|proton|gpd|cscotun|vpn|ipsec|xfrm)/.test(device);
}
