/** What the registry is: one container and one volume an engine, beside its clusters and part of none. */
import {labels} from '../labels.ts';
import type {PortSpec} from '../plan/ports.ts';
import type {ContainerSpec} from '../plan/topology.ts';

/** The container's name, and the volume's. */
export const registryName = 'sk-registry';
export const defaultRegistryPort = 5000;
/** What the registry logs when it serves. */
export const servingLine = 'listening on';

const address = '127.0.0.1';
const containerPort = 5000;

/** How images in it are named: the engine takes a registry of this name without TLS (Docker, "Test an insecure registry"). */
export const registryHost = (port: number): string => `localhost:${port}`;

/** The port as those are described that lead to a cluster: for who looks whether it is free. */
export const registryPort = (port: number): PortSpec => ({address, hostPort: port, nodePort: containerPort, protocol: 'tcp'});

/** @param image the reference of the image `registry` */
export function registryContainer(image: string, port: number): ContainerSpec {
	return {
		name: registryName, image, hostname: 'registry', command: [], environment: {}, workingDirectory: undefined,
		labels: {[labels.registry]: String(port)},
		network: {kind: 'cluster', address: undefined, aliases: []},
		hostPid: false, capAdd: [], capDrop: ['ALL'], securityOptions: ['no-new-privileges=true'], deviceCgroupRules: [], devices: [], sysctls: {},
		mounts: [{kind: 'volume', volume: registryName, target: '/var/lib/registry', readOnly: false}],
		ports: [{hostAddress: address, hostPort: port, containerPort, protocol: 'tcp'}],
		// No agent looks after it.
		restart: 'unless-stopped', init: false,
	};
}

/**
 * What tools such as Tilt and Skaffold read to learn where a cluster's registry is (KEP-1755). Pods cannot reach it: there is no
 * `hostFromClusterNetwork`.
 */
export function registryAnnouncement(port: number): object {
	const host = registryHost(port);
	return {
		apiVersion: 'v1', kind: 'ConfigMap',
		metadata: {name: 'local-registry-hosting', namespace: 'kube-public', labels: {[announcementLabel]: 'true'}},
		data: {'localRegistryHosting.v1': `host: "${host}"\nhostFromContainerRuntime: "${host}"\n`},
	};
}

/** Tells our announcement from one that somebody else made. */
export const announcementLabel = 'single-kube.dev/registry';
