import type {Emit} from '../events.ts';
import {clearLeftovers} from './clear-leftovers.ts';
import {awaitEnd, withDescendants} from './end-processes.ts';
import {findDaemon} from './find-daemon.ts';
import {withEngineLock} from './lock.ts';
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
	// Docker-proxies and containerd are dockerd's children; once it is gone they would be nobody's.
	const tree = daemon ? withDescendants([daemon]) : [];
	const gentle = daemon === undefined || await end(daemon, limitMs);
	if (!gentle) {
		emit({type: 'warned', phase: 'engine', text: `The embedded engine did not stop within ${limitMs / 1000} s and was killed`});
	}

	const left = await clearLeftovers(paths, env, tree);
	return daemon !== undefined || left;
}

/** @returns whether it ended by itself */
async function end(daemon: Process, limitMs: number): Promise<boolean> {
	signalProcess(daemon, 'SIGTERM');
	return awaitEnd([daemon], limitMs);
}
