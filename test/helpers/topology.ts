/** The topology of compose/ for a made-up engine, and what an engine would have of it. */
import {designTopology, type DesignInput} from '../../src/cluster/design.ts';
import type {Observed, ObservedContainer} from '../../src/plan/observed.ts';
import {addonNames} from '../../src/plan/addons.ts';
import {appliedHash, settingsVolume} from '../../src/plan/settings.ts';
import type {Topology} from '../../src/plan/topology.ts';

export const imageNames = [
	'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'cri-dockerd', 'kube-proxy', 'kubectl', 'pause', 'holder', 'access', 'agent', 'dns', 'nginx',
	'cloud-controller-manager',
	'metrics-server',
	'ingress',
];

export const designInput: DesignInput = {
	cluster: 'default',
	spec: {kubernetesVersion: '1.20.2', apiPort: 6443, subnet: '172.30.0.0/24', podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12'},
	images: Object.fromEntries(imageNames.map(name => [name, `single-kube/${name}:1`])),
	settings: {addons: addonNames, dnsReplicas: 1},
	engine: {socketPath: '/var/run/docker.sock', rootDir: '/var/lib/docker', mtu: 1500, cgroupDriver: 'cgroupfs', cgroupVersion: 1},
};

export async function makeTopology(change: Partial<DesignInput> = {}): Promise<Topology> {
	return designTopology({...designInput, ...change});
}

export const nothing: Observed = {network: undefined, volumes: [], held: [], applied: undefined, containers: [], pods: [], leftovers: []};

/** What an engine has when all is well: everything was started one second after what it joins. */
export function allRunning(topology: Topology, change: (container: ObservedContainer) => Partial<ObservedContainer> = () => ({})): Observed {
	return {
		applied: appliedHash(topology),
		network: {id: 'n'.repeat(64)},
		volumes: [...topology.volumes, settingsVolume(topology)].map(({name}) => ({name, version: '1.20.2'})),
		held: [],
		pods: [],
		leftovers: [],
		containers: topology.components.map(component => {
			const container: ObservedContainer = {
				id: component.id, name: component.container.name, component: component.id, config: component.hash, image: component.container.image,
				state: component.job ? 'exited' : 'running', exitCode: 0, startedAt: component.container.network.kind === 'joins' ? 3000 : 2000, finishedAt: 0,
				pid: 1, restarts: 0, outOfMemory: false, address: undefined, version: undefined,
				joined: component.container.network.kind === 'joins' ? component.container.network.container : undefined,
			};
			return {...container, ...change(container)};
		}),
	};
}
