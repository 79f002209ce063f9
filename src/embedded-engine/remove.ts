import {readdir, rm, rmdir} from 'node:fs/promises';
import path from 'node:path';
import type {Emit} from '../events.ts';
import {readBefore} from './before.ts';
import {removeDockerCgroup} from './cgroups.ts';
import {otherDaemons} from './find-daemon.ts';
import {withEngineLock} from './lock.ts';
import {type EmbeddedPaths, embeddedPaths} from './paths.ts';
import {purgePackages} from './purge.ts';
import {removeNetwork} from './remove-network.ts';
import {requireRoot} from './require-root.ts';
import {findProgram} from './programs.ts';
import {runProgram} from './run-program.ts';
import {stopDaemon} from './stop.ts';

export type RemoveEngineOptions = {
	readonly env?: NodeJS.ProcessEnv;
	/** Whether to remove the packages that were installed for it; true by default. */
	readonly purge?: boolean;
	/** As for stopEmbeddedEngine. */
	readonly limitMs?: number;
};

/**
 * Remove the embedded engine with everything on it and everything that it made on this machine. What other dockerds
 * use too (packages, the packet filter's DOCKER chains, forwarding) stays while one of them runs. Repeatable: its
 * records go last.
 *
 * @throws SingleKubeError EMBEDDED_ENGINE_NEEDS_ROOT, EMBEDDED_ENGINE_STOP_FAILED, ENGINE_BUSY, STATE_FOREIGN; the signal's reason
 */
export async function removeEmbeddedEngine({env = process.env, purge = true, limitMs = 20_000}: RemoveEngineOptions, emit: Emit, signal: AbortSignal): Promise<void> {
	const paths = embeddedPaths(env);
	requireRoot('remove the embedded engine');
	await withEngineLock(paths, signal, async () => {
		await stopDaemon(paths, env, limitMs, emit);
		const alone = otherDaemons(paths).length === 0;
		const before = await readBefore(paths);
		await removeNetwork(paths, env, alone, before);
		await removeNamespaces(paths, env);
		await rm(paths.data, {recursive: true, force: true});
		await rm(paths.exec, {recursive: true, force: true});
		if (alone) {
			removeDockerCgroup();
			await removeStrays(before?.absent ?? []);
		}

		if (purge) {
			await purgePackages(paths, env, alone, emit, signal);
		}

		await removeOwnFiles(paths);
	});
	await removeEmpty('/run/single-kube');
	// The directory above the default place is ours too, where nothing else of ours is in it.
	if (path.dirname(paths.root) === '/var/lib/single-kube') {
		await removeEmpty('/var/lib/single-kube');
	}
}

/** Only what we put there: somebody may have pointed SINGLE_KUBE_ENGINE_DIR at a directory of theirs. */
async function removeOwnFiles({root, config, log, pidFile, socket, packages, before}: EmbeddedPaths): Promise<void> {
	for (const file of [pidFile, socket, log, `${log}.1`, config, before, packages]) {
		await rm(file, {force: true});
	}

	await removeEmpty(root);
}

/** In a containerd of the machine's our namespaces outlive our data; one of our own went with it. */
async function removeNamespaces({namespace}: EmbeddedPaths, env: NodeJS.ProcessEnv): Promise<void> {
	const ctr = findProgram('ctr', env);
	if (ctr && await readdir('/run/containerd').then(names => names.includes('containerd.sock'), () => false)) {
		await runProgram(ctr, ['namespaces', 'remove', namespace, `${namespace}-plugins`], {env});
	}
}

/** Files go; directories only when nothing is in them. */
async function removeStrays(absent: readonly string[]): Promise<void> {
	for (const place of absent.toSorted((a, b) => b.length - a.length)) {
		await (place.endsWith('.json') ? rm(place, {force: true}) : removeEmpty(place));
	}
}

async function removeEmpty(directory: string): Promise<void> {
	await rmdir(directory).catch(() => undefined);
}
