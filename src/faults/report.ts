/** A fault with what a person wants to know of it. */
import type {Engine} from '../engine/engine.ts';
import {readFaults} from '../engine/fault-marks.ts';
import {readServices} from '../explain/about.ts';
import {expectFault} from './expect.ts';
import type {Fault} from './fault.ts';
import {clearCommand, writeFault} from './words.ts';

/** A fault, with what to expect of it and how it is undone. */
export type FaultReport = Fault & {
	/** As it is written: `latency 200ms`. */
	readonly fault: string;
	/** What to expect, in a sentence or two. */
	readonly expect: string;
	/** The command that undoes it. */
	readonly undo: string;
};

/** @returns the faults of a cluster, the oldest first @throws SingleKubeError of translate-errors */
export async function reportFaults(engine: Engine, cluster: string): Promise<FaultReport[]> {
	const faults = await readFaults(engine, cluster);
	return faults.length === 0 ? [] : describeFaults(faults);
}

export async function describeFaults(faults: readonly Fault[]): Promise<FaultReport[]> {
	const services = await readServices();
	return faults.map(fault => ({
		...fault, fault: writeFault(fault), undo: clearCommand(fault), expect: expectFault(fault.component, fault, services.get(fault.component.split('@')[0]!)?.about?.without),
	}));
}
