/** The pages that a user reads, and what they say about the command line. */
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export type Page = {readonly file: string; readonly text: string};

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** README.md, every page below docs/ and each example's; paths are relative to the checkout. */
export async function readPages(): Promise<Page[]> {
	const below = (await Promise.all(['docs', 'examples'].map(async folder =>
		(await readdir(path.join(root, folder), {recursive: true})).filter(file => file.endsWith('.md')).sort().map(file => path.join(folder, file))))).flat();
	return Promise.all(['README.md', ...below].map(async file =>
		({file, text: await readFile(path.join(root, file), 'utf8')})));
}

/** The words behind `npx single-kube`, wherever a page calls it. */
export function commandLines(text: string): string[][] {
	return calls(text).flatMap(line => {
		const called = /^npx single-kube(?: (.*))?$/.exec(line);
		return called ? [(called[1] ?? '').split(/\s+/).filter(word => word !== '')] : [];
	});
}

/** Every call that a page shows: the lines of its shell blocks without their comments, and what stands between backticks. */
export function calls(text: string): string[] {
	const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(match => match[1]!.split('\n'));
	const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(match => match[1]!);
	return [...blocks, ...inline].flatMap(line => line.split(/ +#/)[0]!.split('&&').map(call => call.trim()));
}
