/** Break something on purpose, and put it back: as `single-kube fault` does, without the cluster's lock. */
import {readAgentTopology} from '../../cluster/agent-topology.ts';
import {readFaults} from '../../engine/fault-marks.ts';
import {applyFault} from '../../faults/apply.ts';
import {undoFaults} from '../../faults/clear.ts';
import type {FaultDeed} from '../deeds/fault.ts';
import type {Subject} from '../sources/subject.ts';

/** @throws SingleKubeError of whatever failed: a fault that could not be made is put back, one that could not be undone is still there */
export async function performFaultDeed({engine, cluster, push}: Subject, deed: FaultDeed, signal: AbortSignal): Promise<void> {
	try {
		switch (deed.kind) {
			case 'add-fault': {
				const since = Date.now();
				const {spec, component, forMs} = deed;
				await applyFault(engine, await readAgentTopology(engine, cluster), {...spec, component, since, until: forMs === undefined ? undefined : since + forMs}, signal);
				break;
			}

			case 'clear-faults': {
				await undoFaults(engine, cluster, deed.faults, signal);
				break;
			}
		}
	} finally {
		// No container tells of a limit or of a network that is gone.
		push({type: 'faults-seen', faults: await readFaults(engine, cluster)});
	}
}
