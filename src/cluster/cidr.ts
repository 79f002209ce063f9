/** IPv4 ranges in CIDR notation, as numbers. */

export type Range = {readonly first: number; readonly last: number};

/** @throws RangeError when it is no IPv4 CIDR whose host bits are zero */
export function parseCidr(cidr: string): Range {
	const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
	const octets = match?.slice(1, 5).map(Number) ?? [];
	const bits = Number(match?.[5]);
	if (!match || octets.some(octet => octet > 255) || bits > 32) {
		throw new RangeError(`expected an IPv4 range such as 10.244.0.0/16, found "${cidr}"`);
	}

	const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
	const size = 2 ** (32 - bits);
	if (first % size !== 0) {
		throw new RangeError(`expected a range whose host bits are zero, ${formatAddress(first - first % size)}/${bits}, found "${cidr}"`);
	}

	return {first, last: first + size - 1};
}

export function overlap(a: Range, b: Range): boolean {
	return a.first <= b.last && b.first <= a.last;
}

/** The address `offset` places into the range. */
export function addressAt(cidr: string, offset: number): string {
	return formatAddress(parseCidr(cidr).first + offset);
}

function formatAddress(address: number): string {
	return [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.');
}
