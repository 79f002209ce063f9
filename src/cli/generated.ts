/** The parts of a page that are made of the definitions, between `<!-- NAME: npm run docs -->` and `<!-- end -->`. Pure. */
import {commandOverview, english, equivalentsTable, type PageWords} from './reference.ts';

const parts: Readonly<Record<string, (words: PageWords) => string>> = {commands: commandOverview, equivalents: equivalentsTable};

/** @returns the page with what these parts say now, in its language */
export function withGenerated(page: string, words: PageWords = english): string {
	return page.replaceAll(/(<!-- ([a-z]+): npm run docs -->\n)[^]*?(\n<!-- end -->)/g, (whole, begin: string, name: string, end: string) => {
		const part = parts[name];
		return part ? `${begin}\n${part(words)}\n${end}` : whole;
	});
}
