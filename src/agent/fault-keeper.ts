/**
 * Keeps the faults of the fault lab as they were made: ends each when its time is over, breaks again what a restart has lost,
 * forgets what somebody brought back. A loop of its own, since a repair may wait for minutes for what a fault keeps from
 * being ready.
 */
import {setTimeout as sleep} from 'node:timers/promises';
import {componentContainer} from '../engine/component-container.ts';
import type {Engine} from '../engine/engine.ts';
import {readFaults} from '../engine/fault-marks.ts';
import {removeVolume} from '../engine/networks.ts';
import {messageOf} from '../errors.ts';
import {breakComponent} from '../faults/apply.ts';
import {eachFault} from '../faults/each.ts';
import {type Fault, faultVolumeName} from '../faults/fault.ts';
import {type FaultVerdict, judgeFault, nextEnd} from '../faults/judge.ts';
import {undoFault} from '../faults/undo.ts';
import {stateInWords} from '../faults/words.ts';
import type {Topology} from '../plan/topology.ts';
import type {Alarm} from './alarm.ts';

export type KeeperOptions = {
	readonly engine: Engine;
	/** As it is known now. */
	readonly topology: () => Topology;
	/** Whether a command has the cluster's lock: then nothing is done, and the bell rings when it lets go. */
	readonly locked: () => boolean;
	/** Rung when something may have changed. */
	readonly wake: Alarm;
	readonly log: (line: string) => void;
	readonly signal: AbortSignal;
};

/** Times in milliseconds: a look without any event; after a failure; after an event, so that a burst of them is one look. */
const lookAnyway = 60_000;
const afterFailure = 2000;
const gather = 100;

/** Runs until the signal says so. @throws the signal's reason */
export async function keepFaults({engine, topology, locked, wake, log, signal}: KeeperOptions): Promise<never> {
	/** By the mark's name: for which start of its container a fault is in place. */
	const applied = new Map<string, number>();
	const keep = async (fault: Fault): Promise<void> => {
		const {cluster} = topology();
		const mark = faultVolumeName(cluster, fault.component, fault.kind);
		const container = await componentContainer(engine, cluster, fault.component);
		const verdict = judgeFault(fault, {container, appliedTo: applied.get(mark), now: Date.now()});
		await carryOut(verdict, fault, mark);
		if (container?.state === 'running' && (verdict === 'keep' || verdict === 'again')) {
			applied.set(mark, container.startedAt);
		}
	};

	const carryOut = async (verdict: FaultVerdict, fault: Fault, mark: string): Promise<void> => {
		switch (verdict) {
			case 'keep': {
				return;
			}

			case 'end': {
				await undoFault(engine, topology(), fault, {start: true}, signal);
				log(`${fault.component} is no longer ${stateInWords(fault)}: the fault's time is over`);
				return;
			}

			case 'over': {
				await removeVolume(engine, mark);
				log(`${fault.component} was brought back by somebody: it is no longer ${stateInWords(fault)}`);
				return;
			}

			case 'again': {
				const container = await componentContainer(engine, topology().cluster, fault.component);
				if (container) {
					await breakComponent(engine, topology(), fault, container, signal);
				}

				// Undone in the middle of this: whoever did that has seen nothing of it.
				if (!(await readFaults(engine, topology().cluster)).some(({component, kind}) => component === fault.component && kind === fault.kind)) {
					await undoFault(engine, topology(), fault, {start: false}, signal);
					return;
				}

				if (fault.kind !== 'latency') {
					log(`${fault.component} is ${stateInWords(fault)} again, as it was started anew`);
				}
			}
		}
	};

	/** @returns milliseconds until the next look */
	const look = async (): Promise<number> => {
		const faults = await readFaults(engine, topology().cluster);
		const marks = new Set(faults.map(({component, kind}) => faultVolumeName(topology().cluster, component, kind)));
		for (const mark of [...applied.keys()].filter(mark => !marks.has(mark))) {
			applied.delete(mark);
		}

		const failures = await eachFault(faults, keep);
		signal.throwIfAborted();
		for (const failure of failures) {
			log(`a fault is not as it should be: ${messageOf(failure)}`);
		}

		return failures.length > 0 ? afterFailure : Math.min(lookAnyway, nextEnd(faults, Date.now()) ?? lookAnyway);
	};

	while (true) {
		let next = lookAnyway;
		if (!locked()) {
			try {
				next = await look();
			} catch (error) {
				signal.throwIfAborted();
				log(`the faults cannot be read: ${messageOf(error)}`);
				next = afterFailure;
			}
		}

		await wake.wait(next, signal);
		await sleep(gather, undefined, {signal});
	}
}
