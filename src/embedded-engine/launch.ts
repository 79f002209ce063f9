import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {type FileHandle, open, rename, stat} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {messageOf, SingleKubeError} from '../errors.ts';
import {daemonArguments} from './daemon-config.ts';
import {knownCause} from './failure-causes.ts';
import type {EmbeddedPaths} from './paths.ts';
import {answersPing} from './ping.ts';
import {programEnvironment} from './programs.ts';
import {lastLines} from './run-program.ts';

/**
 * Start dockerd so that it outlives this command and its terminal, and wait until it answers.
 *
 * @throws SingleKubeError EMBEDDED_ENGINE_START_FAILED with the last lines of its log; the signal's reason, after ending what was started
 */
export async function launchDaemon(dockerd: string, paths: EmbeddedPaths, env: NodeJS.ProcessEnv, limitMs: number, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	await rotate(paths.log);
	const log = await open(paths.log, 'a', 0o600);
	try {
		const from = (await log.stat()).size;
		// A session of its own: Ctrl-C in the terminal reaches this command's process group, and not the engine.
		const child = spawn(dockerd, daemonArguments(paths), {detached: true, stdio: ['ignore', log.fd, log.fd], cwd: '/', env: programEnvironment(env)});
		const ended = waitForEnd(child);
		await awaitAnswer(child, ended, paths, from, limitMs, signal);
		// Only now: while we wait for it, it is what keeps this command from ending.
		child.unref();
	} finally {
		await log.close();
	}
}

/**
 * Wait for an engine that somebody else has started.
 *
 * @param lives whether there is still something to wait for
 * @returns whether it answers
 */
export async function awaitDaemon(paths: EmbeddedPaths, limitMs: number, signal: AbortSignal, lives = () => true): Promise<boolean> {
	const deadline = performance.now() + limitMs;
	while (performance.now() < deadline && lives()) {
		if (await answersPing(paths.socket, 2000, signal)) {
			return true;
		}

		await sleep(pollInterval, undefined, {signal}).catch(() => signal.throwIfAborted());
	}

	return false;
}

const pollInterval = 100;
const largestLog = 10 * 1024 * 1024;

async function awaitAnswer(child: ChildProcess, ended: Promise<string>, paths: EmbeddedPaths, from: number, limitMs: number, signal: AbortSignal): Promise<void> {
	const over = new AbortController();
	try {
		const outcome = await Promise.race([ended, awaitDaemon(paths, limitMs, AbortSignal.any([signal, over.signal]))]);
		if (outcome === true) {
			return;
		}

		throw await startFailed(outcome === false ? `did not answer within ${limitMs / 1000} s` : outcome, paths.log, from);
	} catch (error) {
		// What nobody waits for any more must not come up later.
		child.kill('SIGTERM');
		await Promise.race([ended, sleep(10_000, undefined, {ref: false})]);
		child.kill('SIGKILL');
		child.unref();
		throw error;
	} finally {
		over.abort(new Error('over'));
	}
}

async function waitForEnd(child: ChildProcess): Promise<string> {
	try {
		const [code, signal] = await once(child, 'exit') as [number | null, NodeJS.Signals | null];
		return `ended with ${code ?? signal}`;
	} catch (error) {
		return `could not be run: ${messageOf(error)}`;
	}
}

async function startFailed(how: string, log: string, from: number): Promise<SingleKubeError> {
	const said = lastLines(await readFrom(log, from), 20);
	const cause = knownCause(said.join('\n'));
	return new SingleKubeError('EMBEDDED_ENGINE_START_FAILED', `the embedded engine ${how}${cause ? `: ${cause.what}` : ''}`, {
		seen: said, hint: cause?.hint ?? `Read its log: ${log}`,
	});
}

async function readFrom(file: string, from: number): Promise<string> {
	let handle: FileHandle | undefined;
	try {
		handle = await open(file, 'r');
		const {size} = await handle.stat();
		const start = Math.max(from, size - 64 * 1024);
		const {buffer, bytesRead} = await handle.read(Buffer.alloc(Math.max(0, size - start)), 0, Math.max(0, size - start), start);
		return buffer.toString('utf8', 0, bytesRead);
	} catch {
		return '';
	} finally {
		await handle?.close();
	}
}

/** One older log is kept. */
async function rotate(log: string): Promise<void> {
	const found = await stat(log).catch(() => undefined);
	if (found && found.size > largestLog) {
		await rename(log, `${log}.1`);
	}
}
