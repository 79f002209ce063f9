/** A doctor's report as a person reads it. Pure. */
import type {CheckReport, DoctorReport} from '../doctor/run-doctor.ts';
import {formatTable} from './output.ts';

/** Each check on a line; then what is the matter, what to do about it and where to read on; then one line about all. */
export function formatDoctor(report: DoctorReport): string {
	return [formatTable(['CHECK', 'VERDICT', 'SEEN'], report.checks.map(({name, verdict, seen}) => [name, verdict, seen])), ...below(report)].join('\n');
}

/** The same with what each check is about, and how long it took. */
export function formatDoctorWide(report: DoctorReport): string {
	return [formatTable(['CHECK', 'VERDICT', 'SECONDS', 'ABOUT', 'SEEN'], report.checks.map(({name, verdict, seconds, about, seen}) =>
		[name, verdict, seconds.toFixed(3), about, seen])), ...below(report)].join('\n');
}

function below({checks, counts}: DoctorReport): string[] {
	const counted = (['ok', 'warning', 'error', 'skipped'] as const).filter(verdict => counts[verdict] > 0).map(verdict => `${counts[verdict]} ${verdict}`);
	return [...checks.filter(({problems}) => problems.length > 0).flatMap(formatProblems), '', `${checks.length} check${checks.length === 1 ? '' : 's'}: ${counted.join(', ')}`];
}

function formatProblems({name, problems, page}: CheckReport): string[] {
	return [
		'', ...problems.flatMap(({severity, text, fix}) => [`${severity} ${name}: ${text}`, ...fix.split('\n').map(line => `  to do: ${line}`)]),
		`  more: ${page}`,
	];
}
