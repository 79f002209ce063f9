import {rm} from 'node:fs/promises';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {removeContainerCgroups} from './cgroups.ts';
import {awaitEnd, killAll, leftoverProcesses, withDescendants} from './end-processes.ts';
import {findDaemon} from './find-daemon.ts';
import {withEngineLock} from './lock.ts';
import {unmountBelow} from './mounts.ts';
import {type EmbeddedPaths, embeddedPaths} from './paths.ts';
import {type Process, signalProcess} from './process.ts';
import {refuseForeignDaemon} from './refuse-foreign.ts';
import {requireRoot} from './require-root.ts';

export type StopEngineOptions = {
	readonly env?: NodeJS.ProcessEnv;
	/** How long dockerd may take to stop its containers and itself before it is killed, in milliseconds: 20,000 by default. */
	readonly limitMs?: number;
};

/**
 * Stop the embedded engine and every container on it; its data stays.
 *
 * @returns false when nothing of it ran
 * @throws SingleKubeError EMBEDDED_ENGINE_NEEDS_ROOT, EMBEDDED_ENGINE_STOP_FAILED, ENGINE_BUSY, STATE_FOREIGN; the signal's reason
 */
export async function stopEmbeddedEngine({env = process.env, limitMs = 20_000}: StopEngineOptions, emit: Emit, signal: AbortSignal): Promise<boolean> {
	const paths = embeddedPaths(env);
	requireRoot('stop the embedded engine');
	return withEngineLock(paths, signal, async () => stopDaemon(paths, env, limitMs, emit));
}

/** The same, for whoever has the lock. */
export async function stopDaemon(paths: EmbeddedPaths, env: NodeJS.ProcessEnv, limitMs: number, emit: Emit): Promise<boolean> {
	refuseForeignDaemon(paths);
	const daemon = findDaemon(paths);
	const gentle = daemon === undefined || await end(daemon, limitMs);
	if (!gentle) {
		emit({type: 'warned', phase: 'engine', text: `The embedded engine did not stop within ${limitMs / 1000} s and was killed`});
	}

	// Docker-proxies and containerd are dockerd's children; once it is gone only their command lines would tell.
	const left = [...daemon ? withDescendants([daemon]) : [], ...leftoverProcesses(paths)];
	const immortal = await killAll(left, 5000);
	const mounted = await unmountBelow([paths.exec, paths.data], env);
	if (immortal.length > 0 || mounted.length > 0) {
		throw new SingleKubeError('EMBEDDED_ENGINE_STOP_FAILED', 'the embedded engine did not stop completely', {
			seen: [...immortal.map(({pid, arguments: words}) => `process ${pid} runs: ${words.join(' ')}`), ...mounted.map(mount => `still mounted: ${mount}`)],
			hint: `Read ${paths.log}; processes that wait for a disk or a kernel end with a reboot only`,
		});
	}

	removeContainerCgroups(paths);
	await Promise.all([paths.pidFile, paths.socket].map(async file => rm(file, {force: true})));
	return daemon !== undefined || left.length > 0;
}

/** @returns whether it ended by itself */
async function end(daemon: Process, limitMs: number): Promise<boolean> {
	signalProcess(daemon, 'SIGTERM');
	return awaitEnd([daemon], limitMs);
}
