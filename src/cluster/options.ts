/** What a user can say about a cluster, and the checks that need no engine. */
import {SingleKubeError} from '../errors.ts';
import type {SourceName} from '../images/source.ts';
import {addonNames, chooseAddons} from '../plan/addons.ts';
import {parsePortSpec, type PortSpec} from '../plan/ports.ts';
import {type DnsServerChoice, dnsServerChoices, type MetricsServerChoice, metricsServerChoices} from '../plan/topology.ts';
import {chooseImages} from './chosen-images.ts';
import {overlap, parseCidr} from './cidr.ts';
import {settleFeatureGates} from './extra-settings.ts';
import {settleOffers} from './node-offers.ts';

/** What the command line's options say, for programs. What is left out is as the cluster has it, or the default of a new one. */
export type ClusterOptions = {
	/** The cluster's name: lower-case letters, digits, dashes; at most 30. */
	readonly name?: string;
	readonly engine?: 'auto' | 'host' | 'embedded';
	/** Whether missing packages may be installed (the embedded engine's, mmdebstrap). */
	readonly install?: boolean;
	/** Asked before packages are installed; without it single-kube goes on. */
	readonly confirm?: (question: string) => Promise<boolean>;
	/** Where images come from; the first that can serve by default. With `binaries`, where the rest of them does. */
	readonly source?: SourceName;
	/** `1.36.2`, `1.36` or `latest`. */
	readonly kubernetesVersion?: string;
	/** A folder of programs that the user built. */
	readonly binaries?: string;
	/** A file that `single-kube bundle` wrote. */
	readonly bundle?: string;
	/** What that file has to hash to: 64 hex digits. */
	readonly bundleSha256?: string;
	/** `registry.k8s.io=localhost:5000/k8s`, in the order in which they are asked. */
	readonly registryMirrors?: readonly string[];
	/** Other images for single components: `kube-scheduler=my-scheduler:dev`; `kube-scheduler=` is the cluster's own again. Remembered. */
	readonly componentImages?: readonly string[];
	/** `dl.k8s.io=https://mirror.example/k8s`. */
	readonly downloadMirrors?: readonly string[];
	/** A file with certificates of authorities, PEM, for registries and downloads. */
	readonly certificateAuthority?: string;
	/** Whether versions that Kubernetes does not support beside each other are let through. */
	readonly force?: boolean;
	/** Whether the gateway logs each call of the kubelet to the engine, in the agent's log. */
	readonly trace?: boolean;
	/** The port on 127.0.0.1 where the apiserver is published. */
	readonly apiPort?: number;
	/** The range of the cluster's network on the engine, a /24. */
	readonly subnet?: string;
	/** The range that pods get their addresses from, a /16 to /24. */
	readonly podCidr?: string;
	/** The range that services get their addresses from, a /12 to /24. */
	readonly serviceCidr?: string;
	/** What the cluster has beside its own parts: `dns,storage`, `all`, `none`, or changes such as `+ingress,-metrics`. */
	readonly addons?: string;
	/** How many DNS servers the cluster has, 1 to 3. */
	readonly dnsReplicas?: number;
	/** Which DNS server: `auto` (default) takes CoreDNS where the engine has its image, else BIND. */
	readonly dnsServer?: DnsServerChoice;
	/** Whose metrics-server the add-on metrics is; `auto`: the upstream one when the engine has its image. `own` by default. */
	readonly metricsServer?: MetricsServerChoice;
	/** Ports of the engine's host to publish beside those that the cluster has: `8080:30080`, `0.0.0.0:8053:30053/udp`. */
	readonly ports?: readonly string[];
	/** Flags of components, and keys of the kubelet's and kube-proxy's files: `apiserver.v=4`, `kubelet.maxPods=50`; `apiserver.v-` takes one back. Remembered. */
	readonly extraConfig?: readonly string[];
	/** Gates for all components of Kubernetes: `A=true,B=false`; `A-` takes one back. Remembered. */
	readonly featureGates?: readonly string[];
	/** The memory that the node offers its pods: `4g`, or `max` for all of the engine's. Remembered. */
	readonly memory?: string;
	/** The cores that the node offers its pods: `2`, `1.5`, `max`. Remembered. */
	readonly cpus?: string;
	/** The limit for each wait of a start, in seconds. */
	readonly timeoutSeconds?: number;
	/** How long to wait until the node, the pods and the Deployments are well, too; 0, the default, is not at all. */
	readonly waitSeconds?: number;
	/** Whether what a start made stays when it fails; by default a new cluster goes, and its logs are saved. */
	readonly retain?: boolean;
	/** Whether the cluster is written into the user's kubeconfig; a path: into that file instead. Remembered. */
	readonly kubeconfig?: boolean | string;
	/** Whether the kubeconfig's current context stays what it is. */
	readonly keepContext?: boolean;
	readonly environment?: NodeJS.ProcessEnv;
};

/** What a cluster was made with: kept as a label on its network, so that the next `start` finds it. */
export type ClusterSpec = {
	readonly kubernetesVersion: string;
	readonly apiPort: number;
	readonly subnet: string;
	readonly podCidr: string;
	readonly serviceCidr: string;
};

export const defaultName = 'default';
export const defaultTimeoutSeconds = 120;

/** @throws SingleKubeError NAME_INVALID */
export function checkName(name: string): string {
	if (!/^[a-z]([a-z\d-]{0,28}[a-z\d])?$/.test(name)) {
		throw new SingleKubeError('NAME_INVALID', `"${name}" is not a name for a cluster`, {
			hint: 'Use 1 to 30 lower-case letters, digits and dashes, beginning with a letter: --name dev-2',
		});
	}

	return name;
}

/** @throws SingleKubeError OPTION_INVALID or CIDR_OVERLAP */
export function checkOptions(options: ClusterOptions): void {
	checkName(options.name ?? defaultName);
	const {apiPort, timeoutSeconds} = options;
	if (apiPort !== undefined && !(Number.isInteger(apiPort) && apiPort >= 1 && apiPort <= 65_535)) {
		throw new SingleKubeError('OPTION_INVALID', `--api-port takes a port from 1 to 65535, found ${apiPort}`, {hint: 'For example --api-port 6444; without it a free one is taken'});
	}

	if (options.addons !== undefined) {
		checkAddons(options.addons);
	}

	parseGiven(options.ports ?? [], '--port');
	const {dnsReplicas, dnsServer} = options;
	if (dnsReplicas !== undefined && !(Number.isInteger(dnsReplicas) && dnsReplicas >= 1 && dnsReplicas <= 3)) {
		throw new SingleKubeError('OPTION_INVALID', `--dns-replicas takes 1, 2 or 3, found ${dnsReplicas}`, {hint: 'For example --dns-replicas 2'});
	}

	if (dnsServer !== undefined && !dnsServerChoices.includes(dnsServer)) {
		throw new SingleKubeError('OPTION_INVALID', `--dns-server takes ${dnsServerChoices.join(', ')}, found ${String(dnsServer)}`, {hint: 'Leave it away for the default, or take one of these: --dns-server auto'});
	}

	checkExtras(options);
	const {metricsServer} = options;
	if (metricsServer !== undefined && !metricsServerChoices.includes(metricsServer)) {
		throw new SingleKubeError('OPTION_INVALID', `--metrics-server takes ${metricsServerChoices.join(', ')}, found ${metricsServer as string}`, {hint: 'Leave it away for the default, or take one of these: --metrics-server own'});
	}

	if (timeoutSeconds !== undefined && !(timeoutSeconds > 0)) {
		throw new SingleKubeError('OPTION_INVALID', `--timeout takes a number of seconds above 0, found ${timeoutSeconds}`, {hint: 'For example --timeout 5m'});
	}
}

function checkExtras(options: ClusterOptions): void {
	settleFeatureGates(options);
	settleOffers(options);
	chooseImages(options.componentImages);
	const {waitSeconds} = options;
	if (waitSeconds !== undefined && !(waitSeconds >= 0)) {
		throw new SingleKubeError('OPTION_INVALID', `--wait takes a number of seconds from 0 on, found ${waitSeconds}`, {hint: 'For example: --wait 5m'});
	}
}

/** @returns the text as it is @throws SingleKubeError OPTION_INVALID */
export function checkAddons(text: string): string {
	try {
		chooseAddons(text, []);
		return text;
	} catch (error) {
		throw new SingleKubeError('OPTION_INVALID', `--addons: ${(error as Error).message}`, {hint: `For example --addons ${addonNames.join(',')} or --addons +ingress`, cause: error});
	}
}

/** @param option what to name in the error @throws SingleKubeError OPTION_INVALID */
export function parseGiven(ports: readonly string[], option: string): PortSpec[] {
	return ports.map(text => {
		try {
			return parsePortSpec(text);
		} catch (error) {
			throw new SingleKubeError('OPTION_INVALID', `${option}: ${(error as Error).message}`, {hint: 'For example --port 8080:30080, or --port 0.0.0.0:8053:30053/udp', cause: error});
		}
	});
}

/** The ranges of a cluster may not overlap, or packets for one would go to the other. @throws SingleKubeError OPTION_INVALID or CIDR_OVERLAP */
export function checkRanges(spec: Pick<ClusterSpec, 'subnet' | 'podCidr' | 'serviceCidr'>): void {
	checkGivenRanges({subnet: `${spec.subnet}`, podCidr: `${spec.podCidr}`, serviceCidr: `${spec.serviceCidr}`});
}

/** The same for what a user gave of them, before the others are known. @throws SingleKubeError OPTION_INVALID or CIDR_OVERLAP */
export function checkGivenRanges(given: Pick<ClusterOptions, 'subnet' | 'podCidr' | 'serviceCidr'>): void {
	const ranges = [
		{option: '--subnet', cidr: given.subnet, from: 24, to: 24},
		{option: '--pod-cidr', cidr: given.podCidr, from: 8, to: 24},
		{option: '--service-cidr', cidr: given.serviceCidr, from: 12, to: 24},
	].flatMap(({option, cidr, from, to}) => cidr === undefined ? [] : [{option, cidr, from, to, ...parse({option, cidr, from, to})}]);
	for (const [index, a] of ranges.entries()) {
		const b = ranges.slice(index + 1).find(other => overlap(a, other));
		if (b) {
			throw new SingleKubeError('CIDR_OVERLAP', `${a.option} ${a.cidr} and ${b.option} ${b.cidr} overlap`, {
				hint: `Choose another range for one of them, e.g. ${b.option} 10.112.0.0/${b.to === 24 && b.from === 24 ? 24 : 16}`,
			});
		}
	}
}

function parse({option, cidr, from, to}: {option: string; cidr: string; from: number; to: number}): {first: number; last: number} {
	try {
		const range = parseCidr(cidr);
		const bits = Number(cidr.split('/')[1]);
		if (bits < from || bits > to) {
			throw new RangeError(`expected ${from === to ? `a /${from}` : `a range from /${from} to /${to}`}, found "${cidr}"`);
		}

		return range;
	} catch (error) {
		throw new SingleKubeError('OPTION_INVALID', `${option}: ${(error as Error).message}`, {hint: `For example ${option} ${examples[option] ?? ''}`, cause: error});
	}
}

const examples: Readonly<Record<string, string>> = {'--subnet': '172.30.5.0/24', '--pod-cidr': '10.244.0.0/16', '--service-cidr': '10.96.0.0/12'};
