/** The dashboard on a terminal emulator without a window: what a person would see, as text. */
import {PassThrough, Writable} from 'node:stream';
import xterm from '@xterm/headless';
import {createFrames, type Frames} from '../../../src/dashboard/frames.ts';
import {press} from '../../../src/dashboard/keys/press.ts';
import type {DashboardState} from '../../../src/dashboard/state.ts';
import {App} from '../../../src/dashboard/view/app.ts';
import {themeFor} from '../../../src/dashboard/view/theme.ts';
import {h, render} from '../../../src/dashboard/view/ink.ts';

export type Emulated = {
	readonly frames: Frames;
	/** The lines of the screen, without blanks at their ends, when all that was written has arrived. */
	readonly screen: () => Promise<string[]>;
	/** Bytes that came from the program since it was last asked. */
	readonly written: () => string;
	readonly typeKeys: (bytes: string) => void;
	/** As a key, but not by the terminal: ink is not asked. */
	readonly press: (key: string) => void;
	/** Resolves when what is known now is drawn, and written. */
	readonly drawn: () => Promise<void>;
	readonly resize: (columns: number, rows: number) => void;
	readonly close: () => Promise<void>;
};

export function emulate(state: DashboardState, {color = false} = {}): Emulated {
	const {size: {columns, rows}, facts: {ascii}} = state;
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: true});
	let bytes = '';
	const stdout = Object.assign(new Writable({
		write(chunk: Buffer, _encoding, done) {
			bytes += chunk.toString();
			terminal.write(chunk, done);
		},
	}), {isTTY: true, columns, rows});
	const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode: () => undefined, ref: () => undefined, unref: () => undefined});
	const frames = createFrames(state);
	const app = render(h(App, {
		screens: frames, theme: themeFor(color), ascii,
		onKey(key) {
			frames.update(before => press(before, key).state);
		},
		onMounted: () => undefined,
	}), {stdout: stdout as never, stdin: stdin as never, exitOnCtrlC: false, patchConsole: false, interactive: true, alternateScreen: true, incrementalRendering: true, maxFps: 1000});
	return {
		frames,
		async screen() {
			await this.drawn();
			await new Promise<void>(resolve => {
				stdout.write('', () => {
					terminal.write('', resolve);
				});
			});
			const {active} = terminal.buffer;
			return Array.from({length: terminal.rows}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '');
		},
		written() {
			const since = bytes;
			bytes = '';
			return since;
		},
		typeKeys(keys) {
			stdin.write(keys);
		},
		press(key) {
			frames.update(before => press(before, key).state);
		},
		async drawn() {
			frames.flush();
			await app.waitUntilRenderFlush();
		},
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
			frames.push({type: 'resized', size: {columns: newColumns, rows: newRows}});
		},
		async close() {
			frames.stop();
			app.unmount();
			await app.waitUntilExit();
		},
	};
}
