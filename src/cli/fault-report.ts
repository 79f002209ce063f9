/** Faults as text. Pure. */
import type {FaultReport} from '../faults/report.ts';
import {stateInWords} from '../faults/words.ts';
import {fittingTable} from './fitting-table.ts';
import {formatAge} from './output.ts';

/** @param now milliseconds since the epoch @param width in characters; undefined: as wide as it gets */
export function formatFaults(faults: readonly FaultReport[], now: number, width?: number): string {
	if (faults.length === 0) {
		return 'No faults: everything is as it was made';
	}

	return fittingTable<FaultReport>([
		{title: 'COMPONENT', rank: 0, cell: ({component}) => component},
		{title: 'FAULT', rank: 0, cell: ({fault}) => fault},
		{title: 'AGE', rank: 0, cell: ({since}) => formatAge(secondsBetween(since, now))},
		{title: 'LEFT', rank: 0, cell: ({until}) => until === undefined ? '-' : formatAge(secondsBetween(now, until))},
		{title: 'EXPECT', rank: 0, cell: ({expect}) => expect},
	], faults, width);
}

/** Of one that was just made. */
export function formatAdded(fault: FaultReport): string {
	const {component, since, until, expect, undo} = fault;
	return [
		`${component} is ${stateInWords(fault)}${until === undefined ? '' : ` for ${formatAge(secondsBetween(since, until))}`}`,
		`  expect: ${expect}`,
		`  undo:   ${undo}`,
	].join('\n');
}

/** Of those that were undone. */
export function formatCleared(faults: readonly FaultReport[]): string {
	return faults.length === 0 ? 'There was no such fault: nothing to undo' : faults.map(fault => `${fault.component} is no longer ${stateInWords(fault)}`).join('\n');
}

function secondsBetween(from: number, to: number): number {
	return Math.max(0, Math.round((to - from) / 1000));
}
