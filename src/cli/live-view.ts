/** Something that is looked at again and again: redrawn in place on a terminal, appended elsewhere when it changed. */
import {setTimeout as sleep} from 'node:timers/promises';
import {cutLines} from './fitting-table.ts';

export type ViewSize = {readonly columns: number; readonly rows: number};

export type LiveView<Seen> = {
	/** One look; the first one that fails ends the view, a later one is shown as what there is to see. */
	readonly look: (signal: AbortSignal) => Promise<Seen>;
	/** @param size of the terminal; undefined elsewhere */
	readonly text: (seen: Seen | {readonly failure: unknown}, size: ViewSize | undefined) => string;
	/** What has to differ for it to be shown again where nothing is redrawn: without ages and measurements. */
	readonly essence: (seen: Seen | {readonly failure: unknown}) => string;
	/** Milliseconds between the end of a look and the next one. */
	readonly interval: number;
	/** Between two blocks that are appended. */
	readonly separator: string;
	/** Redrawn only on a terminal that can. */
	readonly redraws: boolean;
	readonly output: ViewOutput;
};

export type ViewOutput = {
	write: (text: string) => unknown;
	readonly columns?: number;
	readonly rows?: number;
	on?: (event: 'resize', listener: () => void) => unknown;
	off?: (event: 'resize', listener: () => void) => unknown;
};

/** Until the signal, which is how a person ends it. @throws what the first look throws */
export async function showLive<Seen>(view: LiveView<Seen>, signal: AbortSignal): Promise<void> {
	const first = await view.look(signal);
	const show = view.redraws ? redrawing(view) : appending(view);
	try {
		show.draw(first);
		while (!signal.aborted) {
			await sleep(view.interval, undefined, {signal}).catch(() => undefined);
			if (!signal.aborted) {
				const seen = await view.look(signal).catch((failure: unknown) => ({failure}));
				if (!signal.aborted) {
					show.draw(seen);
				}
			}
		}
	} finally {
		show.end();
	}
}

type Show<Seen> = {readonly draw: (seen: Seen | {readonly failure: unknown}) => void; readonly end: () => void};

function appending<Seen>({text, essence, separator, output}: LiveView<Seen>): Show<Seen> {
	let before: string | undefined;
	return {
		draw(seen) {
			const now = essence(seen);
			if (now !== before) {
				output.write(`${before === undefined ? '' : separator}${text(seen, undefined)}\n`);
				before = now;
			}
		},
		end: () => undefined,
	};
}

/** The other screen, the cursor hidden and shown; "Ps = 1 0 4 9" and "Ps = 2 5" of xterm's control sequences, 2026: drawn at once. */
const enter = '\u001B[?1049h\u001B[?25l';
const leave = '\u001B[?25h\u001B[?1049l';
const [begin, commit] = ['\u001B[?2026h\u001B[H', '\u001B[J\u001B[?2026l'];

/** On the terminal's other screen, so that no width and no resize leaves anything behind; what was seen last stays on the own one. */
function redrawing<Seen>({text, output}: LiveView<Seen>): Show<Seen> {
	let last: Seen | {readonly failure: unknown} | undefined;
	let open = false;
	const size = (): ViewSize => ({columns: output.columns ?? 80, rows: output.rows ?? 24});
	const redraw = (): void => {
		if (last !== undefined) {
			const {columns, rows} = size();
			output.write(`${begin}${fitScreen(text(last, size()), columns, rows).map(line => `${line}\u001B[K`).join('\r\n')}${commit}`);
		}
	};

	const end = (): void => {
		process.off('exit', end);
		output.off?.('resize', redraw);
		if (open) {
			open = false;
			output.write(`${leave}${last === undefined ? '' : `${text(last, size())}\n`}`);
		}
	};

	return {
		draw(seen) {
			last = seen;
			if (!open) {
				open = true;
				output.write(enter);
				output.on?.('resize', redraw);
				process.on('exit', end);
			}

			redraw();
		},
		end,
	};
}

/** @returns as many lines as there is room for: the last paragraph, which says what to do, is wrapped and stays; the rest is cut */
export function fitScreen(text: string, columns: number, rows: number): string[] {
	const paragraphs = text.split('\n\n');
	const tail = paragraphs.length > 1 ? wrap(paragraphs.at(-1)!, columns).slice(0, rows) : [];
	const body = cutLines((tail.length > 0 ? paragraphs.slice(0, -1) : paragraphs).join('\n\n'), columns).split('\n');
	const room = rows - tail.length - (tail.length > 0 ? 1 : 0);
	const shown = body.length <= room ? body : room > 0 ? [...body.slice(0, room - 1), '…'] : [];
	return [...shown, ...tail.length > 0 && room >= 0 ? ['', ...tail] : tail];
}

/** At spaces where there are some. */
function wrap(text: string, columns: number): string[] {
	return text.split('\n').flatMap(line => line.match(new RegExp(`(?=\\S).{1,${columns}}(?=\\s|$)|\\S{1,${columns}}`, 'g')) ?? ['']);
}
