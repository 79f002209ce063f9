/** Run a command in a container, to its end. For a terminal see exec-interactive.ts. */
import {PassThrough} from 'node:stream';
import {demultiplexStream} from './demultiplex.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

/** How a command in a container ended. */
export type ExecResult = {readonly exitCode: number; readonly stdout: string; readonly stderr: string};

/**
 * @param signal ends the wait; what runs in the container may go on
 * @throws SingleKubeError of translate-errors; the signal's reason when it is aborted
 */
export async function execInContainer(engine: Engine, container: string, command: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
	signal?.throwIfAborted();
	const exec = await engineCall(`run ${command[0]} in ${container}`, engine.docker.getContainer(container).exec({
		Cmd: [...command], AttachStdout: true, AttachStderr: true,
	}));
	const stream = await engineCall(`run ${command[0]} in ${container}`, exec.start({Detach: false, Tty: false}));
	const onAbort = (): void => {
		stream.destroy();
	};

	signal?.addEventListener('abort', onAbort, {once: true});
	try {
		const stdout = collect();
		const stderr = collect();
		demultiplexStream(stream, stdout.sink, stderr.sink);
		await new Promise<void>((resolve, reject) => {
			stream.once('end', resolve);
			stream.once('close', resolve);
			stream.once('error', reject);
		});
		signal?.throwIfAborted();
		const {ExitCode} = await engineCall(`see how ${command[0]} ended in ${container}`, exec.inspect());
		return {exitCode: ExitCode ?? -1, stdout: stdout.text(), stderr: stderr.text()};
	} finally {
		signal?.removeEventListener('abort', onAbort);
	}
}

function collect(): {sink: PassThrough; text: () => string} {
	const sink = new PassThrough();
	const chunks: Buffer[] = [];
	sink.on('data', (chunk: Buffer) => chunks.push(chunk));
	return {sink, text: () => Buffer.concat(chunks).toString('utf8')};
}
