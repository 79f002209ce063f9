import {rm} from 'node:fs/promises';
import {SingleKubeError} from '../errors.ts';
import {removeContainerCgroups} from './cgroups.ts';
import {killAll, leftoverProcesses} from './end-processes.ts';
import {unmountBelow} from './mounts.ts';
import type {EmbeddedPaths} from './paths.ts';
import type {Process} from './process.ts';

/**
 * Leave of an engine that does not run what a reboot would: its data. Half of its runtime state is worse than none, for
 * a containerd that looks for dead shims comes up too late for dockerd.
 *
 * @param known processes that are the engine's besides those that their command lines give away
 * @returns whether there were any processes
 * @throws SingleKubeError EMBEDDED_ENGINE_STOP_FAILED
 */
export async function clearLeftovers(paths: EmbeddedPaths, env: NodeJS.ProcessEnv, known: readonly Process[] = []): Promise<boolean> {
	const left = [...known, ...leftoverProcesses(paths)];
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
	await rm(paths.exec, {recursive: true, force: true});
	return left.length > 0;
}
