import test from 'ava';
import {judgeEngine} from '../../../src/doctor/checks/engine.ts';
import {judgePermission} from '../../../src/doctor/checks/permission.ts';
import {judgeVersions, type VersionsSeen} from '../../../src/doctor/checks/versions.ts';
import {judgeCgroups, parseCgroups} from '../../../src/doctor/checks/cgroups.ts';
import {checkEngine, type EngineFacts} from '../../../src/engine/compatibility.ts';
import {verdicts} from '../verdicts.ts';

const own = {linux: true, root: true, dockerd: '/usr/sbin/dockerd', apt: true, mayInstall: true};
const none = {kind: 'none', failure: 'could not reach the engine at unix:///nowhere.sock', hint: 'docker version', named: false, own} as const;

verdicts('engine', judgeEngine, [
	['one that answers', {kind: 'answers', host: 'unix:///var/run/docker.sock', origin: 'the default socket', version: '27.3.1', operatingSystem: 'Debian'}, 'ok', /the default socket.*27\.3\.1/],
	['one that was named and does not answer', {...none, named: true}, 'error', /nowhere\.sock/, /docker version/],
	['none, and a start can run its own', none, 'ok', /embedded engine with \/usr\/sbin\/dockerd/],
	['none, and it would be installed', {...none, own: {...own, dockerd: undefined}}, 'warning', /installs docker\.io/],
	['none, and nothing may be installed', {...none, own: {...own, dockerd: undefined, mayInstall: false}}, 'error', /--no-install/],
	['none, and no apt', {...none, own: {...own, dockerd: undefined, apt: false}}, 'error', /no apt/],
	['none, and not root', {...none, own: {...own, root: false}}, 'error', /sudo npx single-kube engine start/],
	['none, on a Mac', {...none, own: {...own, linux: false}}, 'error', /docker version/],
]);

const socket = {path: '/var/run/docker.sock', owner: 0, group: {id: 999, name: 'docker', members: ['ann']}, mode: 0o660, mayOpen: false, user: {id: 1000, name: 'bob', groups: [1000]}};
verdicts('permission', judgePermission, [
	['who may open it', {...socket, mayOpen: true}, 'ok', /root:docker, mode 660; you are bob/],
	['who is not in its group', socket, 'error', /bob may not open/, /sudo usermod -aG docker bob && newgrp docker/],
	['who joined the group after logging in', {...socket, user: {id: 1001, name: 'ann', groups: [1001]}}, 'error', /^newgrp docker/m],
	['a socket that is root\'s alone', {...socket, group: {id: 0, name: 'root', members: []}, mode: 0o600}, 'error', /sudo npx single-kube start/],
]);

const engine: EngineFacts = {
	version: '27.3.1', apiVersion: '1.47', minApiVersion: '1.24', os: 'linux', architecture: 'amd64', cgroupVersion: 2, cgroupDriver: 'systemd', storageDriver: 'overlay2',
	operatingSystem: 'Debian GNU/Linux 12', rootless: false, usernsRemapped: false, isLocal: true,
};
const seen: VersionsSeen = {engine, kubernetes: ['1.36.2'], singleKube: '0.1.0', node: {version: '24.1.0', wanted: '>=22.20'}};
verdicts('versions', judgeVersions, [
	['all that is new enough', seen, 'ok', /Docker 27\.3\.1 \(API 1\.24 to 1\.47\), Kubernetes 1\.36\.2/],
	['no engine yet', {...seen, engine: undefined}, 'ok'],
	['a rootless engine', {...seen, engine: {...engine, rootless: true}}, 'error', /rootless/],
	['a Docker that refuses the old Kubernetes that was asked for', {...seen, kubernetes: ['1.20.2'], engine: {...engine, version: '29.0.0', minApiVersion: '1.44'}}, 'error', /min-api-version/],
	['a Docker that refuses one of two that may be chosen', {...seen, kubernetes: ['1.20.2', '1.36.2'], engine: {...engine, version: '29.0.0', apiVersion: '1.52', minApiVersion: '1.44'}}, 'warning', /1\.20\.2/],
	['Docker Desktop', {...seen, engine: {...engine, operatingSystem: 'Docker Desktop', isLocal: false}}, 'warning', /virtual machine/],
	['an old Node', {...seen, node: {version: '22.19.0', wanted: '>=22.20'}}, 'error', /Node 22\.19\.0/],
	['the oldest Node', {...seen, node: {version: '22.20.0', wanted: '>=22.20'}}, 'ok'],
	['cgroup v1, which another check judges', {...seen, engine: {...engine, cgroupVersion: 1}}, 'ok'],
]);

const all = {memory: true, cpuQuota: true, cpuSet: true, pids: true};
const cgroups = {version: 2, driver: 'systemd', limits: all, notes: [], controllers: undefined} as const;
const notes = (cgroupVersion: 1 | 2, kubernetes: string) => checkEngine({...engine, cgroupVersion}, kubernetes).filter(({code}) => code.startsWith('cgroup-'));
verdicts('cgroups', judgeCgroups, [
	['version 2 with all controllers', {...cgroups, controllers: ['cpuset', 'cpu', 'io', 'memory', 'pids']}, 'ok', /v2, driver systemd, controllers cpuset/],
	['version 1 and a Kubernetes that it suits', {...cgroups, version: 1, notes: notes(1, '1.30.0')}, 'ok'],
	['version 1 and a new Kubernetes', {...cgroups, version: 1, notes: notes(1, '1.36.2')}, 'warning', /failCgroupV1/],
	['version 2 and an old Kubernetes', {...cgroups, notes: notes(2, '1.20.2')}, 'warning', /alpha/],
	['no memory controller', {...cgroups, controllers: ['cpuset', 'cpu', 'pids']}, 'error', /lacks the cgroup controller memory/, /cgroup_enable=memory/],
	['no memory controller, as a distant engine says', {...cgroups, limits: {...all, memory: false}}, 'error', /memory/],
	['no pids controller', {...cgroups, limits: {...all, pids: false}}, 'warning', /pids/],
]);

test('of the kernel\'s list of controllers those count that are switched on', t => {
	t.deepEqual([...parseCgroups('#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t4\t100\t1\nmemory\t0\t1\t0\npids\t9\t2\t1\n')], ['cpuset', 'pids']);
});
