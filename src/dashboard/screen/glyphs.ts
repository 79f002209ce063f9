/** The characters that are drawn with, and what stands for them where a terminal has only ASCII. Pure. */

export type Glyphs = {
	readonly running: string;
	readonly stopped: string;
	readonly paused: string;
	readonly dead: string;
	/** It runs, and something was broken on purpose. */
	readonly broken: string;
	readonly changing: string;
	readonly done: string;
	readonly cursor: string;
	/** The title's line of a pane, and of the one that has the keys. */
	readonly rule: string;
	readonly strongRule: string;
	readonly divider: string;
	readonly more: string;
	readonly dot: string;
	readonly up: string;
	readonly arrows: string;
};

const unicode: Glyphs = {
	running: '●', stopped: '○', paused: '◫', dead: '✗', broken: '◐', changing: '◌', done: '✓', cursor: '▸',
	rule: '─', strongRule: '━', divider: '│', more: '…', dot: '·', up: '↑', arrows: '↑↓',
};

const ascii: Glyphs = {
	running: '+', stopped: 'o', paused: '=', dead: 'x', broken: '!', changing: '~', done: '.', cursor: '>',
	rule: '-', strongRule: '=', divider: '|', more: '~', dot: '-', up: '^', arrows: 'j/k',
};

export function glyphsFor(onlyAscii: boolean): Glyphs {
	return onlyAscii ? ascii : unicode;
}
