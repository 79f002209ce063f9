import test from 'ava';
import {checkEngine, type EngineFacts} from '../../src/engine/compatibility.ts';
import {refuseIncompatible} from '../../src/engine/refuse-incompatible.ts';
import {SingleKubeError} from '../../src/errors.ts';
import type {SingleKubeEvent} from '../../src/events.ts';

/** Debian 12's docker.io. */
const engine: EngineFacts = {
	version: '20.10.24+dfsg1', apiVersion: '1.41', minApiVersion: '1.12', os: 'linux', architecture: 'amd64', cgroupVersion: 1, cgroupDriver: 'cgroupfs',
	storageDriver: 'overlay2', operatingSystem: 'Debian GNU/Linux 12 (bookworm)', rootless: false, usernsRemapped: false, isLocal: true,
};
const docker28: Partial<EngineFacts> = {version: '28.5.2', apiVersion: '1.51', minApiVersion: '1.24', cgroupVersion: 2, cgroupDriver: 'systemd', storageDriver: 'overlayfs'};
const docker290: Partial<EngineFacts> = {...docker28, version: '29.0.0', apiVersion: '1.52', minApiVersion: '1.44'};
const docker293: Partial<EngineFacts> = {...docker28, version: '29.3.0', apiVersion: '1.54', minApiVersion: '1.40'};

type Case = {
	readonly says: string; readonly change?: Partial<EngineFacts>; readonly kubernetes: string; readonly criDockerd?: string;
	/** Codes, each with the first letter of its severity. */
	readonly found: readonly string[];
};

const cases: readonly Case[] = [
	{says: 'nothing is wrong with Docker 20.10 on cgroup v1 and Kubernetes 1.20', kubernetes: '1.20.2', found: []},
	{says: 'nothing is wrong with Docker 28 on cgroup v2 and Kubernetes 1.36', change: docker28, kubernetes: '1.36.2', criDockerd: '0.4.3', found: []},
	{says: 'an engine older than 20.10 is refused', change: {version: '19.03.15', apiVersion: '1.40'}, kubernetes: '1.20.2', found: ['r engine-too-old']},
	{says: 'API versions are compared by number, not as text', change: {apiVersion: '1.9'}, kubernetes: '1.20.2', found: ['r engine-too-old']},
	{says: 'Windows containers are refused', change: {os: 'windows'}, kubernetes: '1.36.2', found: ['r windows-containers', 'w cgroup-v1-deprecated']},
	{says: 'a rootless engine is refused', change: {rootless: true}, kubernetes: '1.20.2', found: ['r rootless']},
	{says: 'a rootless engine, which remaps users by its nature, is refused once', change: {rootless: true, usernsRemapped: true}, kubernetes: '1.20.2', found: ['r rootless']},
	{says: 'an engine that remaps users is refused', change: {usernsRemapped: true}, kubernetes: '1.20.2', found: ['r userns-remap']},
	{says: 'dockershim is refused on Docker 29.0', change: {...docker290, cgroupVersion: 1}, kubernetes: '1.20.2', found: ['r dockershim-api']},
	{says: 'the last dockershim is refused on Docker 29.0', change: {...docker290, cgroupVersion: 1}, kubernetes: '1.23.17', found: ['r dockershim-api']},
	{says: 'dockershim goes with Docker 29.3', change: {...docker293, cgroupVersion: 1}, kubernetes: '1.20.2', found: []},
	{says: 'an engine told to take API 1.41 takes Kubernetes 1.21 and not 1.20', change: {...docker290, minApiVersion: '1.41', cgroupVersion: 1}, kubernetes: '1.21.14', found: []},
	{says: 'an engine told to take API 1.41 refuses Kubernetes 1.20', change: {...docker290, minApiVersion: '1.41', cgroupVersion: 1}, kubernetes: '1.20.2', found: ['r dockershim-api']},
	{says: 'Kubernetes 1.36 goes with Docker 29.0', change: docker290, kubernetes: '1.36.2', criDockerd: '0.4.3', found: []},
	{says: 'an old cri-dockerd is refused on Docker 29.0', change: docker290, kubernetes: '1.29.0', criDockerd: '0.3.15', found: ['r cri-dockerd-old']},
	{says: 'cri-dockerd 0.3.16 goes with Docker 29.0', change: docker290, kubernetes: '1.29.0', criDockerd: 'v0.3.16', found: []},
	{says: 'cri-dockerd 0.2.6 is refused on Docker 29.0', change: docker290, kubernetes: '1.25.0', criDockerd: '0.2.6', found: ['r cri-dockerd-old']},
	{says: 'cri-dockerd 0.4.1 is refused on Docker 20.10', kubernetes: '1.34.0', criDockerd: '0.4.1', found: ['r cri-dockerd-new']},
	{says: 'cri-dockerd 0.4.1 goes with Docker 28', change: docker28, kubernetes: '1.34.0', criDockerd: '0.4.1', found: []},
	{says: 'cri-dockerd 0.4.10 is newer than 0.4.2 and goes with Docker 20.10', kubernetes: '1.34.0', criDockerd: '0.4.10', found: []},
	{says: 'a cri-dockerd that is not known yet is no reason', change: docker290, kubernetes: '1.29.0', found: []},
	{says: 'cgroup v2 is warned of before it was stable', change: {cgroupVersion: 2}, kubernetes: '1.24.17', found: ['w cgroup-v2-early']},
	{says: 'cgroup v2 is not warned of from 1.25 on', change: {cgroupVersion: 2}, kubernetes: '1.25.0', found: []},
	{says: 'cgroup v1 is warned of from 1.35 on', kubernetes: '1.35.0', found: ['w cgroup-v1-deprecated']},
	{says: 'cgroup v1 is not warned of before', kubernetes: '1.34.9', found: []},
	{says: 'arm64 is as good as amd64', change: {architecture: 'arm64'}, kubernetes: '1.20.2', found: []},
	{says: 'another architecture is warned of', change: {architecture: 's390x'}, kubernetes: '1.20.2', found: ['w architecture-untried']},
	{says: 'a storage driver that copies whole layers is warned of', change: {storageDriver: 'vfs'}, kubernetes: '1.20.2', found: ['w slow-storage']},
	{says: 'Docker Desktop\'s limits are said', change: {operatingSystem: 'Docker Desktop', isLocal: false}, kubernetes: '1.20.2', found: ['w docker-desktop']},
	{says: 'an engine on another machine is said', change: {isLocal: false}, kubernetes: '1.20.2', found: ['w engine-elsewhere']},
	{says: 'refusals come before warnings', change: {isLocal: false, rootless: true, storageDriver: 'vfs'}, kubernetes: '1.20.2', found: ['r rootless', 'w slow-storage', 'w engine-elsewhere']},
];

for (const {says, change, kubernetes, criDockerd, found} of cases) {
	test(says, t => {
		const answer = checkEngine({...engine, ...change}, kubernetes, criDockerd);
		t.deepEqual(answer.map(({severity, code}) => `${severity[0]!} ${code}`), found);
		for (const {text, hint} of answer) {
			t.notRegex(`${text} ${hint}`, /undefined|\[object/);
			t.true(hint.length > 20);
		}
	});
}

test('what is refused says why, what the engine is and the way out', t => {
	const events: SingleKubeEvent[] = [];
	const error = t.throws(() => refuseIncompatible({...engine, ...docker290, rootless: true}, '1.20.2', event => events.push(event)), {instanceOf: SingleKubeError});
	t.is(error.code, 'ENGINE_INCOMPATIBLE');
	t.is(error.kind, 'preflight');
	t.regex(error.message, /^Kubernetes 1\.20\.2 cannot run on this engine: the engine is a rootless one/);
	t.regex(error.seen.join('\n'), /Docker 29\.0\.0, API 1\.44 to 1\.52, linux\/amd64\nthe kubelet of Kubernetes 1\.20\.2 speaks API 1\.40/);
	t.regex(error.hint!, /docker context use default/);
	t.deepEqual(events, []);
});

test('dockershim\'s way out names all three', t => {
	const error = t.throws(() => refuseIncompatible({...engine, ...docker290, cgroupVersion: 1}, '1.20.2', () => undefined), {instanceOf: SingleKubeError});
	for (const way of ['29.3', '"min-api-version": "1.40"', 'DOCKER_MIN_API_VERSION=1.40', '--kubernetes-version 1.24']) {
		t.true(error.hint!.includes(way), way);
	}
});

test('what works with limits is said, and goes on', t => {
	const events: SingleKubeEvent[] = [];
	refuseIncompatible(engine, '1.36.2', event => events.push(event), '0.4.3');
	t.like(events, [{type: 'warned', phase: 'engine'}]);
	t.regex((events[0] as {text: string}).text, /^The engine's machine has cgroup v1.*failCgroupV1: false.*\. Boot the machine/);
});
