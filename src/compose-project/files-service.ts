/** The service that brings files into their volumes before any component starts. Pure. */
import {labels} from '../labels.ts';
import {settingsVolume} from '../plan/settings.ts';
import type {Topology} from '../plan/topology.ts';

/** The folder beside the Compose file with a folder for each volume that gets files, and the service that copies them there. */
export const filesFolder = 'files';

/** Components read their files as root without any capability: they have to be root's, whoever has unpacked them here. */
export function filesService(topology: Topology): Record<string, unknown> {
	const {cluster} = topology;
	return {
		image: topology.components.find(({name}) => name === 'kubectl')!.container.image,
		container_name: `sk-${cluster}-${filesFolder}`,
		// As a workbench: what only single-kube knows of it is that it belongs to the cluster.
		labels: {[labels.cluster]: cluster, [labels.component]: 'lock'},
		network_mode: 'none',
		cap_drop: ['ALL'],
		cap_add: ['DAC_OVERRIDE', 'FOWNER'],
		security_opt: ['no-new-privileges=true'],
		volumes: [
			`./${filesFolder}:/${filesFolder}:ro`, ...volumesWithFiles(topology).map(volume => `${volume}:/volumes/${folderOf(cluster, volume)}`),
			// Compose 2 makes no volume that nobody mounts.
			...volumesThatRemember(topology).map(volume => `${volume}:/remembered/${folderOf(cluster, volume)}:ro`),
		],
		command: ['cp', '--recursive', '--preserve=mode', `/${filesFolder}/.`, '/volumes/'],
		restart: 'no',
	};
}

/** A volume's folder below `files`: its name without the cluster's. */
export function folderOf(cluster: string, volume: string): string {
	return volume.replace(`sk-${cluster}-`, '');
}

/** Those of components, the authorities', the agent's. */
function volumesWithFiles({cluster, components}: Topology): string[] {
	return [...new Set([`sk-${cluster}-pki`, ...components.flatMap(({configVolume}) => configVolume ?? [])])];
}

/** Empty ones, whose labels are all that they are there for: settings, published ports. */
function volumesThatRemember(topology: Topology): string[] {
	const mounted = new Set([...volumesWithFiles(topology), ...topology.components.flatMap(({container}) => container.mounts.flatMap(mount => mount.kind === 'volume' ? mount.volume : []))]);
	return [...topology.volumes, settingsVolume(topology)].map(({name}) => name).filter(name => !mounted.has(name));
}
