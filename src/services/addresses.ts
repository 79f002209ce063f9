/** Where a Service answers from this machine: the URLs of each of its ports, the best first. Pure. */
import type {Service, ServicePort} from '../diagnosis/objects.ts';
import type {PortSpec} from '../plan/ports.ts';

export type Places = {
	/** The address of the first node: its NodePorts answer there. */
	readonly nodeAddress: string;
	readonly published: readonly PortSpec[];
	/** The node ports at which something listens on this machine's 127.0.0.1. */
	readonly onLoopback: ReadonlySet<number>;
};

export type ReachablePort = {
	readonly name: string | undefined;
	readonly port: number;
	readonly targetPort: number | string;
	readonly nodePort: number | undefined;
	readonly protocol: string;
	/** The first is the one to use; empty when it answers inside the cluster only. */
	readonly urls: readonly string[];
};

export type ReachableService = {
	readonly namespace: string;
	readonly name: string;
	readonly type: string;
	/** Undefined for an ExternalName and a headless Service. */
	readonly clusterIP: string | undefined;
	readonly ports: readonly ReachablePort[];
};

export function reachable({metadata, spec, status}: Service, places: Places): ReachableService {
	const balanced = (status?.loadBalancer?.ingress ?? []).flatMap(({ip, hostname}) => ip ?? hostname ?? []);
	return {
		namespace: metadata.namespace ?? 'default', name: metadata.name, type: spec?.type ?? 'ClusterIP',
		clusterIP: spec?.clusterIP === undefined || spec.clusterIP === 'None' || spec.clusterIP === '' ? undefined : spec.clusterIP,
		ports: (spec?.ports ?? []).map(port => ({
			name: port.name, port: port.port, targetPort: port.targetPort ?? port.port, nodePort: port.nodePort, protocol: port.protocol ?? 'TCP',
			urls: [
				...balanced.map(address => url(port, address, port.port)),
				...nodePortAddresses(port, places).map(({address, at}) => url(port, address, at)),
			],
		})),
	};
}

/** The same for a port that is reached in some other way: through the tunnel, at the ClusterIP. */
export function url(port: ServicePort, address: string, at: number): string {
	const scheme = schemeOf(port);
	const standard = {http: 80, https: 443, tcp: undefined, udp: undefined, sctp: undefined}[scheme];
	return `${scheme}://${address}${at === standard ? '' : `:${at}`}`;
}

function nodePortAddresses({nodePort, protocol = 'TCP'}: ServicePort, {published, onLoopback, nodeAddress}: Places): Array<{address: string; at: number}> {
	if (nodePort === undefined) {
		return [];
	}

	return [
		...published.filter(port => port.nodePort === nodePort && port.protocol === protocol.toLowerCase())
			.map(({address, hostPort}) => ({address: address === '0.0.0.0' ? '127.0.0.1' : address, at: hostPort})),
		...onLoopback.has(nodePort) && protocol === 'TCP' ? [{address: '127.0.0.1', at: nodePort}] : [],
		{address: nodeAddress, at: nodePort},
	];
}

/** By the names and numbers that people use ("http", "web"; 80, 8080); nobody can know what a port speaks. */
function schemeOf({name = '', port, targetPort, protocol = 'TCP'}: ServicePort): 'http' | 'https' | 'tcp' | 'udp' | 'sctp' {
	if (protocol !== 'TCP') {
		return protocol === 'UDP' ? 'udp' : 'sctp';
	}

	const names = [name, typeof targetPort === 'string' ? targetPort : ''];
	const numbers = [port, targetPort];
	if (names.some(word => /^https\b|-https$/.test(word)) || [443, 8443].some(number => numbers.includes(number))) {
		return 'https';
	}

	const plain = [80, 8000, 8080, 3000, 5000, 9090].some(number => numbers.includes(number));
	return plain || names.some(word => /^(http|web)\b|-http$/.test(word)) ? 'http' : 'tcp';
}
