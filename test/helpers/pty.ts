/** A program on a terminal, as a person has it: `script` (util-linux) makes the terminal, an emulator shows what is on it. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import xterm from '@xterm/headless';
import {execa} from 'execa';
import type {Cell} from '../../scripts/pictures/svg.ts';

export type Pty = {
	/** What a person would see now, without blanks at the ends of lines. */
	readonly screen: () => Promise<string>;
	/** The same with its looks, for a picture of it. */
	readonly cells: () => Promise<ReadonlyArray<readonly Cell[]>>;
	readonly type: (keys: string) => void;
	/** All bytes that were written until now. */
	readonly written: () => string;
	/** All bytes that were written, when the program and all that ran with it have ended. */
	readonly ended: Promise<string>;
	/** Another size, as a window gets it that is dragged: the program is told by SIGWINCH. */
	readonly resize: (columns: number, rows: number) => Promise<void>;
	readonly kill: () => void;
};

/** @param command for a shell; @param signal ends it */
export function openPty(command: string, {columns, rows, env}: {readonly columns: number; readonly rows: number; readonly env: NodeJS.ProcessEnv}): Pty {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const child = spawn('script', ['-qfec', `stty cols ${columns} rows ${rows}; echo "tty=$(tty);"; ${command}`, '/dev/null'], {env, stdio: ['pipe', 'pipe', 'inherit']});
	let bytes = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		bytes += text;
		terminal.write(text);
	});
	const arrived = async (): Promise<void> => new Promise<void>(resolve => {
		terminal.write('', resolve);
	});
	return {
		async cells() {
			await arrived();
			const {active} = terminal.buffer;
			return Array.from({length: terminal.rows}, (_, row) => Array.from({length: terminal.cols}, (_, column): Cell => {
				const cell = active.getLine(active.viewportY + row)!.getCell(column)!;
				return {
					text: cell.getChars(), width: cell.getWidth(), color: cell.isFgPalette() ? cell.getFgColor() : undefined,
					bold: cell.isBold() !== 0, dim: cell.isDim() !== 0, inverse: cell.isInverse() !== 0,
				};
			}));
		},
		async screen() {
			await arrived();
			const {active} = terminal.buffer;
			return Array.from({length: terminal.rows}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '').join('\n');
		},
		type(keys) {
			child.stdin.write(keys);
		},
		written: () => bytes,
		ended: once(child, 'close').then(() => bytes),
		async resize(newColumns, newRows) {
			const tty = /tty=([^;]+);/.exec(bytes)![1]!;
			terminal.resize(newColumns, newRows);
			await execa('stty', ['-F', tty, 'cols', String(newColumns), 'rows', String(newRows)]);
		},
		kill() {
			child.kill();
		},
	};
}
