import {readdir, readFile} from 'node:fs/promises';
import {release} from 'node:os';
import {gunzipSync} from 'node:zlib';
import {type Check, error, type Finding, found, type Problem, warning} from '../check.ts';
import {onEngineMachine} from '../context.ts';

export type KernelSeen = {
	readonly release: string;
	/** Names of modules that are loaded or built in, as far as /sys/module and /proc say. */
	readonly present: ReadonlySet<string>;
	/** Those that could be loaded or are built in, from /lib/modules; undefined where the kernel has no such list here. */
	readonly available: ReadonlySet<string> | undefined;
	/** Options that the kernel was built with, `y` or `m`; undefined where it does not say. */
	readonly configured: ReadonlyMap<string, string> | undefined;
	/** Whether packets over a bridge pass the packet filter, as the engine says. */
	readonly bridgeNetfilter: boolean | undefined;
	readonly ipForward: boolean | undefined;
};

/** Features, each by the modules of which one has to be there, and the options of the kernel that make them. */
const features = [
	{name: 'overlay', anyOf: ['overlay'], options: ['OVERLAY_FS'], why: 'images are stored in layers'},
	{name: 'bridge', anyOf: ['bridge'], options: ['BRIDGE'], why: 'the cluster\'s network is one'},
	{name: 'veth', anyOf: ['veth'], options: ['VETH'], why: 'each container has one'},
	{name: 'br_netfilter', anyOf: ['br_netfilter'], options: ['BRIDGE_NETFILTER'], why: 'a pod reaches a service whose pods are on its own node'},
	{name: 'nf_conntrack', anyOf: ['nf_conntrack'], options: ['NF_CONNTRACK'], why: 'services rewrite addresses'},
	{name: 'ip_tables or nf_tables', anyOf: ['nf_tables', 'ip_tables', 'iptable_filter'], options: ['NF_TABLES', 'IP_NF_IPTABLES', 'IP_NF_IPTABLES_LEGACY'], why: 'kube-proxy and the engine write rules'},
	{name: 'nat', anyOf: ['nf_nat', 'iptable_nat', 'nft_chain_nat'], options: ['NF_NAT'], why: 'services rewrite addresses'},
	...['comment', 'conntrack', 'addrtype', 'statistic', 'mark', 'recent'].map(match => ({name: `xt_${match}`, anyOf: [`xt_${match}`], options: [`NETFILTER_XT_${match === 'mark' ? '' : 'MATCH_'}${match.toUpperCase()}`], why: 'kube-proxy\'s rules match with it'})),
] as const;

export const kernel: Check = {
	name: 'kernel', about: 'modules that containers, bridges and kube-proxy need', quick: true, atStart: 'nothing',
	run: async context => onEngineMachine(context, async () => {
		const condition = await context.condition().catch(() => undefined);
		return judgeKernel({...await look(), bridgeNetfilter: condition?.bridgeNetfilter});
	}),
};

/** Pure. A module is missing only where the kernel's own lists say so: a kernel may have built in what it shows nowhere. */
export function judgeKernel({release, present, available, configured, bridgeNetfilter, ipForward}: KernelSeen): Finding {
	const absent = features.filter(({anyOf, options}) => !anyOf.some(name => present.has(name)) && !options.some(option => configured?.get(option) === 'y'));
	const told = available !== undefined || configured !== undefined;
	const loadable = absent.filter(({anyOf, options}) => anyOf.some(name => available?.has(name)) || options.some(option => configured?.get(option) === 'm'));
	const missing = told ? absent.filter(feature => !loadable.includes(feature)) : [];
	const unknown = told ? [] : absent;
	const seen = [
		`Linux ${release}: ${features.length - absent.length} of ${features.length} features seen`,
		...loadable.length > 0 ? [`to be loaded when needed: ${loadable.map(({name}) => name).join(', ')}`] : [],
		...unknown.length > 0 ? [`built in, or not to be seen from here: ${unknown.map(({name}) => name).join(', ')}`] : [],
	].join('; ');
	return found(seen, [
		...missing.map(({name, anyOf, why}): Problem => error(`the kernel has no ${name}: ${why}`, `sudo modprobe ${anyOf[0]} (when it fails: apt-get install linux-image-amd64, or your distribution's kernel, and boot it)`)),
		...bridgeNetfilter === false && !missing.some(({name}) => name === 'br_netfilter') ? [warning(
			'packets over a bridge do not pass the packet filter (br_netfilter): a pod may not reach a service whose pods are on its own node', 'sudo modprobe br_netfilter && sudo sysctl -w net.bridge.bridge-nf-call-iptables=1',
		)] : [],
		...ipForward === false ? [warning('the kernel does not forward packets: containers reach nothing outside', 'sudo sysctl -w net.ipv4.ip_forward=1')] : [],
	]);
}

async function look(): Promise<Omit<KernelSeen, 'bridgeNetfilter'>> {
	const version = release();
	const text = async (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
	const folder = async (name: string): Promise<string[]> => readdir(name).catch(() => []);
	const [modules, loaded, systems, matches, bridge, netfilter, forward, builtin, dep, configured] = await Promise.all([
		folder('/sys/module'), text('/proc/modules'), text('/proc/filesystems'), text('/proc/net/ip_tables_matches'), folder('/proc/sys/net/bridge'), folder('/proc/sys/net/netfilter'),
		text('/proc/sys/net/ipv4/ip_forward'), text(`/lib/modules/${version}/modules.builtin`), text(`/lib/modules/${version}/modules.dep`), readConfiguration(version),
	]);
	const present = new Set([
		...modules, ...loaded.split('\n').map(line => line.split(' ')[0]!), ...systems.includes('\toverlay\n') ? ['overlay'] : [],
		...bridge.includes('bridge-nf-call-iptables') ? ['br_netfilter', 'bridge'] : [], ...netfilter.some(name => name.startsWith('nf_conntrack')) ? ['nf_conntrack'] : [],
		...matches === '' ? [] : ['ip_tables'], ...matches.split('\n').filter(name => name !== '').map(name => `xt_${name}`),
	]);
	const listed = modulesOf(builtin, dep);
	return {release: version, present: new Set([...present, ...modulesOf(builtin, '')]), available: listed.size > 0 ? listed : undefined, configured, ipForward: forward === '' ? undefined : forward.trim() === '1'};
}

/** What the kernel was built with: from itself, or as distributions keep it in /boot. */
async function readConfiguration(version: string): Promise<KernelSeen['configured']> {
	const packed = await readFile('/proc/config.gz').catch(() => undefined);
	const text = packed ? gunzipSync(packed).toString() : await readFile(`/boot/config-${version}`, 'utf8').catch(() => undefined);
	return text === undefined ? undefined : configurationOf(text);
}

/** @param text lines such as `CONFIG_VETH=m` @returns by names without `CONFIG_` */
export function configurationOf(text: string): Map<string, string> {
	return new Map([...text.matchAll(/^CONFIG_(\w+)=([ym])$/gm)].map(([, name, value]) => [name!, value!]));
}

/** @param builtin modules.builtin, paths a line; @param dep modules.dep, a path before each colon @returns names as `modprobe` takes them */
export function modulesOf(builtin: string, dep: string): Set<string> {
	const paths = [...builtin.split('\n'), ...dep.split('\n').map(line => line.split(':')[0]!)].filter(line => line !== '');
	return new Set(paths.map(file => file.slice(file.lastIndexOf('/') + 1).replace(/\.ko(?:\.\w+)?$/, '').replaceAll('-', '_')));
}
