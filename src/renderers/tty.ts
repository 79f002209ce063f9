/** Live lines at the bottom of a terminal, what is done above them. */
import {styleText} from 'node:util';
import type {Events, Output, Progress, RenderSettings} from './choose.ts';
import {rowsOf} from './cut.ts';
import {describeEvent, formatSeconds, type Line} from './describe.ts';
import {emptyLiveState, liveLines, reduceLive} from './live-state.ts';

/** Milliseconds between two redraws: ten a second look alive, more only cost time. */
const redrawPause = 100;

const marks = {
	begun: undefined, done: ['✓', 'ok', 'green'], note: ['·', '-', 'gray'], warning: ['!', '!', 'yellow'], failed: ['✗', 'x', 'red'],
} as const satisfies Record<Line['mark'], readonly [mark: string, ascii: string, color: Parameters<typeof styleText>[0]] | undefined>;

export function startTty(events: Events, {output, verbose, color, unicode}: RenderSettings): Progress {
	let state = emptyLiveState;
	let suspended = false;
	let held = '';
	const screen = createScreen(output);
	const draw = (above = ''): void => {
		if (suspended) {
			held += above;
		} else {
			screen.draw(above, liveLines(state, Date.now(), columnsOf(output), unicode));
		}
	};

	const timer = setInterval(() => {
		draw();
	}, redrawPause);
	const read = async (): Promise<void> => {
		let first: number | undefined;
		try {
			for await (const event of events) {
				first ??= event.at;
				state = reduceLive(state, event);
				const line = describeEvent(event, verbose);
				const mark = line && marks[line.mark];
				if (event.type === 'began' || event.type === 'phase-started') {
					// At once: what follows may keep this thread busy for longer than a redraw.
					draw();
				}

				if (line && mark) {
					const seconds = formatSeconds((event.at - first) / 1000).padStart(9);
					const sign = unicode ? mark[0] : mark[1].padStart(2);
					draw(`${seconds}  ${color ? styleText(mark[2], sign, {validateStream: false}) : sign}  ${line.text}\n`);
				}
			}
		} finally {
			clearInterval(timer);
			suspended = false;
			screen.draw(held, []);
		}
	};

	return {
		finished: read(),
		suspend: async work => {
			screen.draw('', []);
			suspended = true;
			try {
				return await work();
			} finally {
				suspended = false;
				const above = held;
				held = '';
				draw(above);
			}
		},
	};
}

/** Some terminals say 0 when they do not know. */
function columnsOf({columns}: Output): number {
	return columns || 80;
}

/** Replaces the lines that it drew last; writes nothing when nothing changed. */
function createScreen(output: Output): {draw: (above: string, lines: readonly string[]) => void} {
	let drawn: readonly string[] = [];
	return {
		draw(above, lines) {
			if (above === '' && lines.join('\n') === drawn.join('\n')) {
				return;
			}

			// Up to the first live line, then erase from there to the end of the screen. In a window that became narrower they wrap.
			const rows = drawn.reduce((sum, line) => sum + rowsOf(line, columnsOf(output)), 0);
			const erase = rows === 0 ? '' : `\u001B[${rows}A\r\u001B[J`;
			output.write(erase + above + lines.map(line => `${line}\n`).join(''));
			drawn = lines;
		},
	};
}
