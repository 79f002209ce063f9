/** A resource record as the zones hold it, and what DNS can hold at all. */

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'PTR' | 'SRV' | 'TXT';

export type DnsRecord = {
	/** The whole name in lower case, without the last dot: `kubernetes.default.svc.cluster.local`. */
	readonly name: string;
	readonly type: RecordType;
	/** As a zone file writes it, names in it with their last dot: `10.96.0.1`, `0 100 443 web.default.svc.cluster.local.`. */
	readonly data: string;
};

/** How long an answer may be kept, in seconds: CoreDNS' own default for Kubernetes. */
export const ttl = 5;

/** Names within the limits of RFC 1035, and of letters that need no escape: a server may refuse a whole zone over one other. */
export function fitsDns({name, type, data}: DnsRecord): boolean {
	const target = type === 'CNAME' || type === 'PTR' || type === 'SRV' ? data.split(' ').at(-1)!.replace(/\.$/, '') : 'target';
	return [name, target].every(text => text.length <= 253 && text.split('.').every(label => /^[a-z\d_]([a-z\d_-]{0,61}[a-z\d_])?$/.test(label)));
}

/** One line that is the same for the same record. */
export function lineOf({name, type, data}: DnsRecord): string {
	return `${name}. ${ttl} IN ${type} ${data}`;
}
