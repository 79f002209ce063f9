/** Write a cluster's settings down before what they say is done, so that whoever comes after an interruption knows of it. */
import type {Engine} from '../engine/engine.ts';
import {createVolume, removeVolume} from '../engine/networks.ts';
import {labels} from '../labels.ts';
import {settingsVolume} from '../plan/settings.ts';
import type {Topology} from '../plan/topology.ts';
import {writeAgentTopology} from './agent-topology.ts';

/**
 * Under the cluster's lock: the agent's file and the settings volume, which has to be made anew since labels cannot change.
 *
 * @param image any image that the engine has
 * @param applied whether the API has the topology's objects already; else the next plan applies them
 */
export async function rememberSettings(engine: Engine, image: string, topology: Topology, applied: boolean): Promise<void> {
	await writeAgentTopology(engine, image, topology);
	const volume = settingsVolume(topology);
	await removeVolume(engine, volume.name);
	await createVolume(engine, applied ? volume : {...volume, labels: {...volume.labels, [labels.applied]: 'none'}});
}
