/**
 * What a person wants of single components, read from the engine's events. `docker stop` says "stay away": it ends with
 * a `stop` event, which neither a crash nor `docker kill` has. A SIGTERM alone may become either, so there is a pause.
 */
import type {ContainerEvent} from '../engine/events.ts';

/** How long after a SIGTERM a `stop` may follow, in milliseconds: the engine's default grace is 10 s. */
export const stopMayFollow = 12_000;

export type Intent =
	/** Nothing to conclude; look at the cluster again. */
	| {readonly kind: 'look'}
	/** It may be about to be stopped on purpose: leave it alone until `until`, in milliseconds since the epoch. */
	| {readonly kind: 'wait'; readonly component: string; readonly until: number}
	| {readonly kind: 'hold'; readonly component: string}
	| {readonly kind: 'release'; readonly component: string}
	| {readonly kind: 'ignore'};

const sigkill = 9;

/** @param now milliseconds since the epoch */
export function intentOf(event: ContainerEvent, now: number): Intent {
	const component = event.node === undefined ? event.component : `${event.component}@${event.node}`;
	switch (event.action) {
		case 'kill': {
			return event.killedBy === sigkill ? {kind: 'ignore'} : {kind: 'wait', component, until: now + stopMayFollow};
		}

		case 'stop': {
			return {kind: 'hold', component};
		}

		case 'start': {
			return {kind: 'release', component};
		}

		case 'die':
		case 'destroy':
		case 'unpause': {
			return {kind: 'look'};
		}

		default: {
			return {kind: 'ignore'};
		}
	}
}
