import {overlap, parseCidr} from '../cluster/cidr.ts';
import {type ClusterOptions, type ClusterSpec, defaultName} from '../cluster/options.ts';
import {readSpec, specWithoutEngine} from '../cluster/spec.ts';
import type {Engine} from '../engine/engine.ts';

export type WantedRanges = {
	readonly podCidr: string;
	readonly serviceCidr: string;
	/** Undefined for a cluster that is yet to be made and takes a free one. */
	readonly subnet: string | undefined;
	/** Of a cluster that is there; what was made with it is its own. */
	readonly existing: ClusterSpec | undefined;
};

/** What the cluster has, else what a start would give it. @throws SingleKubeError OPTION_INVALID, CIDR_OVERLAP, STATE_CORRUPT */
export async function wantedRanges(engine: Engine | undefined, options: ClusterOptions): Promise<WantedRanges> {
	const existing = engine && await readSpec(engine, options.name ?? defaultName);
	const {podCidr, serviceCidr} = existing ?? specWithoutEngine(options, '');
	return {podCidr, serviceCidr, subnet: existing?.subnet ?? options.subnet, existing};
}

/** A range of the machine's, which need not be written as ours are: host bits may be set. Pure. */
export function touches(cidr: string, other: string): boolean {
	return overlap(parseCidr(cidr), rangeOf(other));
}

/** @param cidr `10.1.2.3/8`, `10.1.2.3` */
export function rangeOf(cidr: string): {first: number; last: number} {
	const [address = '', bits = '32'] = cidr.split('/');
	const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
	const size = 2 ** (32 - Number(bits));
	return {first: number - number % size, last: number - number % size + size - 1};
}
