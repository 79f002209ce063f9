/** Text on a terminal is measured in columns: a Chinese character or an emoji takes two, a combining accent none. Pure. */
import {createRequire} from 'node:module';
import type stringWidthType from 'string-width';

const require = createRequire(import.meta.url);

/** How many columns a line takes. */
export function widthOf(line: string): number {
	return isPlain(line) ? line.length : wideWidth(line);
}

/** How many rows of a terminal a line takes, wrapped as terminals do. @param columns of the terminal */
export function rowsOf(line: string, columns: number): number {
	return Math.max(1, Math.ceil(widthOf(line) / Math.max(1, columns)));
}

/** The line without control characters, no wider than this, with a sign at its end where something was cut off. */
export function cut(line: string, columns: number, unicode: boolean): string {
	// eslint-disable-next-line no-control-regex
	const clean = line.replaceAll(/\u001B\[[\d;?]*[A-Za-z]/g, '').replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, ' ');
	if (widthOf(clean) <= columns) {
		return clean;
	}

	const sign = unicode ? '\u2026' : '...';
	const room = columns - sign.length;
	return room <= 0 ? begin(clean, Math.max(0, columns)) : begin(clean, room) + sign;
}

/** As many whole characters as fit. */
function begin(line: string, columns: number): string {
	if (isPlain(line)) {
		return line.slice(0, columns);
	}

	let taken = '';
	let width = 0;
	for (const {segment} of new Intl.Segmenter().segment(line)) {
		width += wideWidth(segment);
		if (width > columns) {
			break;
		}

		taken += segment;
	}

	return taken;
}

/** Loaded by the first text that needs it: that takes 30 ms, a third of what a command has until its first word (measured). */
function wideWidth(text: string): number {
	const {default: stringWidth} = require('string-width') as {readonly default: typeof stringWidthType};
	return stringWidth(text);
}

function isPlain(line: string): boolean {
	return /^[ -~]*$/.test(line);
}
