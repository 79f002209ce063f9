import {readFile} from 'node:fs/promises';
import {nameserversOf} from '../../dns/upstream.ts';
import {type Check, error, type Finding, found, type Problem, warning} from '../check.ts';
import {type DoctorContext, onEngineMachine} from '../context.ts';
import {touches} from '../wanted-ranges.ts';

export type DnsSeen = {
	/** Of /etc/resolv.conf, without those that an open tunnel has put there. */
	readonly servers: readonly string[];
	/** Of systemd-resolved: the servers behind its stub at 127.0.0.53; undefined where it does not run. */
	readonly behindStub: readonly string[] | undefined;
	/** Where a cluster's own DNS servers answer: its range of services, the networks of clusters. */
	readonly clusterRanges: ReadonlyArray<{readonly what: string; readonly cidr: string}>;
};

export const dns: Check = {
	name: 'dns', about: 'the nameservers that the engine and pods are given, and whether they lead back into a cluster', quick: true, atStart: 'warn',
	run: async context => onEngineMachine(context, async () => judgeDns(await look(context))),
};

/**
 * Pure. The cluster's server asks the engine's resolver, which asks these from the machine itself, so that one on the
 * loopback is reached; pods with `dnsPolicy: Default` get them without those on the loopback (images/node-host/node-prepare).
 */
export function judgeDns({servers, behindStub, clusterRanges}: DnsSeen): Finding {
	const stub = servers.some(server => server === '127.0.0.53') && behindStub !== undefined;
	const used = stub ? behindStub : servers;
	const seen = servers.length === 0 ? 'no nameserver in /etc/resolv.conf' : `${servers.join(', ')}${stub ? ` (systemd-resolved: ${behindStub.join(', ') || 'none'})` : ''}`;
	const loops = used.flatMap(server => clusterRanges.filter(({cidr}) => isIpv4(server) && touches(cidr, server)).map(({what}) => ({server, what})));
	return found(seen, [
		...loops.map(({server, what}): Problem => (loops.length < used.length ? warning : error)(
			`the nameserver ${server} is in ${what}: the cluster's DNS server would ask itself`, 'Name another nameserver in /etc/resolv.conf; after a tunnel that was killed: single-kube tunnel, and end it with Ctrl-C',
		)),
		...used.length === 0 ? [warning('no nameserver is known: pods and images that are built find no name outside of the cluster', 'echo "nameserver ADDRESS" | sudo tee -a /etc/resolv.conf')] : [],
		...used.length > 0 && used.every(isLoopback) ? [warning(
			`every nameserver is on this machine's loopback (${used.join(', ')}): pods with dnsPolicy Default get none, and a server there that asks the cluster's makes a loop`,
			'Name one that containers reach in /etc/resolv.conf, beside it, or let systemd-resolved know it: resolvectl dns',
		)] : [],
	]);
}

const isIpv4 = (server: string): boolean => /^\d+(?:\.\d+){3}$/.test(server);
const isLoopback = (server: string): boolean => server.startsWith('127.') || server === '::1';

async function look(context: DoctorContext): Promise<DnsSeen> {
	const [text, resolved] = await Promise.all(['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf'].map(async file => readFile(file, 'utf8').catch(() => undefined)));
	const [{serviceCidr}, networks] = await Promise.all([context.ranges(), context.networks()]);
	return {
		servers: nameserversOf(withoutTunnel(text ?? '')), behindStub: resolved === undefined ? undefined : nameserversOf(withoutTunnel(resolved)),
		clusterRanges: [{what: `the range of services ${serviceCidr}`, cidr: serviceCidr}, ...networks.filter(({network}) => network.startsWith('sk-')).map(({network, subnet}) => ({what: `the network ${network} (${subnet})`, cidr: subnet}))],
	};
}

/** What images/access puts there while a tunnel is open, which is not asked by the cluster. */
export function withoutTunnel(resolvConf: string): string {
	return resolvConf.replaceAll(/^# single-kube tunnel .*: begin$[\s\S]*?^# single-kube tunnel .*: end$\n?/gm, '');
}
