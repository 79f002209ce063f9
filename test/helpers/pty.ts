/** A program on a terminal, as a person has it: `script` (util-linux) makes the terminal, an emulator shows what is on it. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import xterm from '@xterm/headless';

export type Pty = {
	/** What a person would see now, without blanks at the ends of lines. */
	readonly screen: () => Promise<string>;
	readonly type: (keys: string) => void;
	/** All bytes that were written until now. */
	readonly written: () => string;
	/** All bytes that were written, when the program and all that ran with it have ended. */
	readonly ended: Promise<string>;
	readonly kill: () => void;
};

/** @param command for a shell; @param signal ends it */
export function openPty(command: string, {columns, rows, env}: {readonly columns: number; readonly rows: number; readonly env: NodeJS.ProcessEnv}): Pty {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const child = spawn('script', ['-qfec', `stty cols ${columns} rows ${rows}; ${command}`, '/dev/null'], {env, stdio: ['pipe', 'pipe', 'inherit']});
	let bytes = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		bytes += text;
		terminal.write(text);
	});
	return {
		async screen() {
			await new Promise<void>(resolve => {
				terminal.write('', resolve);
			});
			const {active} = terminal.buffer;
			return Array.from({length: rows}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '').join('\n');
		},
		type(keys) {
			child.stdin.write(keys);
		},
		written: () => bytes,
		ended: once(child, 'close').then(() => bytes),
		kill() {
			child.kill();
		},
	};
}
