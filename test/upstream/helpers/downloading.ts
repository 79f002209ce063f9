/** Downloads into a folder of their own, with pauses that are written down and not waited for. */
import {createHash, randomBytes} from 'node:crypto';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import type {SingleKubeEvent} from '../../../src/events.ts';
import {type Download, download, type DownloadOptions} from '../../../src/upstream/downloads.ts';

export const content = randomBytes(300_000);
export const sha256 = sha256Of(content);

export function sha256Of(data: Buffer): string {
	return createHash('sha256').update(data).digest('hex');
}

export type Downloading = {
	readonly directory: string;
	readonly pauses: number[];
	readonly events: SingleKubeEvent[];
	readonly get: (wanted: readonly Download[], options?: DownloadOptions, signal?: AbortSignal) => Promise<Map<string, string>>;
	/** Every file below the folder. */
	readonly left: () => Promise<string[]>;
};

export async function downloading(t: ExecutionContext): Promise<Downloading> {
	const directory = await mkdtemp(path.join(tmpdir(), 'single-kube-downloads-'));
	t.teardown(async () => rm(directory, {recursive: true, force: true}));
	const pauses: number[] = [];
	const events: SingleKubeEvent[] = [];
	const pause = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
		signal?.throwIfAborted();
		pauses.push(ms);
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	};

	return {
		directory, pauses, events,
		get: async (wanted, {patience, ...options} = {}, signal) =>
			download(wanted, {env: {}, ...options, directory, patience: {pause, ...patience}}, event => events.push(event), signal),
		left: async () => (await readdir(directory, {recursive: true, withFileTypes: true})).filter(entry => entry.isFile())
			.map(({parentPath, name}) => path.relative(directory, path.join(parentPath, name))).sort(),
	};
}
