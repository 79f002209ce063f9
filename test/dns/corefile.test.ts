import test from 'ava';
import {corefile} from '../../src/dns/corefile.ts';

const text = corefile({zones: ['cluster.local', '96.10.in-addr.arpa'], kubeconfig: '/etc/kubernetes/kubeconfig', readyPort: 8182, upstreamPort: 5300, servers: ['172.30.0.20', '172.30.0.21']});

test('the cluster\'s zones are answered from the API, without a cache, for 5 seconds', t => {
	const own = text.slice(0, text.indexOf('\n}'));
	t.regex(own, /^cluster\.local:53 96\.10\.in-addr\.arpa:53 \{$/m);
	t.regex(own, /kubernetes cluster\.local 96\.10\.in-addr\.arpa \{\n\t\tkubeconfig \/etc\/kubernetes\/kubeconfig\n\t\tpods verified\n\t\tttl 5\n/);
	t.false(own.includes('cache'));
	t.false(own.includes('forward'));
});

test('all other questions go to the upstream, but for those of the servers themselves', t => {
	const others = text.slice(text.indexOf('.:53 {'));
	t.regex(others, /block net 127\.0\.0\.0\/8 172\.30\.0\.20\/32 172\.30\.0\.21\/32$/m);
	t.regex(others, /forward \. 127\.0\.0\.1:5300 /);
});
