/** What BIND's named is told ("BIND 9 Administrator Reference Manual", Configuration Reference). */

export type NamedSettings = {
	/** A folder of named's own: zone files, journals, the session key. */
	readonly directory: string;
	readonly zones: readonly string[];
	/** The port on 127.0.0.1 where everything goes that is in none of the zones. */
	readonly upstreamPort: number;
	/** The addresses of all servers of the cluster's DNS. */
	readonly servers: readonly string[];
};

export function namedConfig({directory, zones, upstreamPort, servers}: NamedSettings): string {
	return `options {
	directory "${directory}";
	session-keyfile "${sessionKey(directory)}";
	pid-file none;
	listen-on { any; };
	listen-on-v6 { none; };
	allow-query { any; };
	allow-transfer { none; };
	notify no;
	recursion yes;
	# A question for the world beyond that comes from here has gone in a circle: the upstream asks the cluster's DNS.
	allow-recursion { !localhost; ${servers.map(server => `!${server}; `).join('')}any; };
	forward only;
	forwarders { 127.0.0.1 port ${upstreamPort}; };
	# A dead upstream is not asked again for each try of a client.
	servfail-ttl 1;
	dnssec-validation no;
	qname-minimization off;
	trust-anchor-telemetry no;
	empty-zones-enable no;
	check-integrity no;
	check-names primary ignore;
	max-cache-size 4m;
	max-cache-ttl 30;
	max-ncache-ttl 5;
	prefetch 0;
	max-journal-size 1m;
	zone-statistics none;
	querylog no;
	version none;
	server-id none;
};
logging {
	channel log { stderr; severity warning; };
	category default { log; };
	# A line for each question that somebody's loop or a dead upstream left without an answer tells nothing new.
	category lame-servers { null; };
	category query-errors { null; };
	category security { null; };
};
${zones.map(zone => `zone "${zone}" { type primary; file "${zone}.zone"; update-policy local; };\n`).join('')}`;
}

/** The key that named makes for whoever is on its own machine (update-policy local). */
export function sessionKey(directory: string): string {
	return `${directory}/session.key`;
}
