/** A topology as one file of the Compose Specification, with which a stock Compose, 1.29 or newer, brings the cluster up. */
import {dump} from 'js-yaml';
import {splitSysctls} from '../engine/interface-sysctls.ts';
import {bindOf} from '../plan/bind.ts';
import type {Component, ContainerSpec, Topology} from '../plan/topology.ts';
import {settingsVolume} from '../plan/settings.ts';
import {grace} from '../plan/teardown.ts';
import {filesFolder, filesService} from './files-service.ts';

/** What a file for one engine has to know of it; the defaults are those of Docker 20.10 on a machine with cgroup v1. */
export type ComposeEngine = {
	/** The newest that it speaks: "1.41". */
	readonly apiVersion: string;
	readonly cgroupVersion: 1 | 2;
	/** Capabilities that its machine lacks, and that it therefore refuses to drop. */
	readonly unavailable: readonly string[];
};

/** The variable that tells the agent that Compose makes and removes the containers. */
const composedVariable = 'COMPOSED';

/** @returns YAML; Compose's `$` is escaped, nothing is left to interpolate */
export function renderCompose(topology: Topology, engine: ComposeEngine = {apiVersion: '1.41', cgroupVersion: 1, unavailable: []}): string {
	const settings = settingsVolume(topology);
	return dump(escapeDollars({
		services: {
			[filesFolder]: filesService(topology),
			...Object.fromEntries(topology.components.map(component => [serviceName(component.id), serviceOf(component, topology, engine)])),
		},
		networks: {
			cluster: {
				name: topology.network.name,
				driver: 'bridge',
				driver_opts: topology.network.driverOptions,
				ipam: {config: [{subnet: topology.network.subnet, ip_range: topology.network.ipRange}]},
				labels: topology.network.labels,
			},
		},
		volumes: Object.fromEntries([...topology.volumes, settings].map(({name, labels}) => [name, {name, labels}])),
	}), {lineWidth: 160});
}

/** Compose allows no `@` in a service's name: `kubelet@node-1` becomes `kubelet-node-1`. */
function serviceName(id: string): string {
	return id.replace('@', '-');
}

function serviceOf(component: Component, topology: Topology, engine: ComposeEngine): Record<string, unknown> {
	const {container, dependsOn, summary, name} = component;
	const sysctls = splitSysctls(container.sysctls, engine.apiVersion);
	const started = (id: string): string => topology.components.find(other => other.id === id)!.job ? 'service_completed_successfully' : 'service_started';
	return withoutEmpty({
		image: container.image,
		container_name: container.name,
		hostname: container.hostname,
		user: container.user,
		...wordsOf(container),
		environment: name === 'agent' ? {...container.environment, [composedVariable]: '1'} : container.environment,
		working_dir: container.workingDirectory,
		labels: container.labels,
		...networkOf(container, sysctls.driverOptions),
		pid: container.hostPid ? 'host' : undefined,
		// On v2 engines give each container a cgroup namespace of its own; on v1 there is none, and Compose 1.29 knows no such key.
		cgroup: container.hostPid && engine.cgroupVersion === 2 ? 'host' : undefined,
		depends_on: Object.fromEntries([
			[filesFolder, {condition: 'service_completed_successfully'}], ...dependsOn.map(id => [serviceName(id), {condition: started(id)}] as const),
		]),
		ports: container.ports.map(port => `${port.hostAddress}:${port.hostPort}:${port.containerPort}${port.protocol === 'tcp' ? '' : `/${port.protocol}`}`),
		volumes: container.mounts.map(bindOf),
		cap_add: container.capAdd,
		cap_drop: container.capDrop.filter(capability => !engine.unavailable.includes(capability)),
		security_opt: container.securityOptions.filter(option => option !== unmasked),
		device_cgroup_rules: container.deviceCgroupRules,
		devices: container.devices,
		sysctls: sysctls.container,
		restart: container.restart,
		init: container.init || undefined,
		logging: {driver: 'json-file', options: {'max-size': '10m', 'max-file': '2'}},
		stop_grace_period: `${name === 'agent' ? agentGrace : name === 'etcd' ? grace.etcd : grace.other}s`,
		'x-single-kube': {summary, cluster: topology.cluster},
	});
}

/** In seconds, as in teardown.ts; but the agent takes back what the node left on the host. */
const agentGrace = 90;

/** The word with which Docker's CLI, and Compose from 2.0 on, lifts the masks of /proc. */
const unmasked = 'systempaths=unconfined';
/** The same for Compose 1.29, which would pass that word on to an engine that does not know it: whoever may mount may unmount. */
const unmask = 'cut -d" " -f2 /proc/mounts | grep ^/proc/ | sort -r | while read -r masked; do umount "$masked"; done; exec "$0" "$@"';

function wordsOf({securityOptions, entrypoint, command}: ContainerSpec): Record<string, unknown> {
	return {entrypoint: securityOptions.includes(unmasked) ? ['sh', '-c', unmask, ...entrypoint ?? []] : entrypoint, command};
}

function networkOf({network}: ContainerSpec, driverOptions: Readonly<Record<string, string>>): Record<string, unknown> {
	switch (network.kind) {
		case 'cluster': {
			return {networks: {cluster: withoutEmpty({ipv4_address: network.address, aliases: network.aliases, driver_opts: driverOptions})}};
		}

		case 'joins': {
			return {network_mode: `service:${serviceName(network.component)}`};
		}

		case 'host':
		case 'none': {
			return {network_mode: network.kind};
		}
	}
}

function withoutEmpty(record: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(record).filter(([, value]) =>
		value !== undefined && !(Array.isArray(value) && value.length === 0) && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0)));
}

function escapeDollars(value: unknown): unknown {
	if (typeof value === 'string') {
		return value.replaceAll('$', '$$$$');
	}

	if (Array.isArray(value)) {
		return value.map(item => escapeDollars(item));
	}

	return value !== null && typeof value === 'object'
		? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeDollars(item)])) : value;
}
