import test from 'ava';
import {newPackages, unreachableMirrors} from '../../src/embedded-engine/apt.ts';
import {daemonConfig} from '../../src/embedded-engine/daemon-config.ts';
import {leftoverProcesses} from '../../src/embedded-engine/end-processes.ts';
import {knownCause} from '../../src/embedded-engine/failure-causes.ts';
import {mountsBelow} from '../../src/embedded-engine/mounts.ts';
import {embeddedPaths} from '../../src/embedded-engine/paths.ts';
import {removedPackages} from '../../src/embedded-engine/purge.ts';
import {usesDirectory} from '../../src/embedded-engine/refuse-foreign.ts';
import {isOurRule} from '../../src/embedded-engine/remove-network.ts';
import {defaultRouteMtu, freeBridgeAddress, parseRoutes} from '../../src/embedded-engine/routes.ts';
import {missingRuleCommands, parseRules} from '../../src/embedded-engine/rules.ts';

const header = 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n';

test('the engine has the MTU of the cheapest default route', t => {
	const routes = parseRoutes(`${header}wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\neth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n`);
	t.is(defaultRouteMtu(routes, device => device === 'eth0' ? 1400 : 1500), 1400);
	t.is(defaultRouteMtu([], () => 1500), undefined);
});

test('the default bridge takes the first range that no route touches, narrow or wide', t => {
	t.is(freeBridgeAddress(parseRoutes(`${header}eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n`)), '172.18.0.1/16');
	// 172.18.5.0/24
	t.is(freeBridgeAddress(parseRoutes(`${header}br-1\t000512AC\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n`)), '172.19.0.1/16');
	// 172.16.0.0/12, a whole company
	t.is(freeBridgeAddress(parseRoutes(`${header}tun0\t000010AC\t00000000\t0001\t0\t0\t0\t0000F0FF\t0\t0\t0\n`)), '10.200.0.1/16');
});

test('daemon.json keeps the engine in its own directory, off TCP, off docker0, with logs that end', t => {
	const paths = embeddedPaths({SINGLE_KUBE_ENGINE_DIR: '/srv/engine'});
	const config = daemonConfig(paths, 1400);
	t.like(config, {'data-root': '/srv/engine/data', pidfile: '/srv/engine/dockerd.pid', hosts: ['unix:///srv/engine/docker.sock'], mtu: 1400, bridge: paths.bridge, 'log-opts': {'max-size': '10m'}});
	t.false('mtu' in daemonConfig(paths, undefined));
});

test('names that the kernel limits fit, however deep the directory', t => {
	const paths = embeddedPaths({SINGLE_KUBE_ENGINE_DIR: `/${'deep/'.repeat(40)}`});
	t.true(paths.socket.length < 108);
	t.true(`${paths.exec}/containerd/containerd.sock.ttrpc`.length < 108);
	t.true(paths.bridge.length <= 15);
	t.not(paths.id, embeddedPaths({}).id);
	t.is(embeddedPaths({SINGLE_KUBE_ENGINE_DIR: ''}).root, '/var/lib/single-kube/engine');
});

const causes: ReadonlyArray<readonly [string, RegExp]> = [
	['failed to start daemon: Error initializing network controller: error obtaining controller instance: failed to create NAT chain DOCKER: Iptables not found: exec: "iptables": executable file not found in $PATH', /apt-get install iptables/],
	['failed to start daemon: Devices cgroup isn\'t mounted', /cgroupfs-mount/],
	['failed to start daemon: error initializing graphdriver: driver not supported', /SINGLE_KUBE_ENGINE_DIR/],
	['Error starting daemon: mount /x: operation not permitted', /CAP_SYS_ADMIN/],
	['iptables v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)', /CAP_NET_ADMIN/],
	['mkdir /var/lib/x: no space left on device', /df -h/],
];
for (const [line, hint] of causes) {
	test(`a log that says "${line.slice(0, 60)}…" leads to a hint`, t => {
		t.regex(knownCause(line)?.hint ?? '', hint);
	});
}

test('a log without a known cause leads to none', t => {
	t.is(knownCause('level=info msg="Starting up"'), undefined);
});

test('rules that vanished come back before all others and in their order; those that are there are left alone', t => {
	const before = parseRules('*nat\n:DOCKER - [0:0]\n-A DOCKER -i br-a -j RETURN\n-A DOCKER -p tcp --dport 1 -j DNAT\nCOMMIT\n*filter\n-A DOCKER-USER -j RETURN\nCOMMIT\n');
	const now = parseRules('*nat\n-A DOCKER -i sk-1 -j RETURN\nCOMMIT\n*filter\n-A DOCKER-USER -j RETURN\nCOMMIT\n');
	t.is(missingRuleCommands(before, now), '*nat\n-I DOCKER 1 -i br-a -j RETURN\n-I DOCKER 2 -p tcp --dport 1 -j DNAT\nCOMMIT\n');
	t.is(missingRuleCommands(before, before), '');
});

test('a rule is ours by its bridge or by an address behind it', t => {
	const ours = (specification: string) => isOurRule({table: 'nat', chain: 'X', specification}, ['sk-1'], ['172.18.0.1/16']);
	t.true(ours('-s 172.18.0.0/16 ! -o sk-1 -j MASQUERADE'));
	t.true(ours('-s 172.18.3.2/32 -d 172.18.3.2/32 -p tcp -j MASQUERADE'));
	t.false(ours('-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE'));
	t.false(ours('-s 172.16.0.0/12 -j ACCEPT'));
	t.false(ours('-o sk-10 -j DROP'));
});

test('leftovers are known by their command lines, a container\'s processes by the shim above them', t => {
	const paths = embeddedPaths({SINGLE_KUBE_ENGINE_DIR: '/srv/engine'});
	const one = (pid: number, parent: number, ...words: string[]) => ({pid, parent, startTime: '1', arguments: words});
	const left = leftoverProcesses(paths, [
		one(10, 1, '/usr/bin/containerd-shim-runc-v2', '-namespace', paths.namespace, '-id', 'a'),
		one(11, 10, 'nginx'), one(12, 11, 'nginx: worker'),
		one(20, 1, '/usr/bin/containerd-shim-runc-v2', '-namespace', 'moby', '-id', 'b'), one(21, 20, 'nginx'),
		one(30, 1, 'containerd', '--config', `${paths.exec}/containerd/containerd.toml`),
		one(40, 1, 'vi', `${paths.exec}/containerd/containerd.toml`),
	]);
	t.deepEqual(left.map(({pid}) => pid).toSorted((a, b) => a - b), [10, 11, 12, 30]);
});

test('mounts come deepest first, with their blanks, and not those of a neighbour', t => {
	const line = (place: string) => `1 2 3:4 / ${place} rw - ext4 /dev/x rw`;
	t.deepEqual(mountsBelow([line('/e'), line('/e/a\\040b'), line('/engine')].join('\n'), ['/e']), ['/e/a b', '/e']);
});

test('another daemon is in the way when any word of its command line leads into our directory', t => {
	t.true(usesDirectory(['dockerd', '--data-root', '/e/data'], '/e'));
	t.true(usesDirectory(['dockerd', '--data-root=/e'], '/e'));
	t.false(usesDirectory(['dockerd', '--data-root', '/engine'], '/e'));
});

test('what apt would install anew is told from what it would upgrade, and what it would remove from the rest', t => {
	t.deepEqual(newPackages('Inst runc (1.1.5 Debian:12 [amd64])\nInst libc6 [2.36-9] (2.36-10 Debian:12 [amd64])\nConf runc (1.1.5)\n'), ['runc']);
	t.deepEqual(removedPackages('Purg docker.io [20.10]\nRemv docker-compose [1.29]\nRemv docker.io [20.10]\n'), ['docker.io', 'docker-compose']);
});

test('the mirrors that apt could not reach are named once', t => {
	t.deepEqual(unreachableMirrors('W: Failed to fetch http://mirror.test/debian/dists/x/InRelease  Could not connect to mirror.test:80 (192.0.2.9).\nTemporary failure resolving \'other.test\''), ['mirror.test', 'other.test']);
});
