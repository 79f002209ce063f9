/** The declarations that a reader of the public API meets. */
import {readFile, readdir, rm} from 'node:fs/promises';
import path from 'node:path';

/**
 * Remove every `.d.ts` below a folder that its `index.d.ts` does not lead to: those of the command line's own files, which nobody
 * outside can import (package.json's `exports` name the index alone).
 */
export async function keepReachable(folder: string): Promise<void> {
	const reached = new Set<string>();
	await follow(path.join(folder, 'index.d.ts'), reached);
	const all = (await readdir(folder, {recursive: true})).filter(file => file.endsWith('.d.ts')).map(file => path.join(folder, file));
	await Promise.all(all.filter(file => !reached.has(file)).map(async file => rm(file)));
}

async function follow(file: string, reached: Set<string>): Promise<void> {
	if (reached.has(file)) {
		return;
	}

	reached.add(file);
	for (const to of relativeImports(await readFile(file, 'utf8'))) {
		await follow(path.join(path.dirname(file), to.replace(/\.ts$/, '.d.ts')), reached);
	}
}

/** @returns what a declaration names, `./start.ts`: `from '…'`, and `import('…')` in a type */
function relativeImports(text: string): string[] {
	return [...text.matchAll(/(?:\bfrom |\bimport\(|\bimport )['"](\.{1,2}\/[^'"]+\.ts)['"]/g)].map(match => match[1]!);
}
