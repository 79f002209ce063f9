import {readFile} from 'node:fs/promises';

/** A file of /proc that holds one number. @returns undefined where there is none */
export async function readNumber(file: string): Promise<number | undefined> {
	const text = await readFile(file, 'utf8').catch(() => '');
	return /^\d+\s*$/.test(text) ? Number(text) : undefined;
}
