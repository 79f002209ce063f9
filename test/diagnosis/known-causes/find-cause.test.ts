import {readFile, readdir} from 'node:fs/promises';
import test from 'ava';
import {findCause, knownCauses} from '../../../src/diagnosis/known-causes/find-cause.ts';

const logs = new URL('logs/', import.meta.url);
const evidence = (component: string, lines: readonly string[]) => ({cluster: 'dev', component, container: `sk-dev-${component.split('@')[0]}`, lines});

/** Whole logs of programs that were really made to fail: Kubernetes 1.36.2 and 1.20.2, etcd 3.6, 3.5 and 3.4.23, cri-dockerd 0.4. */
const recorded: Readonly<Record<string, readonly [component: string, name: string | undefined, cause?: RegExp]>> = {
	'apiserver-unknown-flag': ['kube-apiserver', 'unknown-flag', /no flag --no-such-flag/],
	'apiserver20-unknown-flag': ['kube-apiserver', 'unknown-flag', /no flag --no-such-flag/],
	'kubelet-unknown-flag': ['kubelet@node-1', 'unknown-flag', /kubelet@node-1 has no flag --no-such-flag/],
	'kubelet20-unknown-flag': ['kubelet@node-1', 'unknown-flag', /--no-such-flag/],
	'kubelet-removed-flag': ['kubelet@node-1', 'unknown-flag', /--pod-infra-container-image/],
	'proxy-unknown-flag': ['kube-proxy@node-1', 'unknown-flag', /--no-such-flag/],
	'cri-unknown-flag': ['cri-dockerd@node-1', 'unknown-flag', /--no-such-flag/],
	'etcd-unknown-flag': ['etcd', 'unknown-flag', /--no-such-flag/],
	'etcd34-unknown-flag': ['etcd', 'unknown-flag', /--nope/],
	'scheduler-bad-gate': ['kube-scheduler', 'feature-gate-unknown', /NoSuchGate/],
	'scheduler20-bad-gate': ['kube-scheduler', 'feature-gate-unknown', /feature gate NoSuch /],
	'kubelet-bad-gate': ['kubelet@node-1', 'feature-gate-unknown', /NoSuchGate/],
	'kubelet20-bad-gate': ['kubelet@node-1', 'feature-gate-unknown', /NoSuchGate/],
	'apiserver-bad-gate': ['kube-apiserver', 'feature-gate-unknown', /Nope/],
	'scheduler-bad-gate-syntax': ['kube-scheduler', 'feature-gate-value', /NoSuchGate is neither/],
	'cm-locked-gate': ['kube-controller-manager', 'feature-gate-value', /GracefulNodeShutdown=oops is neither/],
	'apiserver-bad-admission': ['kube-apiserver', 'admission-plugin-unknown', /PodSecurityPolicy/],
	'kubelet-bad-value': ['kubelet@node-1', 'configuration-invalid', /imageGCHighThresholdPercent .* 900 must be between 0 and 100, inclusive$/],
	'kubelet-missing-config': ['kubelet@node-1', 'file-missing', /\/nowhere\/kubelet\.yaml/],
	'kubelet-no-kubeconfig': ['kubelet@node-1', 'file-missing', /\/nowhere\/kc/],
	'proxy-missing-config': ['kube-proxy@node-1', 'file-missing', /\/nowhere\/config\.yaml/],
	'scheduler20-missing-kubeconfig': ['kube-scheduler', 'file-missing', /\/nowhere/],
	'apiserver-missing-cert': ['kube-apiserver', 'file-missing', /\/nowhere\/sa\.key/],
	'etcd-missing-cert': ['etcd', 'file-missing', /\/nowhere\/x\.crt/],
	'apiserver-address-in-use': ['kube-apiserver', 'address-in-use', /0\.0\.0\.0:59444/],
	'etcd-address-in-use': ['etcd', 'address-in-use', /127\.0\.0\.1:59379/],
	'etcd-address-not-local': ['etcd', 'address-not-own', /203\.0\.113\.9:59381/],
	'apiserver-etcd-expired': ['kube-apiserver', 'certificate-expired'],
	'apiserver-etcd-unknown-authority': ['kube-apiserver', 'certificate-authority'],
	'etcd-corrupt-wal': ['etcd', 'etcd-wal-damaged'],
	'etcd34-corrupt-wal': ['etcd', 'etcd-wal-damaged'],
	'etcd-corrupt-db': ['etcd', 'etcd-database-damaged'],
	'etcd34-corrupt-db': ['etcd', 'etcd-database-damaged'],
	'etcd-newer-data': ['etcd', 'etcd-data-newer', /etcd 3\.5\.30 cannot read data that etcd 3\.6 wrote/],
	'etcd-disk-full': ['etcd', 'disk-full'],
	'etcd34-disk-full': ['etcd', 'disk-full'],
	'kubelet-cgroup-v1': ['kubelet@node-1', 'cgroup-v1-refused'],
	'kubelet-no-runtime': ['kubelet@node-1', 'runtime-silent'],
	'kubelet20-no-docker': ['kubelet@node-1', 'runtime-silent'],
	'kubelet20-driver-mismatch': ['kubelet@node-1', 'cgroup-driver', /by systemd, and the engine by cgroupfs/],
	'cri-dockerd-no-docker': ['cri-dockerd@node-1', 'engine-silent', /at unix:\/\/\/nowhere\.sock: /],
	'cri-dockerd-api-too-old': ['cri-dockerd@node-1', 'engine-api-too-old', /needs API 1\.42/],
	'cri-dockerd-permission': ['cri-dockerd@node-1', 'engine-permission'],
	'exec-format': ['kube-scheduler', 'wrong-architecture'],
	// It ran, and was stopped.
	'etcd-36-ok': ['etcd', undefined],
};

/** Single lines, as the sources of these programs and reports about them have them. */
const quoted: ReadonlyArray<readonly [component: string, line: string, name: string, cause?: RegExp]> = [
	['etcd', 'etcdserver/membership: cluster cannot be downgraded (current version: 3.4.23 is lower than determined cluster version: 3.5).', 'etcd-data-newer-34', /etcd 3\.4\.23 cannot read data that etcd 3\.5 wrote/],
	['kube-apiserver', 'rpc error: code = ResourceExhausted desc = etcdserver: mvcc: database space exceeded', 'etcd-quota'],
	['etcd', '{"level":"fatal","msg":"discovery failed","error":"member 8e9e05c52164694d has already been bootstrapped"}', 'etcd-other-member'],
	['kubelet@node-1', 'failed to run Kubelet: running with swap on is not supported, please disable swap! or set --fail-swap-on flag to false.', 'swap'],
	['kubelet@node-1', '"Failed to start ContainerManager" err="invalid configuration: cgroup-root [\\"single-kube\\" \\"dev\\"] doesn\'t exist"', 'cgroup-root-missing'],
	['kubelet@node-1', 'F0110 21:30:25.764493   42304 kubelet.go:1230] Failed to start cAdvisor inotify_init: too many open files', 'inotify-instances'],
	['kubelet@node-1', 'Failed to start cAdvisor inotify_add_watch /sys/fs/cgroup/memory/kubepods/podx: no space left on device', 'inotify-watches'],
	['kubelet@node-1', 'err="failed to run Kubelet: could not detect clock speed from output: open /dev/kmsg: no such file or directory"', 'dev-kmsg'],
	['kubelet@node-1', 'validate service connection: CRI v1 runtime API is not implemented for endpoint: rpc error: code = Unimplemented desc = unknown service runtime.v1.RuntimeService', 'runtime-api'],
	['kubelet@node-1', 'failed to get docker version: Error response from daemon: client version 1.40 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version', 'engine-api-too-new', /speaks API 1\.40, and the engine wants 1\.44/],
	['kubelet@node-1', 'failed to setup network for sandbox: plugin type="bridge" failed (add): failed to find plugin "bridge" in path [/opt/cni/bin]', 'plugin-missing', /bridge/],
	['kube-proxy@node-1', 'Another app is currently holding the xtables lock. Perhaps you want to use the -w option?', 'xtables-locked'],
	['kube-proxy@node-1', 'iptables v1.8.9 (legacy): can\'t initialize iptables table `nat\': Permission denied (you must be root)', 'iptables-permission'],
	['kube-proxy@node-1', 'iptables v1.8.9 (legacy): can\'t initialize iptables table `nat\': Table does not exist (do you need to insmod?)', 'iptables-module'],
	['kube-proxy@node-1', 'open /proc/sys/net/netfilter/nf_conntrack_max: permission denied', 'conntrack-sysctl', /nf_conntrack_max/],
	['kube-proxy@node-1', 'E1122 server.go:1010] "Error running ProxyServer" err="open /proc/sys/net/netfilter/nf_conntrack_max: read-only file system"', 'conntrack-sysctl'],
	['kube-proxy@node-1', 'err="exec: \\"iptables\\": executable file not found in $PATH"'.replaceAll('\\', ''), 'iptables-missing'],
	['kube-scheduler', 'cannot set feature gate VolumeScheduling to false, feature is locked to true', 'feature-gate-locked', /VolumeScheduling is locked to true/],
	['kube-controller-manager', 'invalid argument "x" for "--concurrent-deployment-syncs" flag: strconv.ParseInt: parsing "x": invalid syntax', 'flag-value', /--concurrent-deployment-syncs .* "x"/],
	['kubelet@node-1', 'error: failed to load kubelet config file, error: strict decoding error: unknown field "maxPodz"', 'configuration-key-unknown', /maxPodz/],
	['kube-scheduler', 'dial tcp 172.30.0.3:6443: connect: connection refused', 'apiserver-silent'],
	['kube-apiserver', 'grpc: addrConn.createTransport failed to connect to {Addr: "172.30.0.2:2379"}. Err: dial tcp 172.30.0.2:2379: connect: connection refused', 'etcd-silent'],
	['kube-scheduler', 'pods is forbidden: User "system:kube-scheduler" cannot list resource "pods" in API group "" at the cluster scope', 'not-allowed', /system:kube-scheduler list pods/],
	['kubelet@node-1', 'tls: failed to verify certificate: x509: certificate is valid for localhost, not kube-apiserver', 'certificate-name', /kube-apiserver/],
	['kube-apiserver', 'error loading tls config: tls: private key does not match public key', 'certificate-unreadable'],
	['node-prepare@node-1', 'nsenter: reassociate to namespace \'ns/mnt\' failed: Operation not permitted', 'namespace-refused'],
	['kubelet@node-1', 'path /var/lib/kubelet is mounted on / but it is not a shared mount', 'mount-not-shared'],
	['kubelet@node-1', 'mkdir /sys/fs/cgroup/memory/single-kube: read-only file system', 'cgroups-read-only'],
	['kubelet@node-1', 'mkdir /var/lib/kubelet/pods: read-only file system', 'read-only-directory', /\/var\/lib\/kubelet\/pods/],
	['kube-scheduler', './kube-scheduler: error while loading shared libraries: libc.so.6: cannot open shared object file: No such file or directory', 'library-missing', /libc\.so\.6/],
	['kube-controller-manager', 'runtime: failed to create new OS thread (have 12 already; errno=11)', 'out-of-threads'],
	['kube-apiserver', 'fatal error: runtime: out of memory', 'out-of-memory'],
	['kube-apiserver', 'accept tcp 0.0.0.0:6443: accept4: too many open files', 'open-files'],
	['kubelet@node-1', 'failed to create shim task: OCI runtime create failed: unable to apply caps: operation not permitted', 'privilege-refused'],
	['kubelet@node-1', 'cgroup v1 is not supported', 'cgroup-v1-removed'],
	['kubelet@node-1', 'missing required cgroup subsystem: memory', 'cgroup-controller-missing', /memory$/],
	['etcd', 'etcdserver: recovering backend from snapshot error: failed to find database snapshot file (snap: snapshot file doesn\'t exist)', 'etcd-snapshot-missing'],
	['agent', 'GATEWAY_LISTEN_FAILED: the gateway cannot listen at /run/x.sock', 'gateway-listen'],
];

for (const [file, [component, name, cause]] of Object.entries(recorded)) {
	test(`the log ${file} is of ${name ?? 'nothing that is known'}`, async t => {
		const lines = (await readFile(new URL(`${file}.log`, logs), 'utf8')).trimEnd().split('\n');
		const found = findCause(evidence(component, lines));
		t.is(found?.name, name);
		t.regex(found?.cause ?? '', cause ?? /^/);
		t.is(found === undefined || lines.includes(found.line!), true);
	});
}

for (const [component, line, name, cause] of quoted) {
	test(`${component} says ${name}: ${line.slice(0, 60)}`, t => {
		const found = findCause(evidence(component, ['starting', line]));
		t.is(found?.name, name);
		t.regex(found!.cause, cause ?? /^/);
		t.is(found!.line, line);
	});
}

test('each known cause has a line that shows it, and each recorded log is looked at', async t => {
	const shown = new Set([...Object.values(recorded).map(([, name]) => name), ...quoted.map(([, , name]) => name)]);
	t.deepEqual(knownCauses.map(({name}) => name).filter(name => !shown.has(name)), []);
	t.is(new Set(knownCauses.map(({name}) => name)).size, knownCauses.length);
	t.deepEqual((await readdir(logs)).sort(), Object.keys(recorded).map(file => `${file}.log`).sort());
});

test('no text is left with a place that nothing fills', t => {
	const usual = ['cluster', 'component', 'container', 'program'];
	for (const {name, pattern, cause, fix} of knownCauses) {
		const places = [...`${cause} ${fix}`.matchAll(/(?<!\{)\{(\w+)\}(?!\})/g)].map(match => match[1]!);
		t.deepEqual(places.filter(place => !usual.includes(place) && !pattern.source.includes(`(?<${place}>`)), [], name);
	}
});

test('what is also said on the way to a good end counts among the last lines only', t => {
	const refused = 'dial tcp 172.30.0.3:6443: connect: connection refused';
	const calm = Array.from({length: 20}, (_, index) => `line ${index}`);
	t.is(findCause(evidence('kube-scheduler', [refused, ...calm.slice(1)]))?.name, 'apiserver-silent');
	t.is(findCause(evidence('kube-scheduler', [refused, ...calm])), undefined);
});

test('a cause of one component is none of another, and the newest line counts', t => {
	t.is(findCause(evidence('kube-scheduler', ['walpb: crc mismatch'])), undefined);
	t.is(findCause(evidence('etcd', ['walpb: crc mismatch', 'write: no space left on device']))?.name, 'disk-full');
});

test('the engine\'s word about memory counts before any line; an exit code where no line says more', t => {
	const etcd = evidence('etcd', ['walpb: crc mismatch']);
	t.like(findCause({...etcd, exitCode: 137, outOfMemory: true}), {name: 'memory-limit', line: undefined});
	t.regex(findCause({...etcd, outOfMemory: true})!.fix, /docker update --memory 0 --memory-swap 0 sk-dev-etcd && single-kube start --name dev$/);
	t.is(findCause({...etcd, exitCode: 137})?.name, 'etcd-wal-damaged');
	t.is(findCause({...etcd, lines: [], exitCode: 137})?.name, 'killed');
	t.is(findCause({...etcd, lines: [], exitCode: 139})?.name, 'crashed');
	t.is(findCause({...etcd, lines: [], exitCode: 127})?.name, 'no-program');
	t.is(findCause({...etcd, lines: [], exitCode: 1}), undefined);
});

test('what stands in double braces is for docker and stays', t => {
	t.regex(findCause(evidence('etcd', ['exec /usr/bin/etcd: exec format error']))!.fix, /--format \{\{\.Server\.Arch\}\}.*single-kube use etcd= --name dev$/);
});
