/** The lines that a command in a container writes, as they come. */
import {PassThrough, type Duplex} from 'node:stream';
import type {Engine} from './engine.ts';
import {framedLines} from './framed-lines.ts';
import {SingleKubeError} from '../errors.ts';
import {engineCall} from './translate-errors.ts';

/**
 * For commands that go on until their standard input ends: the engine has no call that ends one, but it closes the input
 * when this connection is gone, even that of a program that was killed.
 *
 * @returns lines of its standard output; ends when the command does, or when the signal says so
 * @throws SingleKubeError of translate-errors; ENGINE_CALL_FAILED with what it said on standard error when its exit code is not 0
 */
export async function * execLines(engine: Engine, container: string, command: readonly string[], signal: AbortSignal): AsyncGenerator<string> {
	signal.throwIfAborted();
	const what = `run ${command[0]} in ${container}`;
	const exec = await engineCall(what, engine.docker.getContainer(container).exec({Cmd: [...command], AttachStdin: true, AttachStdout: true, AttachStderr: true}));
	const stream: Duplex = await engineCall(what, exec.start({hijack: true, stdin: true, Tty: false}));
	const said: Buffer[] = [];
	const errors = new PassThrough().on('data', (chunk: Buffer) => said.push(chunk));
	yield * framedLines(stream, {signal, errors});
	if (!signal.aborted) {
		const {ExitCode} = await engineCall(`see how ${command[0]} ended in ${container}`, exec.inspect());
		if (ExitCode !== 0) {
			throw new SingleKubeError('ENGINE_CALL_FAILED', `${command[0]} in ${container} exited ${ExitCode}`, {
				seen: Buffer.concat(said).toString('utf8').trim().split('\n'), hint: `See how it is: docker logs ${container}`,
			});
		}
	}
}
