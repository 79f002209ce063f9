import {readFile} from 'node:fs/promises';
import test from 'ava';
import {docsPage} from '../../src/cli/print-error.ts';
import {exitCodes} from '../../src/cli/exit-codes.ts';
import {type ErrorCode, errorKinds} from '../../src/errors.ts';

const text = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const sections = text.split(/^## /m).slice(1).map(section => {
	const [title = '', ...lines] = section.split('\n');
	return {code: title.trim(), body: lines.join('\n').trim()};
});

test('docs/errors.md has a section for each code, in the order of src/errors.ts, and for nothing else', t => {
	t.deepEqual(sections.map(({code}) => code), Object.keys(errorKinds));
});

for (const {code, body} of sections) {
	test(`docs/errors.md says of ${code} what it means, what to do and the exit code that it gives`, t => {
		const meaning = body.split(/^To do: /m)[0]!.trim();
		t.true(meaning.length > 40, 'the meaning is missing');
		t.regex(body, /^To do: \S/m);
		t.regex(body, new RegExp(`^Exit code ${exitCodes[errorKinds[code as ErrorCode]]}\\b`, 'm'));
	});
}

test('the page that an error names is this one, at the section of its code', t => {
	for (const {code} of sections) {
		const [file, anchor] = docsPage(code as ErrorCode).split('#');
		t.is(file, 'docs/errors.md');
		// As GitHub makes anchors of headings.
		t.is(anchor, code.toLowerCase().replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-'));
	}
});
