/** The container that keeps a tunnel open, and the one that takes back what such a container could not. */
import {labels} from '../labels.ts';
import {tunnelComponent} from '../engine/observe.ts';
import type {ClusterSpec} from '../cluster/options.ts';
import type {ContainerSpec} from '../plan/topology.ts';
import {addressAt} from '../cluster/cidr.ts';
import {inertContainer} from '../cluster/workbench.ts';

export const tunnelName = (cluster: string): string => `sk-${cluster}-tunnel`;

/** @param action `close` needs no tunnel to be there @param dns the cluster's DNS server; undefined for routes only */
export function tunnelContainer(cluster: string, spec: ClusterSpec, image: string, action: 'open' | 'close', dns?: string): ContainerSpec {
	return {
		...inertContainer(cluster, action === 'open' ? 'tunnel' : 'tunnel-close', image, {labels: {[labels.component]: tunnelComponent}}),
		command: ['tunnel', action],
		environment: {CLUSTER: cluster, NODE_ADDRESS: nodeAddress(spec), RANGES: `${spec.serviceCidr} ${spec.podCidr}`, DNS_ADDRESS: dns ?? ''},
		network: {kind: 'host'}, hostPid: true,
		capAdd: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_CHROOT', 'SYS_PTRACE', 'DAC_OVERRIDE', 'DAC_READ_SEARCH'],
		securityOptions: ['seccomp=unconfined', 'apparmor=unconfined'],
	};
}

export function nodeAddress({subnet}: ClusterSpec): string {
	return addressAt(subnet, 10);
}
