import test from 'ava';
import {namedConfig} from '../../src/dns/named-config.ts';

test('a question that comes back from a replica is not passed on again', t => {
	const config = namedConfig({directory: '/x', zones: ['cluster.local'], upstreamPort: 5300, servers: ['172.30.0.20', '172.30.0.21']});
	t.regex(config, /allow-recursion \{ !localhost; !172\.30\.0\.20; !172\.30\.0\.21; any; };/);
	t.regex(config, /forwarders \{ 127\.0\.0\.1 port 5300; };/);
	t.regex(config, /zone "cluster\.local" \{ type primary; file "cluster\.local\.zone"; update-policy local; };/);
});
