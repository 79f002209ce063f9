import {setTimeout as sleep} from 'node:timers/promises';
import xterm from '@xterm/headless';
import test from 'ava';
import {EventQueue} from '../../src/events.ts';
import {showProgress} from '../../src/renderers/choose.ts';

/** What a real terminal of this size makes of the live lines. */
function makeTerminal(columns: number, rows = 20) {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: true});
	const output = {isTTY: true, columns, write: (text: string) => terminal.write(text)};
	const screen = async (): Promise<string[]> => {
		await new Promise<void>(resolve => {
			terminal.write('', resolve);
		});
		const {active} = terminal.buffer;
		const lines = Array.from({length: active.length}, (_, row) => active.getLine(row)!.translateToString(true));
		return lines.slice(0, lines.findLastIndex(line => line !== '') + 1);
	};

	return {output, screen, resize(to: number) {
		terminal.resize(to, rows);
		output.columns = to;
	}};
}

const long = 'a title that is much longer than a narrow terminal is wide';

for (const columns of [20, 40, 80]) {
	for (const LANG of ['C', 'en_US.UTF-8']) {
		test(`on ${columns} columns with LANG=${LANG} live lines leave nothing behind`, async t => {
			const {output, screen} = makeTerminal(columns);
			const queue = new EventQueue();
			const {finished} = showProgress(queue, {output, env: {TERM: 'xterm', LANG}, color: false});
			queue.push({type: 'began', version: '1.0.0', cluster: 'dev'});
			queue.push({type: 'phase-started', phase: 'images', title: long});
			queue.push({type: 'phase-started', phase: 'cluster', title: '集群 🚀 of 集群'});
			await sleep(350);
			const live = await screen();
			t.is(live.length, 2, live.join('\n'));
			t.regex(live[0]!, /^ +0\.\d s {2}\.\./);
			queue.push({type: 'component-ready', component: 'etcd', seconds: 1});
			queue.push({type: 'phase-finished', phase: 'cluster', title: 'x', seconds: 1});
			queue.push({type: 'phase-finished', phase: 'images', title: 'x', seconds: 1});
			queue.end();
			await finished;
			const done = (await screen()).join('').replaceAll(/\s+/g, ' ');
			const mark = LANG === 'C' ? 'ok' : '✓';
			t.regex(done, new RegExp(`^ ?0\\.\\d s ${mark} e ?tcd is ready`));
			t.notRegex(done, /\.\./);
		});
	}
}

test('a window that becomes narrower keeps no rest of the lines that wrapped', async t => {
	const {output, screen, resize} = makeTerminal(80);
	const queue = new EventQueue();
	const {finished} = showProgress(queue, {output, env: {TERM: 'xterm', LANG: 'C'}, color: false});
	queue.push({type: 'phase-started', phase: 'images', title: long});
	queue.push({type: 'phase-started', phase: 'cluster', title: long});
	await sleep(150);
	t.is((await screen()).length, 2);
	resize(30);
	await sleep(250);
	const narrow = await screen();
	t.is(narrow.length, 2, narrow.join('\n'));
	t.true(narrow.every(line => line.length <= 30));
	queue.end();
	await finished;
	t.deepEqual(await screen(), []);
});
