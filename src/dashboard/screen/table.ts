/** Rows in columns that fit a width: the least needed column goes first. Pure. */
import {fit} from '../format/cells.ts';
import type {Glyphs} from './glyphs.ts';
import type {Line, Span, Tone} from './span.ts';

export type Column<Row> = {
	readonly title: string;
	/** The title for who listens, where it is shortened. */
	readonly heard?: string;
	/** Cells, at least. */
	readonly width: number;
	/** It takes of what is left until it is this wide; earlier columns first. */
	readonly upTo?: number;
	readonly align?: 'right';
	/** The highest goes first where there is no room; without it the column stays. */
	readonly drop?: number;
	readonly cell: (row: Row) => Span;
};

export type Chosen = {
	/** Which of the rows; -1: none. */
	readonly index: number;
	readonly focused: boolean;
};

/** The width of a table that is read aloud: there are no columns to fit. */
export const spoken = Number.POSITIVE_INFINITY;

/** Between two columns. */
const gap = 1;
/** Before the first: the mark of the chosen row. */
const margin = 2;

/** @param rows those that are visible @returns the head and a line for each row, each `width` cells wide; without the head for `spoken` */
export function table<Row>(columns: ReadonlyArray<Column<Row>>, rows: readonly Row[], width: number, chosen: Chosen, glyphs: Glyphs): Line[] {
	if (width === spoken) {
		return rows.map((row, index) => spokenRow(columns, row, index === chosen.index && rows.length > 1));
	}

	const fitted = fitColumns(columns, width - margin);
	const head: Line = [{text: ' '.repeat(margin)}, ...fitted.flatMap(({column, cells}, index) => [...between(index), {text: fit(column.title, cells, glyphs.more, column.align), tone: 'dim' as const}])];
	return [head, ...rows.map((row, index) => lineOf(row, index === chosen.index))];

	function lineOf(row: Row, isChosen: boolean): Line {
		const tone: Tone | undefined = isChosen ? chosen.focused ? 'chosen' : 'chosen-aside' : undefined;
		return [
			{text: isChosen ? `${glyphs.cursor} ` : '  ', ...tone && {tone}},
			...fitted.flatMap(({column, cells}, index) => {
				const {text, tone: own} = column.cell(row);
				const shown = tone ?? own;
				return [...between(index, tone), {text: fit(text, cells, glyphs.more, column.align), ...shown && {tone: shown}}];
			}),
		];
	}
}

/** The columns for which there is room, in their order, with their widths. */
export function fitColumns<Row>(columns: ReadonlyArray<Column<Row>>, width: number): ReadonlyArray<{readonly column: Column<Row>; readonly cells: number}> {
	const needed = (kept: ReadonlyArray<Column<Row>>): number => kept.reduce((sum, column) => sum + column.width, gap * (kept.length - 1));
	let kept = columns;
	while (needed(kept) > width && kept.some(({drop}) => drop !== undefined)) {
		const worst = Math.max(...kept.map(({drop}) => drop ?? -1));
		kept = kept.filter(({drop}) => drop !== worst);
	}

	let left = Math.max(0, width - needed(kept));
	return kept.map(column => {
		const more = Math.min(left, (column.upTo ?? column.width) - column.width);
		left -= more;
		return {column, cells: column.width + more};
	});
}

function between(index: number, tone?: Tone): Span[] {
	return index === 0 ? [] : [{text: ' '.repeat(gap), ...tone && {tone}}];
}

/** `etcd: state running, cpu 1.3%`: each cell that says something with its column's name, a glyph never. */
function spokenRow<Row>(columns: ReadonlyArray<Column<Row>>, row: Row, isChosen: boolean): Line {
	const [name = '', ...others] = columns.map(({title, heard = title, cell}) => {
		const text = cell(row).text.trim().replace(/^[^\p{L}\p{N}-] /u, '');
		return {title: heard.trim().toLowerCase(), text};
	}).filter(({text}) => text !== '' && text !== '-').map(({title, text}, index) => index === 0 ? text : `${title} ${text}`);
	return [{text: `${name}: ${others.join(', ')}${isChosen ? '; chosen' : ''}`}];
}
