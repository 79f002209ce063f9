import test from 'ava';
import {fittingTable} from '../../src/cli/fitting-table.ts';
import {fitScreen, type LiveView, showLive} from '../../src/cli/live-view.ts';
import {redraws} from '../../src/cli/redraws.ts';

/** Looks at these one after another and then ends. */
async function shown(looks: readonly unknown[], more: Partial<LiveView<unknown>> = {}): Promise<string> {
	let written = '';
	let next = 0;
	const ended = new AbortController();
	await showLive<unknown>({
		async look() {
			if (next >= looks.length) {
				ended.abort();
				return looks.at(-1);
			}

			const look = looks[next++];
			if (look instanceof Error) {
				throw look;
			}

			return look;
		},
		text: (seen, size) => `${typeof seen === 'string' ? seen : 'failed'}${size ? `/${size.columns}` : ''}`,
		essence: seen => String(seen).split(' ')[0]!,
		interval: 1, separator: '--\n', redraws: false,
		output: {
			write(text) {
				written += text;
			},
		},
		...more,
	}, ended.signal);
	return written;
}

test('what did not change but for ages is not shown again where nothing is redrawn', async t => {
	t.is(await shown(['one 1s', 'one 3s', 'two 5s', 'two 7s', 'one 9s']), 'one 1s\n--\ntwo 5s\n--\none 9s\n');
});

test('a first look that fails ends it; a later one is shown', async t => {
	await t.throwsAsync(shown([new Error('no engine')]), {message: 'no engine'});
	t.is(await shown(['one', new Error('gone'), 'one']), 'one\n--\nfailed\n--\none\n');
});

test('a terminal is given back as it was, with what was seen last on it', async t => {
	let written = '';
	await shown(['one', 'two'], {redraws: true, output: {columns: 60, rows: 10, write: text => {
		written += text;
	}}});
	t.true(written.startsWith('\u001B[?1049h\u001B[?25l'));
	t.true(written.endsWith('\u001B[?25h\u001B[?1049ltwo/60\n'));
	t.is(written.split('\u001B[?1049h').length, 2);
	t.false(written.slice(0, written.indexOf('\u001B[?1049l')).includes('\u001B[2J'), 'erasing all before drawing flickers');
});

for (const [columns, rows] of [[40, 10], [40, 24], [80, 5], [120, 40], [20, 3], [10, 1]] as const) {
	test(`a screen of ${columns} by ${rows} has no line too many or too long, and what to do next`, t => {
		const body = Array.from({length: 30}, (_, index) => `component-${index} ${'x'.repeat(90)}`).join('\n');
		const lines = fitScreen(`head\n\n${body}\n\nSomething is wrong. Next: single-kube start etcd`, columns, rows);
		t.true(lines.length <= rows, `${lines.length} lines`);
		t.true(lines.every(line => line.length <= columns), lines.join('\n'));
		t.true(lines.join(' ').includes('Something'));
	});
}

const row = {a: 'component', b: 'running', c: 'something'};
const columns = [
	{title: 'A', rank: 0, cell: ({a}: typeof row) => a}, {title: 'B', rank: 1, cell: ({b}: typeof row) => b}, {title: 'C', rank: 2, cell: ({c}: typeof row) => c},
];
for (const [width, expected] of [[undefined, 'A          B        C\ncomponent  running  something'], [27, 'A          B\ncomponent  running'], [15, 'A\ncomponent'], [5, 'A\ncomp…']] as const) {
	test(`a table ${width ?? 'as wide as it likes'} leaves out columns by their rank`, t => {
		t.is(fittingTable(columns, [row], width), expected);
	});
}

test('only a person at a terminal gets redrawn lines', t => {
	t.true(redraws('table', {write: () => true, isTTY: true}, {}));
	t.true(redraws(undefined, {write: () => true, isTTY: true}, {}));
	t.false(redraws('json', {write: () => true, isTTY: true}, {}));
	t.false(redraws('table', {write: () => true, isTTY: false}, {}));
	t.false(redraws('table', {write: () => true, isTTY: true}, {TERM: 'dumb'}));
});
