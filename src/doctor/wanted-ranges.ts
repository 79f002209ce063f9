import {overlap, parseCidr} from '../cluster/cidr.ts';
import type {ClusterSpec} from '../cluster/options.ts';
import {readSpec, specWithoutEngine} from '../cluster/spec.ts';
import type {DoctorContext} from './context.ts';

export type WantedRanges = {
	readonly podCidr: string;
	readonly serviceCidr: string;
	/** Undefined for a cluster that is yet to be made and takes a free one. */
	readonly subnet: string | undefined;
	/** Of a cluster that is there; what was made with it is its own. */
	readonly existing: ClusterSpec | undefined;
};

/** What the cluster has, else what a start would give it. @throws SingleKubeError OPTION_INVALID, CIDR_OVERLAP, STATE_CORRUPT */
export async function wantedRanges({options, engine, cluster}: DoctorContext): Promise<WantedRanges> {
	const running = await engine().catch(() => undefined);
	const existing = running && await readSpec(running, cluster);
	const {podCidr, serviceCidr} = existing ?? specWithoutEngine({...options, subnet: undefined, ...options.subnet === undefined ? {} : {subnet: options.subnet}}, '');
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
