/** Where the time of a start went: its phases, and the chain of operations that nothing could have shortened but itself. Pure. */
import type {TimedEvent} from '../events.ts';
import type {Plan} from '../plan/operations.ts';
import {formatSeconds} from '../renderers/describe.ts';
import {formatTable} from './output.ts';

export type ProfileStep = {
	readonly id: number;
	readonly operation: string;
	readonly resource: string;
	/** Seconds from the first event to its begin. */
	readonly offset: number;
	readonly seconds: number;
};

export type Profile = {
	readonly seconds: number;
	readonly phases: ReadonlyArray<{readonly title: string; readonly offset: number; readonly seconds: number}>;
	readonly criticalPath: readonly ProfileStep[];
};

export function profileOf(plan: Plan, events: readonly TimedEvent[]): Profile {
	const first = events[0]?.at ?? 0;
	const phases = events.flatMap(event => event.type === 'phase-finished'
		? [{title: event.title, offset: round((event.at - first) / 1000 - event.seconds), seconds: round(event.seconds)}] : []);
	const steps = new Map(events.flatMap(event => event.type === 'operation-finished' ? [[event.id, {
		id: event.id, operation: event.operation, resource: event.resource,
		offset: round((event.startedAt - first) / 1000), seconds: round(event.seconds),
	}] as const] : []));
	return {seconds: round(((events.at(-1)?.at ?? first) - first) / 1000), phases, criticalPath: criticalPath(plan, steps)};
}

/**
 * From the operation that ended last back to the beginning: before each one the predecessor that ended last, because
 * that is the one it had to wait for.
 */
export function criticalPath(plan: Plan, steps: ReadonlyMap<number, ProfileStep>): ProfileStep[] {
	const after = new Map(plan.map(planned => [planned.id, planned.after]));
	const path: ProfileStep[] = [];
	for (let step = lastToEnd([...steps.values()]); step; step = lastToEnd((after.get(step.id) ?? []).flatMap(id => steps.get(id) ?? []))) {
		path.unshift(step);
	}

	return path;
}

export function formatProfile({seconds, phases, criticalPath: path}: Profile): string {
	const row = (offset: number, duration: number, what: string): string[] => [`+${offset.toFixed(2)}`, duration.toFixed(2), what];
	return [
		`All of it took ${formatSeconds(seconds)}. Its phases, in seconds:`,
		formatTable(['BEGIN', 'TOOK', 'PHASE'], phases.map(phase => row(phase.offset, phase.seconds, phase.title))),
		...path.length === 0 ? [] : [
			'', 'The critical path of the plan, in seconds:',
			formatTable(['BEGIN', 'TOOK', 'OPERATION'], path.map(step => row(step.offset, step.seconds, `#${step.id} ${step.operation} ${step.resource}`))),
		],
	].join('\n');
}

function lastToEnd(steps: readonly ProfileStep[]): ProfileStep | undefined {
	return steps.reduce<ProfileStep | undefined>((last, step) => last && last.offset + last.seconds >= step.offset + step.seconds ? last : step, undefined);
}

/** To the millisecond: all that the clock of events gives. */
function round(seconds: number): number {
	return Math.round(seconds * 1000) / 1000;
}
