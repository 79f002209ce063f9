/** Results on standard output: text or a table for a person, JSON, YAML or names for a program. */
import {createRequire} from 'node:module';
import {widthOf} from '../renderers/cut.ts';
import type {Flags} from './invocation.ts';

/** How else a result can be shown; `-o wide` is the table where there is nothing more, `-o name` too where nothing has a name. */
export type OtherForms = {
	readonly wide?: () => string;
	/** `kube-scheduler`, `pod/web`: what another command takes. */
	readonly names?: () => readonly string[];
};

/** Print a result: `value` as JSON or YAML when that was asked for, else the text. */
export function printResult(flags: Flags, value: unknown, text: () => string, {wide, names}: OtherForms = {}): void {
	const printed = formatResult(flags, value, text, {wide, names});
	if (printed !== '') {
		process.stdout.write(`${printed.replace(/\n$/, '')}\n`);
	}
}

/** What printResult prints. */
export function formatResult(flags: Flags, value: unknown, text: () => string, {wide, names}: OtherForms = {}): string {
	return format(flags.output ?? 'table', value, text, wide ?? text, names ?? namesIn(value));
}

function format(output: NonNullable<Flags['output']>, value: unknown, text: () => string, wide: () => string, names: (() => readonly string[]) | undefined): string {
	switch (output) {
		case 'json': {
			return JSON.stringify(value, undefined, 2);
		}

		case 'yaml': {
			// By way of JSON: dates as text, nothing for what is undefined.
			const {dump} = createRequire(import.meta.url)('js-yaml') as {readonly dump: (value: unknown, options: object) => string};
			return dump(JSON.parse(JSON.stringify(value)), {lineWidth: -1, noRefs: true});
		}

		case 'name': {
			return names ? names().join('\n') : text();
		}

		case 'wide': {
			return wide();
		}

		case 'table': {
			return text();
		}
	}
}

/** Of records that say their names. */
function namesIn(value: unknown): (() => string[]) | undefined {
	const names = [value].flat().map(item => (item as {readonly name?: unknown} | null)?.name);
	return names.every(name => typeof name === 'string') ? () => names : undefined;
}

/** Columns as wide as their widest cell, two spaces between, none at the end. */
export function formatTable(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const widths = header.map((title, column) => Math.max(widthOf(title), ...rows.map(row => widthOf(row[column] ?? ''))));
	return [header, ...rows].map(row => row.map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell))).join('  ').trimEnd()).join('\n');
}

/** `45s`, `12m`, `3h20m`, `2d4h`, as kubectl shows ages. */
export function formatAge(seconds: number | undefined): string {
	if (seconds === undefined) {
		return '-';
	}

	const units = [[86_400, 'd'], [3600, 'h'], [60, 'm'], [1, 's']] as const;
	const at = Math.max(0, units.findIndex(([size]) => seconds >= size));
	const [size, letter] = seconds < 1 ? units[3] : units[at]!;
	const next = units[at + 1];
	const rest = seconds >= 3600 && next ? Math.floor(seconds % size / next[0]) : 0;
	return `${Math.floor(seconds / size)}${letter}${rest > 0 && next ? `${rest}${next[1]}` : ''}`;
}
