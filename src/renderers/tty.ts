/** Live lines at the bottom of a terminal, what is done above them. */
import {styleText} from 'node:util';
import type {Events, Output, Progress, RenderSettings} from './choose.ts';
import {describeEvent, formatSeconds, type Line} from './describe.ts';
import {emptyLiveState, liveLines, reduceLive} from './live-state.ts';

/** Milliseconds between two redraws: ten a second look alive, more only cost time. */
const redrawPause = 100;

const marks = {
	begun: undefined, done: ['✓', 'green'], note: ['·', 'gray'], warning: ['!', 'yellow'], failed: ['✗', 'red'],
} as const satisfies Record<Line['mark'], readonly [string, Parameters<typeof styleText>[0]] | undefined>;

export function startTty(events: Events, {output, verbose, color}: RenderSettings): Progress {
	let state = emptyLiveState;
	let suspended = false;
	let held = '';
	const screen = createScreen(output);
	const draw = (above = ''): void => {
		if (suspended) {
			held += above;
		} else {
			screen.draw(above, liveLines(state, Date.now(), output.columns ?? 80));
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
					draw(`${seconds}  ${color ? styleText(mark[1], mark[0], {validateStream: false}) : mark[0]}  ${line.text}\n`);
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

/** Replaces the lines that it drew last; writes nothing when nothing changed. */
function createScreen(output: Output): {draw: (above: string, lines: readonly string[]) => void} {
	let drawn: readonly string[] = [];
	return {
		draw(above, lines) {
			if (above === '' && lines.join('\n') === drawn.join('\n')) {
				return;
			}

			// Up to the first live line, then erase from there to the end of the screen.
			const erase = drawn.length === 0 ? '' : `\u001B[${drawn.length}A\r\u001B[J`;
			output.write(erase + above + lines.map(line => `${line}\n`).join(''));
			drawn = lines;
		},
	};
}
