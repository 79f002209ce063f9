/** Run a command in a container with this process's streams: a terminal, or pipes with both ends. */
import {randomBytes} from 'node:crypto';
import type {Duplex, Readable, Writable} from 'node:stream';
import type Docker from 'dockerode';
import {demultiplexStream} from './demultiplex.ts';
import type {Engine} from './engine.ts';
import {execInContainer} from './exec.ts';
import {engineCall} from './translate-errors.ts';

export type TerminalSize = {readonly columns: number; readonly rows: number};

export type InteractiveExec = {
	readonly command: readonly string[];
	/** With a terminal in the container: one stream for both outputs, and its size follows `sizes`. */
	readonly terminal?: {
		readonly size: () => TerminalSize;
		/** Called with what to call when the size changed. @returns how to stop that */
		readonly onResize: (changed: () => void) => () => void;
	};
	/** Variables beside those of the container, `NAME=value`. */
	readonly environment?: readonly string[];
	readonly stdin: Readable;
	readonly stdout: Writable;
	readonly stderr: Writable;
};

/**
 * @param signal ends the wait, and the command with all that it started
 * @returns the exit code of the command
 * @throws SingleKubeError of translate-errors; the signal's reason when it is aborted
 */
export async function execInteractively(engine: Engine, container: string, request: InteractiveExec, signal: AbortSignal): Promise<number> {
	signal.throwIfAborted();
	const what = `run ${request.command[0]} in ${container}`;
	const tty = request.terminal !== undefined;
	const mark = `SINGLE_KUBE_EXEC=${randomBytes(8).toString('hex')}`;
	const exec = await engineCall(what, engine.docker.getContainer(container).exec({
		Cmd: [...request.command], Env: [...request.environment ?? [], mark], AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: tty,
	}));
	const stream: Duplex = await engineCall(what, exec.start({hijack: true, stdin: true, Tty: tty}));
	const onAbort = (): void => {
		stream.destroy();
	};

	signal.addEventListener('abort', onAbort, {once: true});
	const stopResizing = tty ? followSize(exec, request.terminal!) : undefined;
	try {
		const ended = endOf(stream);
		if (signal.aborted) {
			// It came while the engine answered, before anybody listened.
			onAbort();
		}

		if (tty) {
			stream.pipe(request.stdout, {end: false});
		} else {
			demultiplexStream(stream, request.stdout, request.stderr);
		}

		// The end of the pipe closes one half: the command sees its end and can still answer.
		request.stdin.pipe(stream);
		await engineCall(what, ended);
		signal.throwIfAborted();
		const {ExitCode} = await engineCall(`see how ${request.command[0]} ended in ${container}`, exec.inspect());
		return ExitCode ?? -1;
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		if (signal.aborted) {
			await endMarked(engine, container, mark);
		}

		signal.removeEventListener('abort', onAbort);
		stopResizing?.();
		request.stdin.unpipe(stream);
		request.stdin.pause();
		stream.destroy();
	}
}

/**
 * The engine has no call that ends an exec: with its streams gone the command would go on for ever. Its processes are
 * known by a variable. `/proc` is the container's own, so nothing else is met.
 */
async function endMarked(engine: Engine, container: string, mark: string): Promise<void> {
	const script = 'for p in /proc/[0-9]*; do grep -qzxF "$1" "$p/environ" 2>/dev/null && kill -TERM "${p#/proc/}"; done; true';
	// Where there is no shell, or no container any more, nothing can be done.
	await execInContainer(engine, container, ['sh', '-c', script, 'sh', mark], AbortSignal.timeout(2000)).catch(() => undefined);
}

/** The engine closes the connection when the command has ended. */
async function endOf(stream: Duplex): Promise<void> {
	return new Promise((resolve, reject) => {
		stream.once('end', resolve).once('close', resolve).on('error', (error: NodeJS.ErrnoException) => {
			// The command may end before it has read all of its input.
			if (['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(error.code ?? '')) {
				resolve();
			} else {
				reject(error);
			}
		});
	});
}

/** The terminal in the container has the size of this one, from the start and after each change. */
function followSize(exec: Docker.Exec, terminal: NonNullable<InteractiveExec['terminal']>): () => void {
	const resize = (): void => {
		const {columns, rows} = terminal.size();
		// A command that ended in this moment has no terminal any more; nothing is lost.
		exec.resize({w: columns, h: rows}).catch(() => undefined);
	};

	resize();
	return terminal.onResize(resize);
}
