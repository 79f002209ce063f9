/** A table that fits a width: columns are left out by their rank, and what is still too wide is cut. Pure. */
import {formatTable} from './output.ts';

export type Column<Row> = {
	readonly title: string;
	readonly cell: (row: Row) => string;
	/** The higher it is the sooner the column goes; 0 stays. */
	readonly rank: number;
};

/** @param width in characters; undefined: as wide as it gets */
export function fittingTable<Row>(columns: ReadonlyArray<Column<Row>>, rows: readonly Row[], width: number | undefined): string {
	const table = formatTable(columns.map(({title}) => title), rows.map(row => columns.map(({cell}) => cell(row))));
	const last = Math.max(0, ...columns.map(({rank}) => rank));
	if (width === undefined || table.split('\n').every(line => line.length <= width)) {
		return table;
	}

	return last > 0 ? fittingTable(columns.filter(({rank}) => rank < last), rows, width) : cutLines(table, width);
}

/** Each line at most so wide. */
export function cutLines(text: string, width: number): string {
	return text.split('\n').map(line => line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line).join('\n');
}
