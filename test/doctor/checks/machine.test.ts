import test from 'ava';
import {judgeCapabilities} from '../../../src/doctor/checks/capabilities.ts';
import {judgeCpus} from '../../../src/doctor/checks/cpus.ts';
import {judgeDisk} from '../../../src/doctor/checks/disk.ts';
import {judgeInotify} from '../../../src/doctor/checks/inotify.ts';
import {judgeIptables} from '../../../src/doctor/checks/iptables.ts';
import {configurationOf, judgeKernel, modulesOf} from '../../../src/doctor/checks/kernel.ts';
import {judgeMemory, parseMemory} from '../../../src/doctor/checks/memory.ts';
import {judgeOpenFiles, parseOpenFiles} from '../../../src/doctor/checks/open-files.ts';
import {formatBytes} from '../../../src/doctor/format-bytes.ts';
import {verdicts} from '../verdicts.ts';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

const memory = {total: 8 * gibibyte, available: 4 * gibibyte, swap: 0, elsewhere: false};
verdicts('memory', judgeMemory, [
	['plenty', memory, 'ok', /8 GiB in all, 4 GiB available/],
	['a distant engine, of which only the whole is known', {total: 4 * gibibyte, available: undefined, swap: undefined, elsewhere: true}, 'ok'],
	['a small machine', {...memory, total: gibibyte}, 'warning', /little for pods/],
	['one that is too small', {...memory, total: 400 * mebibyte}, 'error', /400 MiB/],
	['a small virtual machine of Docker Desktop', {total: 400 * mebibyte, available: undefined, swap: undefined, elsewhere: true}, 'error', /Settings, Resources/],
	['one that is full', {...memory, available: 300 * mebibyte}, 'warning', /300 MiB of memory are available/],
]);

test('memory is read as the kernel writes it, in kibibytes; what it does not say is not known', t => {
	t.deepEqual(parseMemory('MemTotal:       24684084 kB\nMemAvailable:   20000000 kB\nSwapTotal:             0 kB\n'), {total: 24_684_084 * 1024, available: 20_000_000 * 1024, swap: 0});
	t.deepEqual(parseMemory(''), {total: undefined, available: undefined, swap: undefined});
});

verdicts('cpus', judgeCpus, [
	['two that idle', {cpus: 2, load: 0.4}, 'ok', /^2, load 0\.4$/],
	['a distant engine\'s', {cpus: 4, load: undefined}, 'ok'],
	['one', {cpus: 1, load: 0}, 'warning', /one CPU/],
	['two that are overrun', {cpus: 2, load: 14}, 'warning', /load is 14\.0/, /--timeout/],
]);

const disk = (free: number, inodes?: number) => ({
	fileSystems: [{what: 'the engine\'s data root' as const, directory: '/var/lib/docker', free, inodes: inodes === undefined ? undefined : {free: inodes, total: 1_000_000}}], hasImages: true, storageDriver: 'overlay2', docker: 'docker -H unix:///x',
});
verdicts('disk', judgeDisk, [
	['plenty', disk(50 * gibibyte, 500_000), 'ok', /50 GiB free, 500000 inodes/],
	['a file system without a number of inodes', disk(50 * gibibyte), 'ok'],
	['too little to build, and the images are there', disk(3 * gibibyte), 'ok'],
	['too little to build, and the images are not there', {...disk(3 * gibibyte), hasImages: false}, 'warning', /6 GiB/],
	['nearly full', disk(600 * mebibyte), 'warning', /600 MiB left/, /docker -H unix:\/\/\/x system prune/],
	['full', disk(100 * mebibyte), 'error', /containers cannot be made/],
	['a cache that is full', {...disk(gibibyte), fileSystems: [{what: 'the cache', directory: '/home/ann/.cache', free: 0, inodes: undefined}]}, 'warning', /nothing can be kept there/],
	['few inodes', disk(50 * gibibyte, 10_000), 'warning', /10000 of 1000000 inodes/],
	['no inodes', disk(50 * gibibyte, 0), 'error', /du --inodes/],
	['vfs', {...disk(50 * gibibyte), storageDriver: 'vfs'}, 'warning', /vfs/],
]);

test('sizes are written in units that leave at most three digits before the point', t => {
	t.deepEqual([0, 512, 1536, 700 * mebibyte, 23.5 * gibibyte].map(formatBytes), ['0 B', '512 B', '1.5 KiB', '700 MiB', '23.5 GiB']);
});

verdicts('inotify', judgeInotify, [
	['what most distributions have', {instances: 128, watches: 65_536, used: 18}, 'ok', /128 instances, 18 of them in use by root/],
	['the limits alone', {instances: 128, watches: 65_536, used: undefined}, 'ok', /^128 instances; 65536 watches$/],
	['nearly used up', {instances: 128, watches: 65_536, used: 120}, 'warning', /8 of 128/, /max_user_instances=1024/],
	['used up', {instances: 128, watches: 65_536, used: 128}, 'error', /too many open files/],
	['few watches', {instances: 128, watches: 8192, used: 3}, 'warning', /max_user_watches/],
	['no watches', {instances: 128, watches: 100, used: 3}, 'error', /no space left on device/],
]);

verdicts('open-files', judgeOpenFiles, [
	['enough', {process: {soft: 1024, hard: 1_048_576}, machine: {used: 5000, limit: 9.2e18}}, 'ok', /the machine 5000 of unlimited/],
	['a small hard limit', {process: {soft: 1024, hard: 1024}, machine: {used: 5000, limit: 100_000}}, 'warning', /ulimit -n 65536/],
	['a machine that is full', {process: {soft: 1024, hard: 65_536}, machine: {used: 95_000, limit: 100_000}}, 'warning', /fs\.file-max/],
]);

test('limits are read as the kernel writes them, "unlimited" too', t => {
	const limits = 'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 unlimited            files     \n';
	t.deepEqual(parseOpenFiles(limits, '4294\t0\t2466170\n'), {process: {soft: 1024, hard: Number.POSITIVE_INFINITY}, machine: {used: 4294, limit: 2_466_170}});
	t.is(parseOpenFiles('', ''), undefined);
});

verdicts('capabilities', judgeCapabilities, [
	['all', {of: 'the engine', bounding: '000001ffffffffff', last: 40, docker: '20.10.24'}, 'ok', /^all 41, of the engine$/],
	['all but SYS_RESOURCE, which is said', {of: 'the engine', bounding: '000001fffeffffff', last: 40, docker: '20.10.24+dfsg1'}, 'ok', /all but SYS_RESOURCE \(without/],
	['an old kernel, which knows fewer', {of: 'the engine', bounding: '0000003fffffffff', last: 37, docker: '20.10.24'}, 'ok', /^all 38, of/],
	['a container without SYS_ADMIN', {of: 'the engine', bounding: '000001ffffdfffff', last: 40, docker: '27.0.0'}, 'error', /capability SYS_ADMIN/, /--privileged/],
	['what only Docker before 23.0 stumbles over', {of: 'the engine', bounding: '000001fffffeffff', last: 40, docker: '20.10.24'}, 'error', /SYS_MODULE/],
	['the same with a newer Docker', {of: 'the engine', bounding: '000001fffffeffff', last: 40, docker: '27.0.0'}, 'ok', /all but SYS_MODULE/],
	['a shell that is more confined than the engine may be', {of: 'this process', bounding: '000001ffffdfffff', last: 40, docker: '27.0.0'}, 'warning', /this process lacks/],
	['the defaults of a container, in which the engine would run', {of: 'this process', bounding: '00000000a80425fb', last: 40, docker: undefined}, 'error', /NET_ADMIN.*SYS_ADMIN/],
]);

const modules = ['overlay', 'bridge', 'veth', 'br_netfilter', 'nf_conntrack', 'nf_tables', 'nf_nat', 'xt_comment', 'xt_conntrack', 'xt_addrtype', 'xt_statistic', 'xt_mark', 'xt_recent'];
const kernel = {release: '6.1.0', present: new Set(modules), available: undefined, configured: undefined, bridgeNetfilter: true, ipForward: true};
verdicts('kernel', judgeKernel, [
	['everything loaded', kernel, 'ok', /^Linux 6\.1\.0: 13 of 13 features seen$/],
	['what is loaded when needed', {...kernel, present: new Set<string>(), available: new Set(modules)}, 'ok', /to be loaded when needed: overlay, bridge/],
	['a kernel that shows nothing of what it has built in', {...kernel, present: new Set(['overlay'])}, 'ok', /built in, or not to be seen from here: bridge/],
	['a module that the kernel\'s own list lacks', {...kernel, present: new Set<string>(), available: new Set(modules.filter(name => name !== 'xt_statistic'))}, 'error', /no xt_statistic/, /modprobe xt_statistic/],
	['what is built in, as its configuration says', {...kernel, present: new Set(modules.filter(name => name !== 'veth')), configured: configurationOf('CONFIG_VETH=y\n')}, 'ok', /13 of 13/],
	['what its configuration has as a module', {...kernel, present: new Set(modules.filter(name => name !== 'veth')), configured: configurationOf('CONFIG_VETH=m\n')}, 'ok', /to be loaded when needed: veth/],
	['what its configuration does not have', {...kernel, present: new Set(modules.filter(name => name !== 'xt_recent')), configured: configurationOf('# CONFIG_NETFILTER_XT_MATCH_RECENT is not set\n')}, 'error', /no xt_recent/],
	['a bridge that the packet filter does not see', {...kernel, bridgeNetfilter: false}, 'warning', /br_netfilter/, /bridge-nf-call-iptables=1/],
	['an engine that says nothing of it', {...kernel, bridgeNetfilter: undefined}, 'ok'],
	['no forwarding', {...kernel, ipForward: false}, 'warning', /ip_forward=1/],
]);

test('the kernel\'s lists of modules become the names that modprobe takes', t => {
	t.deepEqual([...modulesOf('kernel/fs/overlayfs/overlay.ko\n', 'kernel/net/netfilter/xt_comment.ko.xz: kernel/net/x.ko.xz\nkernel/net/bridge/br-netfilter.ko:\n')], ['overlay', 'xt_comment', 'br_netfilter']);
});

const iptables = {version: 'iptables v1.8.9 (nf_tables)', legacyTables: [], rules: {legacy: undefined, nft: 60}, hasEngine: true};
verdicts('iptables', judgeIptables, [
	['rules in one backend', iptables, 'ok', /60 rules in nf_tables/],
	['legacy alone', {...iptables, version: 'iptables v1.8.9 (legacy)', legacyTables: ['filter'], rules: {legacy: 20, nft: 0}}, 'ok', /20 in legacy \(filter\)/],
	['rules in both', {...iptables, legacyTables: ['filter', 'nat'], rules: {legacy: 3, nft: 60}}, 'warning', /3 rules are in legacy/, /iptables-legacy-save/],
	['the other way round', {...iptables, version: 'iptables v1.8.9 (legacy)', legacyTables: ['filter'], rules: {legacy: 20, nft: 1}}, 'warning', /1 rule is in nf_tables/],
	['none, and an engine that answers', {...iptables, version: undefined, rules: {legacy: undefined, nft: undefined}}, 'ok'],
	['none, and no engine', {...iptables, version: undefined, rules: {legacy: undefined, nft: undefined}, hasEngine: false}, 'error', /apt-get install/],
]);
