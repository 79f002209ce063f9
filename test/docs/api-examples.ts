/** The examples of docs/api.md. */
import {readFile} from 'node:fs/promises';

/** @returns each section's code by its heading, the name of an export */
export async function apiExamples(): Promise<ReadonlyMap<string, string>> {
	const text = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8');
	return new Map(text.split(/^### /m).slice(1).flatMap(section =>
		[...section.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => [section.slice(0, section.indexOf('\n')), code!] as const)));
}
