/** A component that was stopped on purpose is marked by a volume of this name and label: found on the engine like all else. */
import {labels} from '../labels.ts';
import type {VolumeSpec} from './topology.ts';

export function heldVolume(cluster: string, component: string): VolumeSpec {
	return {name: `sk-${cluster}-held-${component.replace('@', '-')}`, labels: {[labels.cluster]: cluster, [labels.held]: component}};
}
