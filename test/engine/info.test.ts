import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {openEngine} from '../../src/engine/open.ts';
import {type EngineInfo, engineInfo} from '../../src/engine/info.ts';
import {listen, makeDirectory} from './fake-engine.ts';

const version = {Version: '28.5.2', ApiVersion: '1.51', MinAPIVersion: '1.24', Os: 'linux', Arch: 'amd64'};
const info = {
	ID: 'x', Name: 'machine', CgroupVersion: '2', CgroupDriver: 'systemd', Driver: 'overlay2', DriverStatus: [['Backing Filesystem', 'extfs']], DockerRootDir: '/var/lib/docker',
	NCPU: 2, MemTotal: 1, KernelVersion: '6.1', OperatingSystem: 'Debian', SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'],
};

async function ask(t: ExecutionContext, change: object): Promise<EngineInfo> {
	const host = await listen(t, path.join(await makeDirectory(t), 'docker.sock'), ({url}, response) => {
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(url!.endsWith('/version') ? version : {...info, ...change}));
	});
	return engineInfo(openEngine({host, origin: 'the test', explicit: true}, {}));
}

test('an engine of root on cgroup v2 with systemd\'s driver', async t => {
	t.like(await ask(t, {}), {
		version: '28.5.2', apiVersion: '1.51', minApiVersion: '1.24', cgroupVersion: 2, cgroupDriver: 'systemd', rootless: false, usernsRemapped: false, containerdImageStore: false,
		securityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'], isLocal: false,
	});
});

test('a rootless one says so among its security options', async t => {
	t.like(await ask(t, {SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless', 'name=cgroupns']}), {rootless: true, usernsRemapped: false});
});

test('one that remaps users says so there, too', async t => {
	t.like(await ask(t, {SecurityOptions: ['name=userns']}), {rootless: false, usernsRemapped: true});
});

test('an engine without security options has none', async t => {
	t.like(await ask(t, {SecurityOptions: null}), {rootless: false, usernsRemapped: false, securityOptions: []});
});

test('the containerd image store shows in the driver\'s status', async t => {
	t.like(await ask(t, {Driver: 'overlayfs', DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']]}), {containerdImageStore: true, storageDriver: 'overlayfs'});
});

test('an engine that does not say its cgroup version has version 1', async t => {
	t.like(await ask(t, {CgroupVersion: undefined, CgroupDriver: 'cgroupfs'}), {cgroupVersion: 1, cgroupDriver: 'cgroupfs'});
});
