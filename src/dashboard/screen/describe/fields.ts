/** Lines of a description: names and what stands beside them. Pure. */
import {formatAge} from '../../format/amounts.ts';
import {plainText} from '../../format/cells.ts';
import type {Line, Tone} from '../span.ts';

/** @param indent blanks before the name */
export function field(name: string, value: string, {tone, indent = 0}: {readonly tone?: Tone; readonly indent?: number} = {}): Line {
	return [{text: `${' '.repeat(indent)}${name.padEnd(12)} `, tone: 'accent'}, {text: value, ...tone && {tone}}];
}

/** Nothing where there is nothing to say. */
export function optional(name: string, value: string | undefined, more: {readonly tone?: Tone; readonly indent?: number} = {}): Line[] {
	return value === undefined || value === '' ? [] : [field(name, value, more)];
}

/** A title and its lines; nothing without lines. */
export function section(title: string, lines: readonly Line[]): Line[] {
	return lines.length === 0 ? [] : [[], [{text: title, tone: 'accent'}], ...lines];
}

/** The name once, the values below each other. */
export function list(name: string, values: readonly string[], more: {readonly tone?: Tone; readonly indent?: number} = {}): Line[] {
	return values.map((value, index) => field(index === 0 ? name : '', value, more));
}

/** Something with a name, and what is said of it beside that. */
export function named(name: string, text: string, tone?: Tone): Line {
	return [{text: `  ${name}  `}, {text, tone: tone ?? 'dim'}];
}

export function pairs(record: Readonly<Record<string, unknown>> | undefined): string[] {
	return Object.entries(record ?? {}).map(([name, value]) => `${name}=${String(value)}`);
}

/** `5m ago`; undefined of no time. @param time as the API has it */
export function ago(time: unknown, now: number): string | undefined {
	const at = Date.parse(String(time));
	return Number.isNaN(at) ? undefined : `${formatAge(now - at)} ago`;
}

/** Every text of a line without what would move the cursor: it comes from the cluster. */
export function cleaned(lines: readonly Line[], ascii: boolean): Line[] {
	return lines.map(line => line.map(({text, ...rest}) => ({text: plainText(text, ascii), ...rest})));
}
