/** A terminal's screen as an SVG: text stays text, in a font with fixed width, on a ground of its own, so that it can be read on light and dark pages. Pure. */

export type Cell = {
	/** Nothing in the second cell of a wide character. */
	readonly text: string;
	/** 1 or 2; 0 of the second cell. */
	readonly width: number;
	/** One of the terminal's sixteen; undefined: its usual one. */
	readonly color: number | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
};

/** In pixels, with a font of this size. */
const fontSize = 14;
const cellWidth = 8.4;
const cellHeight = 18;
const margin = 14;

const ground = '#0d1117';
const ink = '#d7dde4';
/** The first eight, then the bright ones, as on most dark terminals. */
const palette = ['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4', '#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#f0f6fc'];
const fonts = 'ui-monospace, SFMono-Regular, Menlo, \'DejaVu Sans Mono\', Consolas, monospace';

/** @param title what it shows, for who cannot see it */
export function svgOf(rows: ReadonlyArray<readonly Cell[]>, title: string): string {
	const width = Math.ceil((rows[0]?.length ?? 0) * cellWidth + 2 * margin);
	const height = rows.length * cellHeight + 2 * margin;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${escaped(fonts)}" font-size="${fontSize}" fill="${ink}">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="${width}" height="${height}" rx="8" fill="${ground}" stroke="#30363d"/>`,
		...rows.flatMap((cells, row) => runsOf(cells).flatMap(run => drawn(run, row))),
		'</svg>', '',
	].join('\n');
}

type Run = {readonly column: number; readonly cells: number; readonly text: string; readonly style: Cell};

/** Neighbours that look the same. */
function runsOf(cells: readonly Cell[]): Run[] {
	const runs: Run[] = [];
	for (const [column, cell] of cells.entries()) {
		const last = runs.at(-1);
		if (last && cell.width === 0) {
			continue;
		}

		if (last && sameLook(last.style, cell)) {
			runs.splice(-1, 1, {...last, cells: last.cells + cell.width, text: last.text + (cell.text || ' ')});
		} else {
			runs.push({column, cells: cell.width, text: cell.text || ' ', style: cell});
		}
	}

	return runs;
}

function drawn({column, cells, text, style: {color, bold, dim, inverse}}: Run, row: number): string[] {
	const x = round(margin + column * cellWidth);
	const top = margin + row * cellHeight;
	const fill = color === undefined ? ink : palette[color]!;
	const words = text.trimEnd();
	const leading = words.length - words.trimStart().length;
	const length = round((words.length === text.length ? cells - leading : [...words.trimStart()].length) * cellWidth);
	const look = [
		inverse ? ` fill="${ground}"` : color === undefined ? '' : ` fill="${fill}"`,
		bold ? ' font-weight="bold"' : '', dim ? ' opacity="0.65"' : '',
	].join('');
	return [
		...inverse ? [`<rect x="${x}" y="${top}" width="${round(cells * cellWidth)}" height="${cellHeight}" fill="${fill}"/>`] : [],
		// The length keeps columns below each other, whatever font there is.
		...words.trim() === '' ? [] : [`<text x="${round(x + leading * cellWidth)}" y="${top + 13}" textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"${look}>${escaped(words.trimStart())}</text>`],
	];
}

function sameLook(one: Cell, other: Cell): boolean {
	return one.color === other.color && one.bold === other.bold && one.dim === other.dim && one.inverse === other.inverse;
}

function round(pixels: number): number {
	return Math.round(pixels * 10) / 10;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
