/** What compose/dns.yaml tells the program, as its environment. */
import {addressAt} from '../cluster/cidr.ts';

export type Settings = {
	readonly server: 'bind' | 'coredns';
	/** `cluster.local` */
	readonly domain: string;
	/** The ranges whose addresses have names: services, pods, the cluster's network. */
	readonly ranges: readonly string[];
	/** The address of the Service kube-dns. */
	readonly clusterDns: string;
	/** The addresses of all replicas, in their order. */
	readonly servers: readonly string[];
	/** This replica's. */
	readonly address: string;
};

/** @throws Error naming the variable that is missing or wrong; RangeError when a range is none */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
	const value = (name: string): string => {
		const text = environment[name];
		if (text === undefined || text === '') {
			throw new Error(`${name} is not set`);
		}

		return text;
	};

	const subnet = value('SUBNET');
	const server = value('DNS_SERVER');
	if (server !== 'bind' && server !== 'coredns') {
		throw new Error(`expected DNS_SERVER to be bind or coredns, found ${server}`);
	}

	return {
		server,
		domain: value('CLUSTER_DOMAIN'),
		ranges: [value('SERVICE_CIDR'), value('POD_CIDR'), subnet],
		clusterDns: value('CLUSTER_DNS'),
		servers: Array.from({length: Number(value('REPLICAS'))}, (_, index) => addressAt(subnet, 20 + index)),
		address: value('ADDRESS'),
	};
}
