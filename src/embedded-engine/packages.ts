/** The record of the packages that we installed, so that `remove` takes these and no others. */
import {mkdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import {z} from 'zod';
import type {EmbeddedPaths} from './paths.ts';

const schema = z.object({installed: z.array(z.string().regex(/^[a-z\d][a-z\d.+-]*$/))});

/** @returns the names; none where there is no record, or one that was edited into something else */
export async function readInstalledPackages({packages}: EmbeddedPaths): Promise<string[]> {
	try {
		return schema.parse(JSON.parse(await readFile(packages, 'utf8'))).installed;
	} catch {
		return [];
	}
}

/** Add to the record; written before the installation, so that a crash in its middle leaves nothing unknown. */
export async function recordPackages(paths: EmbeddedPaths, names: readonly string[]): Promise<void> {
	const installed = [...new Set([...await readInstalledPackages(paths), ...names])].toSorted();
	await mkdir(path.dirname(paths.packages), {recursive: true, mode: 0o711});
	await writeFileAtomic(paths.packages, `${JSON.stringify({installed})}\n`, {mode: 0o644});
}
