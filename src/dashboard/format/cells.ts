/** Text in a terminal's cells: some characters take two of them, some none. Pure. */
import {stripVTControlCharacters} from 'node:util';
import stringWidth from 'string-width';
import type {Line, Span} from '../screen/span.ts';

const printableAscii = /^[\u0020-\u007E]*$/;
/** Those and the characters that the dashboard itself draws with: each is one code unit and takes one cell. */
const simple = /^[\u0020-\u007E·…─━│●○◐◫✗◌✓▸↑↓←→╭╮╰╯]*$/;
const segmenter = new Intl.Segmenter();

/** How many cells a text takes. */
export function cellsOf(text: string): number {
	return simple.test(text) ? text.length : stringWidth(text);
}

/** The line in exactly so many cells: cut with `mark` at its end, or filled with blanks. */
export function fitLine(line: Line, cells: number, mark: string): Line {
	const taken = line.reduce((sum, {text}) => sum + cellsOf(text), 0);
	if (taken <= cells) {
		return taken === cells ? line : [...line, {text: ' '.repeat(cells - taken)}];
	}

	const fitted: Span[] = [];
	let room = Math.max(0, cells - cellsOf(mark));
	for (const {text, tone} of line) {
		const part = cut(text, room);
		fitted.push({text: part, ...tone === undefined ? {} : {tone}});
		room -= cellsOf(part);
		if (part !== text) {
			return fitLine([...fitted, {text: mark.slice(0, cells)}], cells, mark);
		}
	}

	return fitted;
}

/** As `fitLine`, for one text. */
export function fit(text: string, cells: number, mark: string, align: 'left' | 'right' = 'left'): string {
	const taken = cellsOf(text);
	if (taken > cells) {
		return fitLine([{text}], cells, mark).map(part => part.text).join('');
	}

	const blanks = ' '.repeat(cells - taken);
	return align === 'left' ? text + blanks : blanks + text;
}

/** What a program wrote, without what would move the cursor or colour the rest of the screen. @param ascii other characters become `?` */
export function plainText(text: string, ascii: boolean): string {
	if (printableAscii.test(text)) {
		return text;
	}

	// Control characters, C1 ones too, and those that turn the direction of what follows.
	const plain = stripVTControlCharacters(text).replaceAll('\t', '    ').replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '');
	return ascii ? plain.replaceAll(/[^\u0020-\u007E]/gu, '?') : plain;
}

/** A text in lines of at most so many cells, cut at a blank where there is one. */
export function wrap(text: string, cells: number): string[] {
	return text.split('\n').flatMap(paragraph => printableAscii.test(paragraph) ? wrapBy(paragraph, cells, ({length}) => length, (rest, room) => rest.slice(0, room)) : wrapBy(paragraph, cells, cellsOf, cut));
}

function wrapBy(paragraph: string, cells: number, count: (text: string) => number, begin: (text: string, room: number) => string): string[] {
	const lines: string[] = [];
	let rest = paragraph;
	while (count(rest) > cells) {
		const whole = begin(rest, cells);
		const blank = whole.lastIndexOf(' ');
		const part = blank > cells / 3 ? whole.slice(0, blank) : whole;
		if (part === '') {
			break;
		}

		lines.push(part);
		rest = rest.slice(part.length).trimStart();
	}

	return [...lines, rest];
}

/** The beginning of a text that fits. */
function cut(text: string, cells: number): string {
	if (simple.test(text)) {
		return text.slice(0, cells);
	}

	let part = '';
	let taken = 0;
	for (const {segment} of segmenter.segment(text)) {
		taken += stringWidth(segment);
		if (taken > cells) {
			break;
		}

		part += segment;
	}

	return part;
}
