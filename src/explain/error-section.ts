/** The section of docs/errors.md about one code. */
import {readFile} from 'node:fs/promises';
import {type ErrorCode, errorKinds} from '../errors.ts';

const page = new URL('../../docs/errors.md', import.meta.url);

/** Whether a word is meant to be a code: capital letters and underscores. */
export function isErrorCode(word: string): word is ErrorCode {
	return Object.hasOwn(errorKinds, word);
}

/** @returns its Markdown without the heading; undefined when the page has none */
export async function errorSection(code: ErrorCode): Promise<string | undefined> {
	return sectionOf(await readFile(page, 'utf8'), code);
}

/** Pure. */
export function sectionOf(text: string, code: string): string | undefined {
	const section = text.split(/^## /m).find(candidate => candidate.startsWith(`${code}\n`));
	return section?.slice(code.length).trim();
}
