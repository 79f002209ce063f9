/** Which LoadBalancer Service has which address: decided from the Services alone, since their status is the only memory. */
import type {Service} from '../objects.ts';

export type AddressPool = {
	/** The first three octets: `172.30.0`. */
	readonly prefix: string;
	/** The last octet of its first and of its last address. */
	readonly first: number;
	readonly last: number;
};

export type AddressDecision =
	| {readonly kind: 'assign'; readonly service: Service; readonly address: string}
	| {readonly kind: 'release'; readonly service: Service; readonly address: string}
	| {readonly kind: 'refuse'; readonly service: Service; readonly why: string};

/** The loadBalancerClass that names us; a Service without a class is ours, too. */
export const ownClass = 'single-kube.dev/load-balancer';

/**
 * What has to change. A Service keeps the address that it has; where two have the same, the older one does. Addresses
 * that were asked for by spec.loadBalancerIP are given before others are.
 */
export function decideAddresses(services: readonly Service[], pool: AddressPool): AddressDecision[] {
	const inOrder = [...services].sort(byAge);
	const mine = inOrder.filter(service => wants(service));
	const taken = new Map<string, Service>();
	for (const service of inOrder.filter(other => isForeign(other))) {
		for (const {ip} of service.status?.loadBalancer?.ingress ?? []) {
			taken.set(ip ?? '', service);
		}
	}

	for (const service of mine) {
		const has = currentAddress(service, pool);
		if (has !== undefined && !taken.has(has)) {
			taken.set(has, service);
		}
	}

	const content = (service: Service): boolean => {
		const has = currentAddress(service, pool);
		return has !== undefined && taken.get(has) === service && (!asks(service) || service.spec.loadBalancerIP === has);
	};

	const decisions: AddressDecision[] = [];
	for (const service of mine.filter(each => !content(each)).sort((a, b) => Number(asks(b)) - Number(asks(a)))) {
		const decision = decide(service, pool, taken);
		decisions.push(decision);
		if (decision.kind === 'assign') {
			const had = currentAddress(service, pool);
			if (had !== undefined && taken.get(had) === service) {
				taken.delete(had);
			}

			taken.set(decision.address, service);
		}
	}

	const released = inOrder.filter(service => !wants(service) && !isForeign(service)).flatMap(service => {
		const address = currentAddress(service, pool);
		return address === undefined ? [] : [{kind: 'release' as const, service, address}];
	});
	return [...released, ...decisions];
}

function decide(service: Service, pool: AddressPool, taken: ReadonlyMap<string, Service>): AddressDecision {
	const range = `${address(pool, pool.first)} to ${address(pool, pool.last)}`;
	if (asks(service)) {
		const wanted = service.spec.loadBalancerIP!;
		if (!contains(pool, wanted)) {
			return {kind: 'refuse', service, why: `spec.loadBalancerIP ${wanted} is not an address of this cluster's pool: choose one of ${range}, or leave the field away`};
		}

		const holder = taken.get(wanted);
		return holder === undefined ? {kind: 'assign', service, address: wanted}
			: {kind: 'refuse', service, why: `spec.loadBalancerIP ${wanted} belongs to the Service ${nameOf(holder)}: choose another address of ${range}, or leave the field away`};
	}

	for (let octet = pool.first; octet <= pool.last; octet++) {
		if (!taken.has(address(pool, octet))) {
			return {kind: 'assign', service, address: address(pool, octet)};
		}
	}

	return {kind: 'refuse', service, why: `each of the ${pool.last - pool.first + 1} addresses from ${range} belongs to a Service: delete one of type LoadBalancer`};
}

/** Deleted Services that a finalizer keeps go on having their address. */
function wants(service: Service): boolean {
	return service.spec.type === 'LoadBalancer' && !isForeign(service);
}

function isForeign({spec}: Service): boolean {
	return spec.loadBalancerClass !== undefined && spec.loadBalancerClass !== ownClass;
}

function asks({spec}: Service): boolean {
	return spec.loadBalancerIP !== undefined && spec.loadBalancerIP !== '';
}

function currentAddress({status}: Service, pool: AddressPool): string | undefined {
	return status?.loadBalancer?.ingress?.find(({ip}) => ip !== undefined && contains(pool, ip))?.ip;
}

function contains(pool: AddressPool, ip: string): boolean {
	const match = /^(.+)\.(\d{1,3})$/.exec(ip);
	return match !== null && match[1] === pool.prefix && Number(match[2]) >= pool.first && Number(match[2]) <= pool.last && ip === address(pool, Number(match[2]));
}

const address = ({prefix}: AddressPool, octet: number): string => `${prefix}.${octet}`;
const nameOf = ({metadata}: Service): string => `${metadata.namespace}/${metadata.name}`;

/** The apiserver counts in seconds: the uid settles the rest, the same way each time. */
function byAge(a: Service, b: Service): number {
	return (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '') || a.metadata.uid.localeCompare(b.metadata.uid);
}
