/**
 * One command at a time changes a cluster. The lock is a container that never runs: the engine gives a name to one
 * container only, wherever the commands run, and the supervisor sees it and keeps its hands off meanwhile.
 */
import {hostname} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {createContainer, removeContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {containerState} from '../engine/inspect.ts';
import {isConflict} from '../engine/translate-errors.ts';
import {SingleKubeError} from '../errors.ts';
import {inertContainer} from './workbench.ts';

/** How often, and how many milliseconds apart, a lock that cannot be read is tried again. */
const attempts = 40;
const pause = 50;

const ownerLabel = 'dev.single-kube.lock-owner';

type Owner = {readonly pid: number; readonly host: string; readonly startedAt: number; readonly command: string};

/** A lock is void after this long, in milliseconds: whoever took it is gone without a trace. */
export const lockLifetime = 15 * 60_000;

export const lockName = (cluster: string): string => `sk-${cluster}-lock`;

/**
 * Have `work` done under the cluster's lock. A lock whose owner is dead is taken over.
 *
 * @param image any image that the engine has
 * @throws SingleKubeError CLUSTER_BUSY naming the process that holds it
 */
export async function withLock<T>(engine: Engine, cluster: string, image: string, command: string, work: () => Promise<T>): Promise<T> {
	await take(engine, cluster, image, command);
	try {
		return await work();
	} finally {
		await removeContainer(engine, lockName(cluster));
	}
}

async function take(engine: Engine, cluster: string, image: string, command: string): Promise<void> {
	const owner: Owner = {pid: process.pid, host: hostname(), startedAt: Date.now(), command};
	const spec = inertContainer(cluster, 'lock', image, {labels: {[ownerLabel]: JSON.stringify(owner)}});
	for (let attempt = 1; ; attempt++) {
		try {
			await createContainer(engine, spec, '');
			return;
		} catch (error) {
			if (!(error instanceof SingleKubeError && isConflict(error.cause)) || attempt === attempts) {
				throw error;
			}

			const holder = await readOwner(engine, cluster);
			if (holder && isAlive(holder)) {
				throw new SingleKubeError('CLUSTER_BUSY', `another command changes the cluster ${cluster}`, {
					seen: [`${holder.command}, process ${holder.pid} on ${holder.host}, since ${new Date(holder.startedAt).toISOString()}`],
					hint: `Wait until it is done. If it is gone: docker rm ${lockName(cluster)}`, cause: error,
				});
			}

			if (holder) {
				await removeContainer(engine, lockName(cluster));
			} else {
				// Its name is taken, but it is only just being made or removed.
				await sleep(pause);
			}
		}
	}
}

/** Who has the lock of a cluster, and whether that process may still be at work. @returns undefined when nobody does */
export async function lockHolder(engine: Engine, cluster: string): Promise<{readonly alive: boolean; readonly owner: string} | undefined> {
	const owner = await readOwner(engine, cluster);
	return owner && {alive: isAlive(owner), owner: `${owner.command}, process ${owner.pid} on ${owner.host}`};
}

async function readOwner(engine: Engine, cluster: string): Promise<Owner | undefined> {
	try {
		const {labels} = await containerState(engine, lockName(cluster));
		return JSON.parse(labels[ownerLabel] ?? 'null') as Owner ?? undefined;
	} catch {
		// Gone in the meantime, or not ours: the next attempt to create it tells.
		return undefined;
	}
}

function isAlive(owner: Owner): boolean {
	if (Date.now() - owner.startedAt > lockLifetime) {
		return false;
	}

	if (owner.host !== hostname()) {
		return true;
	}

	try {
		process.kill(owner.pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
