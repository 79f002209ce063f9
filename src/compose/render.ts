/** A topology as one file of the Compose Specification: what a person can read and a stock Compose accepts. */
import {dump} from 'js-yaml';
import type {Component, ContainerSpec, Mount, Topology} from '../plan/topology.ts';

/** @returns YAML; Compose's `$` is escaped, nothing is left to interpolate */
export function renderCompose(topology: Topology): string {
	return dump(escapeDollars({
		services: Object.fromEntries(topology.components.map(component => [serviceName(component.id), serviceOf(component, topology)])),
		networks: {
			cluster: {
				name: topology.network.name,
				driver: 'bridge',
				driver_opts: topology.network.driverOptions,
				ipam: {config: [{subnet: topology.network.subnet, ip_range: topology.network.ipRange}]},
				labels: topology.network.labels,
			},
		},
		volumes: Object.fromEntries(topology.volumes.map(({name, labels}) => [name, {name, labels}])),
	}), {lineWidth: 160});
}

/** Compose allows no `@` in a service's name: `kubelet@node-1` becomes `kubelet-node-1`. */
function serviceName(id: string): string {
	return id.replace('@', '-');
}

function serviceOf({container, dependsOn, summary}: Component, topology: Topology): Record<string, unknown> {
	return withoutEmpty({
		image: container.image,
		container_name: container.name,
		hostname: container.hostname,
		user: container.user,
		entrypoint: container.entrypoint,
		command: container.command,
		environment: container.environment,
		working_dir: container.workingDirectory,
		labels: container.labels,
		...networkOf(container),
		pid: container.hostPid ? 'host' : undefined,
		depends_on: dependsOn.map(id => serviceName(id)),
		ports: container.ports.map(port => `${port.hostAddress}:${port.hostPort}:${port.containerPort}${port.protocol === 'tcp' ? '' : `/${port.protocol}`}`),
		volumes: container.mounts.map(volumeOf),
		cap_add: container.capAdd,
		cap_drop: container.capDrop,
		security_opt: container.securityOptions,
		device_cgroup_rules: container.deviceCgroupRules,
		devices: container.devices,
		sysctls: container.sysctls,
		restart: container.restart,
		init: container.init || undefined,
		'x-single-kube': {summary, cluster: topology.cluster},
	});
}

function networkOf({network}: ContainerSpec): Record<string, unknown> {
	switch (network.kind) {
		case 'cluster': {
			return {networks: {cluster: withoutEmpty({ipv4_address: network.address, aliases: network.aliases})}};
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

function volumeOf(mount: Mount): Record<string, unknown> {
	return mount.kind === 'volume'
		? {type: 'volume', source: mount.volume, target: mount.target, read_only: mount.readOnly}
		: {type: 'bind', source: mount.source, target: mount.target, read_only: mount.readOnly, bind: {propagation: mount.propagation}};
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
