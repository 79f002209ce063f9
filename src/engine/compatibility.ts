/**
 * What is known of engines and Kubernetes versions that do not go together, as a table. Pure.
 *
 * Where a row's numbers come from stands beside it; docs/engines.md says what was run for real.
 */
import {inRange} from '../compose/versions.ts';
import type {EngineInfo} from './info.ts';

export type EngineFacts = Pick<EngineInfo,
	'version' | 'apiVersion' | 'minApiVersion' | 'os' | 'architecture' | 'cgroupVersion' | 'cgroupDriver' | 'storageDriver' | 'operatingSystem' | 'rootless' | 'usernsRemapped' | 'isLocal'>;

export type Incompatibility = {
	/** `refuse`: it is known not to work. `warn`: it works, and something about it is to be known. */
	readonly severity: 'refuse' | 'warn';
	/** A name that does not change: `engine-too-old`. */
	readonly code: string;
	/** What is the matter, with the values seen. */
	readonly text: string;
	/** The way out. */
	readonly hint: string;
};

/**
 * @param kubernetesVersion of the cluster that is to run there: "1.20.2"
 * @param criDockerd its cri-dockerd's version, "0.4.3"; undefined where it has none, or nobody knows yet
 * @returns what applies, refusals first; empty when all is well
 */
export function checkEngine(engine: EngineFacts, kubernetesVersion: string, criDockerd?: string): Incompatibility[] {
	const facts: Facts = {engine, kubernetesVersion, criDockerd};
	const found = rules.filter(({applies}) => applies(facts)).map(({severity, code, text, hint}) => ({severity, code, text: text(facts), hint: hint(facts)}));
	return [...found.filter(({severity}) => severity === 'refuse'), ...found.filter(({severity}) => severity === 'warn')];
}

type Facts = {readonly engine: EngineFacts; readonly kubernetesVersion: string; readonly criDockerd: string | undefined};

type Rule = {
	readonly severity: Incompatibility['severity'];
	readonly code: string;
	readonly applies: (facts: Facts) => boolean;
	readonly text: (facts: Facts) => string;
	readonly hint: (facts: Facts) => string;
};

/** API versions of the Docker client in each kubelet with dockershim: go.mod of the Kubernetes releases. */
const dockershimApi = [{versions: '<1.21', api: '1.40'}, {versions: '>=1.21 <1.24', api: '1.41'}] as const;

/** The same for cri-dockerd, whose client takes an older one where the engine has no newer: its go.mod and libdocker/client.go. */
const criDockerdApi = [
	{from: '0.4.2', oldest: '1.26', newest: '1.44'}, {from: '0.4.0', oldest: '1.42', newest: '1.46'}, {from: '0.3.16', oldest: '1.26', newest: '1.44'},
	{from: '0.3.5', oldest: '1.26', newest: '1.43'}, {from: '0.3.4', oldest: '1.26', newest: '1.42'}, {from: '0', oldest: '1.26', newest: '1.41'},
] as const;

const lowerTheMinimum = 'Upgrade the engine to 29.3 or newer, or let it accept older clients: "min-api-version": "1.40" in its daemon.json';

const rules: readonly Rule[] = [
	{
		severity: 'refuse', code: 'windows-containers',
		applies: ({engine}) => engine.os !== 'linux',
		text: ({engine}) => `the engine runs ${engine.os} containers, and every component of a cluster is a Linux program`,
		hint: () => 'Switch Docker Desktop to Linux containers, or name a Linux engine: DOCKER_HOST=ssh://USER@HOST',
	},
	{
		// API 1.41, cgroup v2 and what the gateway asks for came with 20.10; nothing older was ever run.
		severity: 'refuse', code: 'engine-too-old',
		applies: ({engine}) => older(engine.apiVersion, '1.41'),
		text: ({engine}) => `the engine is Docker ${engine.version} (API ${engine.apiVersion}); the oldest that is supported is 20.10 (API 1.41)`,
		hint: () => 'Upgrade the engine, or let single-kube run its own: --engine embedded',
	},
	{
		// Kubelet and kube-proxy need the machine's own mounts, cgroups and devices; a user's engine has none to give.
		severity: 'refuse', code: 'rootless',
		applies: ({engine}) => engine.rootless,
		text: () => 'the engine is a rootless one: the kubelet needs mounts, cgroups and devices that only root of the machine can give it',
		hint: () => 'Use the engine that runs as root: docker context use default (or: sudo npx single-kube start --engine embedded)',
	},
	{
		severity: 'refuse', code: 'userns-remap',
		applies: ({engine}) => engine.usernsRemapped && !engine.rootless,
		text: () => 'the engine remaps users (userns-remap): root in the kubelet\'s container is nobody on the machine, where it has to mount volumes for pods',
		hint: () => 'Take "userns-remap" out of the engine\'s daemon.json and restart it, or let single-kube run its own: --engine embedded',
	},
	{
		severity: 'refuse', code: 'dockershim-api',
		applies: ({engine, kubernetesVersion}) => older(dockershimOf(kubernetesVersion), engine.minApiVersion),
		text: ({engine, kubernetesVersion}) => `the kubelet of Kubernetes ${kubernetesVersion} speaks API ${dockershimOf(kubernetesVersion)!} to the engine, and Docker ${engine.version} refuses what is older than ${engine.minApiVersion}`,
		hint: () => `${lowerTheMinimum} (or in its environment DOCKER_MIN_API_VERSION=1.40), or take a Kubernetes with cri-dockerd: --kubernetes-version 1.24 or newer`,
	},
	{
		severity: 'refuse', code: 'cri-dockerd-old',
		applies: ({engine, criDockerd}) => older(criDockerdOf(criDockerd)?.newest, engine.minApiVersion),
		text: ({engine, criDockerd}) => `cri-dockerd ${criDockerd!} speaks API ${criDockerdOf(criDockerd)!.newest} to the engine, and Docker ${engine.version} refuses what is older than ${engine.minApiVersion}`,
		hint: () => `Take cri-dockerd 0.3.16 or newer, or ${lowerTheMinimum[0]!.toLowerCase()}${lowerTheMinimum.slice(1)}`,
	},
	{
		severity: 'refuse', code: 'cri-dockerd-new',
		applies: ({engine, criDockerd}) => older(engine.apiVersion, criDockerdOf(criDockerd)?.oldest),
		text: ({engine, criDockerd}) => `cri-dockerd ${criDockerd!} wants API ${criDockerdOf(criDockerd)!.oldest} of the engine, and Docker ${engine.version} has ${engine.apiVersion}`,
		hint: () => 'Take cri-dockerd 0.4.2 or newer, which asks for less, or upgrade the engine to 23.0 or newer',
	},
	{
		// KEP-2254: alpha until 1.21, beta from 1.22, stable in 1.25.
		severity: 'warn', code: 'cgroup-v2-early',
		applies: ({engine, kubernetesVersion}) => engine.cgroupVersion === 2 && inRange(kubernetesVersion, '<1.25'),
		text: ({kubernetesVersion}) => `cgroup v2 is ${inRange(kubernetesVersion, '<1.22') ? 'alpha' : 'beta'} in Kubernetes ${kubernetesVersion}; it is stable from 1.25 on`,
		hint: () => 'For numbers of memory and CPU to rely on take --kubernetes-version 1.25 or newer',
	},
	{
		// The kubelet's failCgroupV1 is true by default from 1.35 on; single-kube sets it to false.
		severity: 'warn', code: 'cgroup-v1-deprecated',
		applies: ({engine, kubernetesVersion}) => engine.cgroupVersion === 1 && inRange(kubernetesVersion, '>=1.35'),
		text: ({kubernetesVersion}) => `the engine's machine has cgroup v1, which Kubernetes ${kubernetesVersion} runs on only because it is told to (failCgroupV1: false); a later one may not`,
		hint: () => 'Boot the machine with cgroup v2: systemd.unified_cgroup_hierarchy=1 on the kernel\'s command line',
	},
	{
		severity: 'warn', code: 'architecture-untried',
		applies: ({engine}) => !['amd64', 'arm64'].includes(engine.architecture),
		text: ({engine}) => `nobody has tried the architecture ${engine.architecture}: images and downloads are meant for amd64 and arm64`,
		hint: () => 'Use an engine on one of these: DOCKER_HOST=ssh://USER@HOST',
	},
	{
		severity: 'warn', code: 'slow-storage',
		applies: ({engine}) => engine.storageDriver === 'vfs',
		text: () => 'the engine\'s storage driver is vfs: each layer of each container is a whole copy, which takes time and space',
		hint: () => 'Give the engine a data root on ext4 or xfs, where overlay2 works',
	},
	{
		severity: 'warn', code: 'docker-desktop',
		applies: ({engine}) => isDesktop(engine),
		text: () => 'the engine is in Docker Desktop\'s virtual machine: addresses of nodes, pods and services are not reached from here, and `tunnel` is refused; published ports are on this 127.0.0.1',
		hint: () => 'Publish what you want to reach: npx single-kube start --port 8080:30080',
	},
	{
		severity: 'warn', code: 'engine-elsewhere',
		applies: ({engine}) => !engine.isLocal && !isDesktop(engine),
		text: () => 'the engine runs on another machine: published ports, the apiserver\'s too, are on that machine\'s 127.0.0.1',
		hint: () => 'Bring them here by ssh: ssh -N -L 6443:127.0.0.1:6443 USER@HOST',
	},
];

const isDesktop = ({operatingSystem}: EngineFacts): boolean => operatingSystem.startsWith('Docker Desktop');

const dockershimOf = (kubernetesVersion: string): string | undefined => dockershimApi.find(({versions}) => inRange(kubernetesVersion, versions))?.api;

const criDockerdOf = (version: string | undefined): (typeof criDockerdApi)[number] | undefined =>
	version === undefined ? undefined : criDockerdApi.find(({from}) => !older(version.replace(/^v/, ''), from));

/** Compares by numbers, part by part. False where one of them is not known. */
function older(version: string | undefined, than: string | undefined): boolean {
	if (version === undefined || than === undefined) {
		return false;
	}

	const [a, b] = [version, than].map(text => text.split('.').map(part => Number.parseInt(part, 10)));
	for (const [index, part] of b!.entries()) {
		const other = a![index] ?? 0;
		if (other !== part) {
			return other < part;
		}
	}

	return false;
}
