/** Ports, certificates, clocks and whoever does not answer. */
import type {KnownCause} from './known-cause.ts';

const renew = 'Have them issued again by a start: single-kube stop --name {cluster} && single-kube start --name {cluster}';

export const connectionCauses = [
	{
		name: 'address-in-use', pattern: /listen (?:tcp|udp|unix)\d? (?<address>\S+): bind: address already in use/,
		cause: 'another process in the same network namespace listens at {address} already', fix: 'Pods with hostNetwork share the node\'s ports: single-kube --name {cluster} kubectl get pods -A -o wide; and see: docker ps --filter label=dev.single-kube.cluster={cluster}',
	},
	{
		name: 'address-not-own', pattern: /listen (?:tcp|udp)\d? (?<address>\S+): bind: cannot assign requested address/,
		cause: '{component} is to listen at {address}, which its container does not have', fix: 'Connect it to the cluster\'s network again: single-kube start --name {cluster}',
	},
	{
		name: 'certificate-expired', pattern: /x509: certificate has expired or is not yet valid(?:: current time (?<now>\S+) is (?<order>after|before) (?<limit>[\w:-]+))?/,
		cause: 'a certificate is out of its time, or the clock of the engine\'s machine is wrong', fix: `Compare the clocks: date -u; docker info --format {{.SystemTime}}. When they are right: ${renew.replace('Have', 'have')}`, passing: true,
	},
	{
		name: 'certificate-authority', pattern: /x509: certificate signed by unknown authority|tls: unknown certificate authority|remote error: tls: bad certificate/,
		cause: 'the other side\'s certificate is of another authority: files of another cluster, or of an earlier one of this name', fix: renew, passing: true,
	},
	{
		name: 'certificate-name', pattern: /x509: certificate is (?:not valid for|valid for (?<names>.+?), not) (?<wanted>[^"\s]+)/,
		cause: 'the other side\'s certificate is not for {wanted}', fix: renew, passing: true,
	},
	{
		name: 'certificate-unreadable', pattern: /tls: failed to find any PEM data in (?:certificate|key) input|tls: private key does not match public key|asn1: (?:structure|syntax) error/,
		cause: 'a certificate or its key is damaged', fix: renew,
	},
	{
		name: 'etcd-silent', components: ['kube-apiserver'], pattern: /(?:addrConn\.createTransport failed to connect to.*:2379.*(?:connection refused|no route to host|i\/o timeout|no such host)|(?:error reading|unable to get) .*etcd|etcdserver: (?:request timed out|no leader))/,
		cause: 'etcd does not answer the apiserver', fix: 'See how etcd is: single-kube status --name {cluster}; single-kube logs etcd --name {cluster}', passing: true,
	},
	{
		name: 'apiserver-silent', components: ['kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'metrics-server', 'cloud-controller-manager', 'dns', 'ingress'],
		pattern: /dial tcp \S+:6443: (?:connect: connection refused|connect: no route to host|i\/o timeout)|dial tcp: lookup kube-apiserver.*no such host/,
		cause: 'the apiserver does not answer {component}', fix: 'See how it is: single-kube status --name {cluster}; single-kube logs kube-apiserver --name {cluster}', passing: true,
	},
	{
		name: 'not-allowed', pattern: /(?:User|user) \\?"(?<user>[^"\\]+)\\?" cannot (?<verb>\w+) resource \\?"(?<resource>[\w.]+)\\?"/,
		cause: 'the apiserver does not let {user} {verb} {resource}: a role or its binding is missing', fix: 'Have them made again: single-kube start --name {cluster}', passing: true,
	},
] as const satisfies readonly KnownCause[];
