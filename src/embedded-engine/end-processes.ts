import {setTimeout as sleep} from 'node:timers/promises';
import type {EmbeddedPaths} from './paths.ts';
import {isAlive, listProcesses, type Process, signalProcess} from './process.ts';

/**
 * What a dockerd that was killed leaves running: its containerd, shims and the processes below them. They say in their
 * command lines whose they are; a container's processes are below its shim, wherever they were forked.
 */
export function leftoverProcesses({exec, namespace}: EmbeddedPaths, processes = listProcesses()): Process[] {
	const namespaces = [namespace, `${namespace}-plugins`];
	const tops = processes.filter(({arguments: words}) =>
		words.some(word => word.startsWith(`${exec}/`)) && /(?:^|\/)(?:containerd|dockerd)[^/]*$/.test(words[0] ?? '')
		|| /(?:^|\/)containerd-shim[^/]*$/.test(words[0] ?? '') && namespaces.includes(words[words.indexOf('-namespace') + 1] ?? ''));
	return withDescendants(tops, processes);
}

/** The given processes and everything below them. */
export function withDescendants(tops: readonly Process[], processes = listProcesses()): Process[] {
	const found = new Map(tops.map(top => [top.pid, top]));
	for (let before = -1; before !== found.size;) {
		before = found.size;
		for (const candidate of processes) {
			if (found.has(candidate.parent)) {
				found.set(candidate.pid, candidate);
			}
		}
	}

	return [...found.values()];
}

/** Kill, and see that they are gone. @returns those that are not */
export async function killAll(processes: readonly Process[], limitMs: number): Promise<Process[]> {
	for (const found of processes) {
		signalProcess(found, 'SIGKILL');
	}

	await awaitEnd(processes, limitMs);
	return processes.filter(found => isAlive(found));
}

/** @returns whether all of them ended within the limit */
export async function awaitEnd(processes: readonly Process[], limitMs: number): Promise<boolean> {
	const deadline = performance.now() + limitMs;
	while (processes.some(found => isAlive(found))) {
		if (performance.now() >= deadline) {
			return false;
		}

		await sleep(25);
	}

	return true;
}
