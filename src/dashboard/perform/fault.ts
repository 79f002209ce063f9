/** Break something on purpose, and put it back: as `single-kube fault` does, without the cluster's lock. */
import {readAgentTopology} from '../../cluster/agent-topology.ts';
import {applyFault} from '../../faults/apply.ts';
import {undoFaults} from '../../faults/clear.ts';
import {beginFault} from '../../faults/fault.ts';
import type {FaultDeed} from '../deeds/fault.ts';
import type {Subject} from '../sources/subject.ts';

/** @throws SingleKubeError of whatever failed: a fault that could not be made is put back, one that could not be undone is still there */
export async function performFaultDeed({engine, cluster}: Subject, deed: FaultDeed, signal: AbortSignal): Promise<void> {
	switch (deed.kind) {
		case 'add-fault': {
			const {spec, component, forMs} = deed;
			return applyFault(engine, await readAgentTopology(engine, cluster), beginFault(component, spec, forMs, Date.now()), signal);
		}

		case 'clear-faults': {
			return undoFaults(engine, cluster, deed.faults, signal);
		}
	}
}
