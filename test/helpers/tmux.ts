/** A program in tmux, as a person has it: a real terminal of a given size, keys by name, and what stands on the screen. */
import {execa} from 'execa';

export type Tmux = {
	/** What a person would see now, without blanks at the ends of lines. */
	readonly screen: () => Promise<string>;
	/** @param keys as tmux names them: `Enter`, `Tab`, `Escape`, `C-d`; anything else is typed as it is */
	readonly press: (...keys: readonly string[]) => Promise<void>;
	readonly type: (text: string) => Promise<void>;
	readonly resize: (columns: number, rows: number) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** Have tmux, as Debian packages it. */
export async function installTmux(): Promise<void> {
	await execa('sh', ['-c', 'command -v tmux || (apt-get update && apt-get install -y --no-install-recommends tmux)'], {env: {DEBIAN_FRONTEND: 'noninteractive'}});
}

/** @param command for a shell, which goes on when it ends */
export async function openTmux(command: string, {columns, rows, env}: {readonly columns: number; readonly rows: number; readonly env: NodeJS.ProcessEnv}): Promise<Tmux> {
	// A server of its own: whatever sessions there are, they are not ours.
	const server = `single-kube-test-${process.pid}`;
	const tmux = async (...args: readonly string[]): Promise<string> => (await execa('tmux', ['-u', '-L', server, '-f', '/dev/null', ...args], {env, extendEnv: false})).stdout;
	await tmux('new-session', '-d', '-s', 'test', '-x', String(columns), '-y', String(rows), 'bash --norc --noprofile');
	// Escape is a key of its own, not the beginning of another one.
	await tmux('set-option', '-s', 'escape-time', '0');
	// Without a client that is attached, a window has the size that it is told.
	await tmux('set-option', '-g', 'window-size', 'manual');
	await tmux('send-keys', '-t', 'test', '-l', command);
	await tmux('send-keys', '-t', 'test', 'Enter');
	return {
		screen: async () => tmux('capture-pane', '-p', '-t', 'test'),
		async press(...keys) {
			await tmux('send-keys', '-t', 'test', ...keys);
		},
		async type(text) {
			await tmux('send-keys', '-t', 'test', '-l', '--', text);
		},
		async resize(columns, rows) {
			await tmux('resize-window', '-t', 'test', '-x', String(columns), '-y', String(rows));
		},
		async close() {
			await tmux('kill-server').catch(() => undefined);
		},
	};
}
