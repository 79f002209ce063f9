import {readFile} from 'node:fs/promises';
import test from 'ava';
import {chooseChecks} from '../../src/doctor/checks.ts';
import {checkNames} from '../../src/doctor/names.ts';

const text = await readFile(new URL('../../docs/doctor.md', import.meta.url), 'utf8');
const sections = text.split(/^## /m).slice(1).map(section => {
	const [title = '', ...lines] = section.split('\n');
	return {title: title.trim(), body: lines.join('\n').trim()};
});

test('docs/doctor.md has a section for each check, in the doctor\'s order, each with a fix', t => {
	t.deepEqual(sections.map(({title}) => title).slice(1), [...checkNames]);
	t.deepEqual(sections.slice(1).filter(({body}) => !/^Fix\b.*: /m.test(body)).map(({title}) => title), []);
});

test('docs/doctor.md names the checks that a start runs, and those that can end it', t => {
	const [start = ''] = sections.filter(({title}) => title === 'At a start').map(({body}) => body.replaceAll('\n', ' '));
	const listed = (sentence: RegExp): string[] => [...(sentence.exec(start)?.[1] ?? '').matchAll(/`([\w-]+)`/g)].map(match => match[1]!);
	const checks = chooseChecks([], false);
	t.deepEqual(listed(/its first steps: ([^.]*)\./), checks.filter(({atStart}) => atStart !== 'nothing').map(({name}) => name));
	t.deepEqual(listed(/Errors of (.*?) end the start/), checks.filter(({atStart}) => atStart === 'refuse').map(({name}) => name));
});
