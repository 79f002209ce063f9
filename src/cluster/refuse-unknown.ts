import type {Engine} from '../engine/engine.ts';
import {listClusters} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import type {Observed} from '../plan/observed.ts';

/** @throws SingleKubeError CLUSTER_UNKNOWN naming the clusters that there are */
export async function refuseUnknown(engine: Engine, name: string, observed: Observed): Promise<void> {
	if (observed.containers.length > 0 || observed.volumes.length > 0 || observed.network) {
		return;
	}

	const others = await listClusters(engine);
	throw new SingleKubeError('CLUSTER_UNKNOWN', `there is no cluster ${name}`, {
		seen: [others.length > 0 ? `clusters on this engine: ${others.join(', ')}` : 'no cluster is on this engine', `engine: ${engine.host}`],
		hint: others.length > 0 ? `Name one of them: --name ${others[0]}` : `Make one: single-kube start --name ${name}`,
	});
}
