/** Happenings as a person and as a program read them. Pure. */
import type {Happening} from '../timeline/happening.ts';
import {formatAge, formatTable} from './output.ts';

/** A table, the oldest first. @param now milliseconds since the epoch */
export function formatHappenings(happenings: readonly Happening[], now: number, wide = false): string {
	return formatTable([wide ? 'TIME' : 'AGE', 'TYPE', 'REASON', 'OBJECT', 'FROM', 'MESSAGE'], happenings.map(happening => [
		wide ? new Date(happening.at).toISOString() : formatAge(Math.max(0, Math.floor((now - happening.at) / 1000))), ...cells(happening),
	]));
}

/** A line for one that has just come: columns of some width, since nobody knows what follows. */
export function formatHappening(happening: Happening, wide = false): string {
	const [type, reason, object, from, message] = cells(happening);
	return `${wide ? new Date(happening.at).toISOString() : timeOfDay(happening.at)}  ${type!.padEnd(7)}  ${reason!.padEnd(12)}  ${object!.padEnd(28)}  ${from!.padEnd(10)}  ${message!}`;
}

/** What programs get, a line each. */
export function recordOf({at, ...rest}: Happening): object {
	return {at: new Date(at).toISOString(), ...rest};
}

function cells({type, reason, about, source, component, message, count}: Happening): string[] {
	const from = source === 'kubernetes' ? component ?? source : source;
	return [type, reason, about, from, count > 1 ? `${message} (x${count})` : message];
}

function timeOfDay(at: number): string {
	const time = new Date(at);
	return [time.getHours(), time.getMinutes(), time.getSeconds()].map(part => String(part).padStart(2, '0')).join(':');
}
