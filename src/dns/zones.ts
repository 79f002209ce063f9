/** Which records are in which zone, and a zone's first file. */
import {type DnsRecord, lineOf, ttl} from './record.ts';

/** A zone's records as lines, so that two states of it can be compared. */
export type ZoneLines = ReadonlySet<string>;

/** @param zones names of zones, none of them below another; @returns each zone's records; those of no zone are left out */
export function inZones(records: readonly DnsRecord[], zones: readonly string[]): Map<string, ZoneLines> {
	const known = new Map(zones.map(zone => [zone, new Set<string>()]));
	for (const record of records) {
		known.get(zoneOf(record.name, known) ?? '')?.add(lineOf(record));
	}

	return known;
}

function zoneOf(name: string, zones: ReadonlyMap<string, unknown>): string | undefined {
	for (let rest = name; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
		if (zones.has(rest)) {
			return rest;
		}
	}

	return undefined;
}

/**
 * A zone as a file (RFC 1035, 5).
 *
 * @param serial its first; updates count on from there
 */
export function zoneFile(zone: string, lines: ZoneLines, nameServer: string, serial: number): string {
	// The last number is how long "there is no such name" may be kept (RFC 2308, 4): a new service is seen 1 s later at most.
	return [
		`${zone}. ${ttl} IN SOA ${nameServer}. hostmaster.${nameServer}. ${serial} 7200 1800 86400 1`,
		`${zone}. ${ttl} IN NS ${nameServer}.`,
		...lines,
		'',
	].join('\n');
}
