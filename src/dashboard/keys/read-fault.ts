/** What is written of a fault in the dashboard: how much, and for how long. Pure. */
import {durationExpected, readDuration} from '../../amounts.ts';
import {messageOf} from '../../errors.ts';
import type {FaultKind, FaultSpec} from '../../faults/fault.ts';
import {kindsInWords, parseFault} from '../../faults/words.ts';

/** @param text `200ms`, `200ms for 30s`, `--for 30s`; of a kind without an amount also `30s` */
export function readFault(kind: FaultKind, text: string): {readonly spec: FaultSpec; /** Milliseconds */ readonly forMs: number | undefined} | {readonly why: string} {
	const [first = '', ...limits] = text.trim().split(/(?:^|\s+)(?:--)?for\s+/);
	const hasAmount = kindsInWords[kind].amount !== undefined;
	const limit = limits[0] ?? (hasAmount || first === '' ? undefined : first);
	const seconds = limit === undefined ? undefined : readDuration(limit);
	if (limit !== undefined && seconds === undefined) {
		return {why: durationExpected};
	}

	try {
		return {spec: parseFault(hasAmount ? [kind, first] : [kind]), forMs: seconds === undefined ? undefined : seconds * 1000};
	} catch (error) {
		return {why: messageOf(error)};
	}
}
