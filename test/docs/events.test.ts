import {readFile} from 'node:fs/promises';
import test from 'ava';
import {eventFields, judgeEvent} from '../../src/event-fields.ts';
import {recorded} from '../renderers/recorded.ts';

const page = await readFile(new URL('../../docs/events.md', import.meta.url), 'utf8');

test('docs/events.md has a row for each event with exactly its fields, in the order of src/event-fields.ts', t => {
	const rows = [...page.matchAll(/^\| `([\w-]+)` \| (.+?) \| (.+) \|$/gm)].map(([, type, fields, when]) => ({
		type: type!, when: when!, fields: Object.fromEntries(fields!.split(', ').map(field => /^`(\w+)` (.+)$/.exec(field)!.slice(1, 3) as [string, string])),
	}));
	t.deepEqual(rows.map(({type}) => type), Object.keys(eventFields));
	for (const {type, fields, when} of rows) {
		t.deepEqual(fields, {...eventFields[type as keyof typeof eventFields]}, type);
		t.true(when.length > 10, type);
	}
});

test('the page\'s examples are events', t => {
	const lines = /^```json\n([\s\S]*?)^```/m.exec(page)![1]!.trim().split('\n');
	t.deepEqual(lines.map(line => judgeEvent(JSON.parse(line))), [undefined, undefined]);
});

test('the events of a recorded start are as documented', t => {
	t.deepEqual(recorded.map(event => judgeEvent(JSON.parse(JSON.stringify(event)))).filter(wrong => wrong !== undefined), []);
});

const wrong: ReadonlyArray<readonly [title: string, record: unknown, expected: string]> = [
	['an unknown type', {type: 'x', at: 1}, 'there is no event of the type x'],
	['a name that every object has', {type: 'constructor', at: 1}, 'there is no event of the type constructor'],
	['no object', 3, 'it is no object: 3'],
	['a missing field', {type: 'noted', phase: 'cluster', at: 1}, 'noted: text is no text: undefined'],
	['a missing time', {type: 'noted', phase: 'cluster', text: 'x'}, 'noted: at is no number: undefined'],
	['a field of another kind', {type: 'began', version: 1, cluster: 'x', at: 1}, 'began: version is no text: 1'],
	['a field too many', {type: 'began', version: '1', cluster: 'x', more: 1, at: 1}, 'began: more is not documented'],
];
for (const [title, record, expected] of wrong) {
	test(`an event with ${title} is refused`, t => {
		t.is(judgeEvent(record), expected);
	});
}

test('a field that may be missing may be, and not be of another kind', t => {
	const pulled = {type: 'image-pull-progressed', image: 'x', from: 'y', bytes: 1, at: 1};
	t.is(judgeEvent(pulled), undefined);
	t.is(judgeEvent({...pulled, total: 'much'}), 'image-pull-progressed: total is no number?: much');
});
