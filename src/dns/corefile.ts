/** What CoreDNS is told ("Corefile explained", and the README of each plugin that is named here; the same from 1.7 to 1.14). */
import {ttl} from './record.ts';

export type CorefileSettings = {
	/** The cluster's domain and the reverse zones of its ranges. */
	readonly zones: readonly string[];
	readonly kubeconfig: string;
	/** Where its plugin ready listens on 127.0.0.1. */
	readonly readyPort: number;
	/** The port on 127.0.0.1 where everything goes that is in none of the zones. */
	readonly upstreamPort: number;
	/** The addresses of all servers of the cluster's DNS, this one's among them. */
	readonly servers: readonly string[];
};

export function corefile({zones, kubeconfig, readyPort, upstreamPort, servers}: CorefileSettings): string {
	// The cluster's own zones have no cache: what is new is there at once, and so is what was missing a moment ago.
	return `${zones.map(zone => `${zone}:53`).join(' ')} {
	errors
	ready 127.0.0.1:${readyPort}
	kubernetes ${zones.join(' ')} {
		kubeconfig ${kubeconfig}
		pods verified
		ttl ${ttl}
	}
	loadbalance
}
.:53 {
	# A question for the world beyond that comes from here has gone in a circle: the upstream asks the cluster's DNS.
	acl {
		block net 127.0.0.0/8 ${servers.map(server => `${server}/32`).join(' ')}
	}
	cache 30 {
		denial 1024 5
	}
	forward . 127.0.0.1:${upstreamPort} {
		# There is one, and it answers in any case.
		max_fails 0
	}
}
`;
}
