/** A shell in a container that stays for many commands: an exec of its own for each would cost the engine more than the commands. */
import {PassThrough, type Duplex} from 'node:stream';
import type {Engine} from './engine.ts';
import {framedLines} from './framed-lines.ts';
import {engineCall} from './translate-errors.ts';

export type ShellSession = {
	/** Lines for the shell. */
	readonly write: (text: string) => void;
	/** What it prints, as it comes; they end with the shell. */
	readonly lines: AsyncIterable<string>;
	/** Close its input: it ends by itself, as it does when this process ends. */
	readonly close: () => void;
};

/** @throws SingleKubeError of translate-errors */
export async function openShell(engine: Engine, container: string, shell: string): Promise<ShellSession> {
	const what = `run ${shell} in ${container}`;
	const exec = await engineCall(what, engine.docker.getContainer(container).exec({Cmd: [shell], AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false}));
	const stream: Duplex = await engineCall(what, exec.start({hijack: true, stdin: true, Tty: false}));
	const lines = framedLines(stream, {errors: new PassThrough().resume()});
	return {
		write(text) {
			stream.write(text);
		},
		lines,
		close() {
			stream.destroy();
		},
	};
}
