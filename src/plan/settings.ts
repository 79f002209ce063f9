/**
 * What a start carried out beside containers is remembered by an empty volume's labels: settings, and a hash of them and
 * of the API objects. Labels cannot change, so the volume is made anew when they do. Found on the engine like all else.
 */
import {createHash} from 'node:crypto';
import {labels} from '../labels.ts';
import type {Topology, VolumeSpec} from './topology.ts';

export function settingsVolume(topology: Topology): VolumeSpec {
	const {cluster, settings} = topology;
	return {
		name: `sk-${cluster}-settings`,
		labels: {[labels.cluster]: cluster, [labels.settings]: JSON.stringify(settings), [labels.applied]: appliedHash(topology)},
	};
}

export function appliedHash({objects, settings, components}: Topology): string {
	return createHash('sha256').update(JSON.stringify([objects, settings, components.filter(({port}) => port === undefined).map(({id}) => id)])).digest('hex').slice(0, 16);
}
