/** Which ports of 127.0.0.1 the Services want, and what has to be opened and closed for it. */
import type {Service} from '../objects.ts';

export type PortProtocol = 'tcp' | 'udp';

export type WantedPort = {
	/** `tcp/30080`: a node port belongs to one Service a protocol. */
	readonly key: string;
	readonly protocol: PortProtocol;
	readonly port: number;
	readonly service: Service;
};

/** Node ports of Services of the types NodePort and LoadBalancer; SCTP has no listeners in Node. */
export function wantedPorts(services: readonly Service[]): Map<string, WantedPort> {
	const wanted = new Map<string, WantedPort>();
	for (const service of services.filter(({spec}) => spec.type === 'NodePort' || spec.type === 'LoadBalancer')) {
		for (const {nodePort = 0, protocol = 'TCP'} of service.spec.ports ?? []) {
			if (nodePort > 0 && (protocol === 'TCP' || protocol === 'UDP')) {
				const known = protocol === 'TCP' ? 'tcp' as const : 'udp' as const;
				const key = `${known}/${nodePort}`;
				wanted.set(key, {key, protocol: known, port: nodePort, service});
			}
		}
	}

	return wanted;
}

/** @param open the keys of listeners that are there */
export function portChanges(wanted: ReadonlyMap<string, WantedPort>, open: Iterable<string>): {readonly toOpen: WantedPort[]; readonly toClose: string[]} {
	const there = new Set(open);
	return {
		toOpen: [...wanted.values()].filter(({key}) => !there.has(key)),
		toClose: [...there].filter(key => !wanted.has(key)),
	};
}
