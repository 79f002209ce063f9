/** Results on standard output: text or a table for a person, JSON for a program. */
import type {Flags} from './invocation.ts';

/** Print a result: `value` as JSON with `-o json`, else the text. */
export function printResult(flags: Flags, value: unknown, text: () => string): void {
	const printed = flags.output === 'json' ? JSON.stringify(value, undefined, 2) : text();
	if (printed !== '') {
		process.stdout.write(`${printed.replace(/\n$/, '')}\n`);
	}
}

/** Columns as wide as their widest cell, two spaces between, none at the end. */
export function formatTable(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const widths = header.map((title, column) => Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)));
	return [header, ...rows].map(row => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n');
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
