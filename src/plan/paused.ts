/** A cluster that is paused as a whole is marked by a volume, as all else is found on the engine. */
import {labels} from '../labels.ts';
import type {VolumeSpec} from './topology.ts';

/** @param before names of the containers that somebody had paused before, which stay so afterwards */
export function pausedVolume(cluster: string, before: readonly string[]): VolumeSpec {
	return {name: `sk-${cluster}-paused`, labels: {[labels.cluster]: cluster, [labels.paused]: JSON.stringify(before)}};
}
