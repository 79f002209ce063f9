/** What becomes of a fault as time goes by and its component lives on: decided here, done by the agent. Pure. */
import type {ComponentContainer} from '../engine/component-container.ts';
import type {Fault} from './fault.ts';

export type FaultVerdict =
	| 'keep'
	/** Its time is over: put it back. */
	| 'end'
	/** A restart, or a new container, has lost it: break it again. */
	| 'again'
	/** Somebody brought the component back: the mark alone is left. */
	| 'over';

export type Seen = {
	readonly container: Pick<ComponentContainer, 'state' | 'startedAt' | 'cores' | 'memoryBytes'> | undefined;
	/** The start of the container for which it is known to be in place, in milliseconds since the epoch; undefined when that is not known. */
	readonly appliedTo: number | undefined;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

/** How long it may take from its mark until a container stands still, in milliseconds: see pauseContainer. */
const settling = 15_000;

export function judgeFault(fault: Fault, {container, appliedTo, now}: Seen): FaultVerdict {
	if (fault.until !== undefined && now >= fault.until) {
		return 'end';
	}

	if (container?.state !== 'running') {
		return 'keep';
	}

	// The command line's clock may not be the engine's: where the start is known by which it was made, that counts.
	const restarted = appliedTo === undefined ? container.startedAt > fault.since : container.startedAt !== appliedTo;
	switch (fault.kind) {
		case 'pause': {
			return restarted || now - fault.since > settling ? 'over' : 'keep';
		}

		case 'stop':
		case 'kill': {
			return restarted ? 'over' : 'keep';
		}

		case 'cut': {
			return restarted ? 'again' : 'keep';
		}

		case 'latency': {
			// What makes it late is a container of its own, which may have died: only trying tells, but not while it is being made.
			return restarted || now - fault.since > settling ? 'again' : 'keep';
		}

		case 'limit-cpu': {
			// The engine keeps limits for the next start; a new container has none. One that is just being taken back is not set again.
			return restarted && container.cores === undefined ? 'again' : 'keep';
		}

		case 'limit-memory': {
			return restarted && container.memoryBytes === undefined ? 'again' : 'keep';
		}
	}
}

/** When it is over by itself at the latest, of several; in milliseconds from now, undefined where none is. */
export function nextEnd(faults: readonly Fault[], now: number): number | undefined {
	const ends = faults.flatMap(({until}) => until === undefined ? [] : [Math.max(0, until - now)]);
	return ends.length > 0 ? Math.min(...ends) : undefined;
}
