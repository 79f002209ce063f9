/** How often the supervisor started each component again: a file in the agent's own container, for status to read. */
import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import path from 'node:path';

export const restartsDirectory = '/var/log/single-kube';
export const restartsFile = 'restarts.json';

/** By the component's id. `container`: whose starts were counted, its id; another one begins anew. */
export type Restarts = Readonly<Record<string, {readonly container: string; readonly count: number; /** Milliseconds since the epoch. */ readonly lastAt: number}>>;

/** @returns the same with one restart more @param now milliseconds since the epoch */
export function countRestart(before: Restarts, component: string, container: string, now: number): Restarts {
	const known = before[component];
	return {...before, [component]: {container, count: (known?.container === container ? known.count : 0) + 1, lastAt: now}};
}

/** Of one container: what the engine counted, and what the supervisor did. */
export function restartsOf({id, component, restarts}: {readonly id: string; readonly component: string; readonly restarts: number}, counted: Restarts): number {
	const known = counted[component];
	return restarts + (known?.container === id ? known.count : 0);
}

/** @returns what is in the file; nothing when there is none or it is damaged: a count is not worth a failure */
export function parseRestarts(text: string | undefined): Restarts {
	try {
		const parsed: unknown = JSON.parse(text ?? '{}');
		return typeof parsed === 'object' && parsed !== null ? parsed as Restarts : {};
	} catch {
		return {};
	}
}

/** Counts, and writes each count down. */
export class RestartCounter {
	readonly #directory: string;
	#restarts: Restarts = {};

	constructor(directory = restartsDirectory) {
		this.#directory = directory;
	}

	/** Go on from what an earlier run of the agent counted. */
	async open(): Promise<void> {
		this.#restarts = parseRestarts(await readFile(this.#file, 'utf8').catch(() => undefined));
	}

	async count(component: string, container: string, now: number): Promise<void> {
		this.#restarts = countRestart(this.#restarts, component, container, now);
		await mkdir(this.#directory, {recursive: true});
		// Whoever reads it at this moment gets the one before or this one.
		await writeFile(`${this.#file}.new`, JSON.stringify(this.#restarts));
		await rename(`${this.#file}.new`, this.#file);
	}

	get #file(): string {
		return path.join(this.#directory, restartsFile);
	}
}
