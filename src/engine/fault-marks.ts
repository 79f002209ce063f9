/** The marks of faults: volumes that a fault's label is on. */
import {type Fault, faultOf} from '../faults/fault.ts';
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

/** @returns the faults of a cluster, the oldest first @throws SingleKubeError of translate-errors */
export async function readFaults(engine: Engine, cluster: string): Promise<Fault[]> {
	const filters = {label: [`${labels.cluster}=${cluster}`, labels.fault]};
	const {Volumes: volumes} = await engineCall('list the volumes', engine.docker.listVolumes({filters} as object));
	return faultsIn((volumes ?? []).filter(({Labels}) => Labels?.[labels.cluster] === cluster));
}

/** @param volumes of one cluster */
export function faultsIn(volumes: ReadonlyArray<{readonly Labels: Readonly<Record<string, string>> | null}>): Fault[] {
	return volumes.map(({Labels}) => faultOf(Labels?.[labels.fault])).filter(fault => fault !== undefined).sort((a, b) => a.since - b.since);
}
