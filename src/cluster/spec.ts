/** Settle what a cluster is made with: what was said now, else what it was made with, else what is free on this machine. */
import {createServer} from 'node:net';
import type {Engine} from '../engine/engine.ts';
import {publishedPort} from '../engine/inspect.ts';
import {usedSubnets} from '../engine/networks.ts';
import {listClusters, readSpecLabel} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {overlap, parseCidr} from './cidr.ts';
import {checkRanges, type ClusterOptions, type ClusterSpec, defaultName} from './options.ts';
import {hostRoutes} from './routes.ts';
import {readSettings} from './settings.ts';

const defaultPort = 6443;
const defaultPodCidr = '10.244.0.0/16';
const defaultServiceCidr = '10.96.0.0/12';

/**
 * @throws SingleKubeError OPTION_INVALID, CIDR_OVERLAP, PORT_TAKEN, or STATE_FOREIGN when the existing cluster was made
 *   with a range that cannot change under it
 */
export async function settleSpec(engine: Engine, options: ClusterOptions, kubernetesVersion: string): Promise<ClusterSpec> {
	const cluster = options.name ?? defaultName;
	const existing = await readSpec(engine, cluster);
	const podCidr = settleRange(cluster, '--pod-cidr', options.podCidr, existing?.podCidr) ?? defaultPodCidr;
	const serviceCidr = settleRange(cluster, '--service-cidr', options.serviceCidr, existing?.serviceCidr) ?? defaultServiceCidr;
	const subnet = settleRange(cluster, '--subnet', options.subnet, existing?.subnet) ?? await freeSubnet(engine, [podCidr, serviceCidr]);
	checkRanges({subnet, podCidr, serviceCidr});
	if (!existing && options.subnet !== undefined) {
		await refuseUsed(engine, options.subnet);
	}

	const apiPort = options.apiPort ?? existing?.apiPort ?? await choosePort(engine);
	if (apiPort !== existing?.apiPort && !await isFree(apiPort)) {
		throw new SingleKubeError('PORT_TAKEN', `port ${apiPort} on 127.0.0.1 is taken by another program`, {
			hint: `Choose another one (--api-port ${apiPort + 1}) or end the program: ss -ltnp 'sport = :${apiPort}'`,
		});
	}

	return {kubernetesVersion, apiPort, subnet, podCidr, serviceCidr};
}

/** What a cluster would get on an engine that is not there yet. @throws SingleKubeError OPTION_INVALID or CIDR_OVERLAP */
export function specWithoutEngine(options: ClusterOptions, kubernetesVersion: string): ClusterSpec {
	const spec = {
		kubernetesVersion, apiPort: options.apiPort ?? defaultPort, subnet: options.subnet ?? '172.30.0.0/24',
		podCidr: options.podCidr ?? defaultPodCidr, serviceCidr: options.serviceCidr ?? defaultServiceCidr,
	};
	checkRanges(spec);
	return spec;
}

/** @throws SingleKubeError STATE_CORRUPT when the label is not what single-kube writes */
export async function readSpec(engine: Engine, cluster: string): Promise<ClusterSpec | undefined> {
	const label = await readSpecLabel(engine, cluster);
	if (label === undefined) {
		return undefined;
	}

	try {
		const spec = JSON.parse(label) as ClusterSpec;
		checkRanges(spec);
		// A label is for ever; port and version may have been changed since: the apiserver's container and the settings know them.
		const [apiPort, kubernetesVersion] = await Promise.all([publishedPort(engine, `sk-${cluster}-kube-apiserver`, 6443), settledVersion(engine, cluster)]);
		return {...spec, kubernetesVersion: kubernetesVersion ?? spec.kubernetesVersion, apiPort: apiPort ?? spec.apiPort};
	} catch (error) {
		throw new SingleKubeError('STATE_CORRUPT', `the settings of the cluster ${cluster} cannot be read`, {
			seen: [`the label on the network sk-${cluster}: ${label}`],
			hint: `Make the cluster anew: single-kube delete --name ${cluster} && single-kube start --name ${cluster}`, cause: error,
		});
	}
}

/** What cannot be read is for those to complain of who need it. */
async function settledVersion(engine: Engine, cluster: string): Promise<string | undefined> {
	const settings = await readSettings(engine, cluster).catch(() => undefined);
	return settings?.kubernetesVersion;
}

/** Addresses are in certificates, in etcd and in running pods: a cluster keeps the ranges that it was made with. */
function settleRange(cluster: string, option: string, wanted: string | undefined, existing: string | undefined): string | undefined {
	if (wanted !== undefined && existing !== undefined && wanted !== existing) {
		throw new SingleKubeError('STATE_FOREIGN', `the cluster ${cluster} was made with ${option} ${existing}, which cannot become ${wanted}`, {
			hint: `Make it anew (single-kube delete --name ${cluster}) or start another one (--name NAME)`,
		});
	}

	return wanted ?? existing;
}

/** The first of the candidates that neither a network of the engine, nor a route of this machine, nor the cluster itself uses. */
async function freeSubnet(engine: Engine, own: readonly string[]): Promise<string> {
	const used = [...await takenRanges(engine), ...own.map(cidr => ({range: parseCidr(cidr)}))];
	for (let third = 0; third < 256; third++) {
		const candidate = `172.30.${third}.0/24`;
		if (!used.some(({range}) => overlap(range, parseCidr(candidate)))) {
			return candidate;
		}
	}

	throw new SingleKubeError('CIDR_OVERLAP', 'no range in 172.30.0.0/16 is free for the cluster\'s network', {
		hint: 'Name a free /24: --subnet 192.168.240.0/24, or remove networks nobody uses: docker network prune',
	});
}

async function refuseUsed(engine: Engine, subnet: string): Promise<void> {
	const other = (await takenRanges(engine)).find(({range}) => overlap(range, parseCidr(subnet)));
	if (other) {
		throw new SingleKubeError('CIDR_OVERLAP', `--subnet ${subnet} overlaps ${other.what}`, {hint: 'Choose another /24, or leave --subnet away: a free one is found'});
	}
}

async function takenRanges(engine: Engine): Promise<Array<{what: string; range: {first: number; last: number}}>> {
	const [networks, routes] = await Promise.all([usedSubnets(engine), hostRoutes()]);
	return [
		...networks.map(({network, subnet}) => ({what: `the network ${network} (${subnet})`, range: parseCidr(subnet)})),
		...routes.map(({cidr}) => ({what: `a route of this machine (${cidr})`, range: parseCidr(cidr)})),
	];
}

/** One that is free, and that no cluster that is stopped wants back when it starts again. */
async function choosePort(engine: Engine): Promise<number> {
	const promised = await Promise.all((await listClusters(engine)).map(async cluster => publishedPort(engine, `sk-${cluster}-kube-apiserver`, 6443)));
	if (!promised.includes(defaultPort) && await isFree(defaultPort)) {
		return defaultPort;
	}

	for (;;) {
		const port = await freePort(0);
		if (!promised.includes(port)) {
			return port;
		}
	}
}

async function isFree(port: number): Promise<boolean> {
	return freePort(port).then(() => true, () => false);
}

/** Listen on a port of 127.0.0.1 for a moment. @returns the port, the system's choice for 0 */
async function freePort(port: number): Promise<number> {
	const server = createServer();
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({port, host: '127.0.0.1'}, () => {
			const address = server.address();
			server.close(() => {
				resolve(typeof address === 'object' && address ? address.port : port);
			});
		});
	});
}
