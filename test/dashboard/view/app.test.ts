import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {render} from 'ink-testing-library';
import {screenOf} from '../../../src/dashboard/screen/screen.ts';
import {App} from '../../../src/dashboard/view/app.ts';
import {keysOf} from '../../../src/dashboard/view/keyboard.ts';
import {Lines} from '../../../src/dashboard/view/lines.ts';
import {OverlayView} from '../../../src/dashboard/view/overlay-view.ts';
import {themeFor} from '../../../src/dashboard/view/theme.ts';
import {choose, now, sampleState, tell} from '../sample.ts';
import {emulate} from './emulator.ts';
import {Box, h} from '../../../src/dashboard/view/ink.ts';

test('lines stand below each other, each with its parts', t => {
	const {lastFrame, unmount} = render(h(Lines, {width: 12, lines: [[{text: 'etcd  '}, {text: 'running', tone: 'good'}], [{text: 'scheduler'}]]}));
	t.is(lastFrame(), 'etcd  runnin\nscheduler'.replace('runnin', 'runni…'));
	unmount();
});

test('a box has its title in its edge and its lines inside', t => {
	const {lastFrame, unmount} = render(h(Box, {width: 30, height: 5}, h(OverlayView, {overlay: {title: 'stop etcd?', width: 20, lines: [[{text: 'Nobody keeps it.'}]]}, columns: 30, rows: 5, ascii: true})));
	t.deepEqual(lastFrame()!.split('\n').map(line => line.trim()).filter(line => line !== ''), ['+ stop etcd? ----------+', '| Nobody keeps it.     |', '+----------------------+']);
	unmount();
});

test('keys reach the dashboard by their names', async t => {
	const screen = screenOf(sampleState(80, 24));
	const keys: string[] = [];
	const {stdin, unmount} = render(h(App, {screens: {current: () => screen, subscribe: () => () => undefined}, theme: themeFor(false), ascii: false, onKey: key => keys.push(key), onMounted: () => undefined}));
	await sleep(50);
	for (const bytes of ['j', '\u001B[A', '\t', '\r', '\u000B', '/', '\u007F', 'G']) {
		stdin.write(bytes);
		await sleep(20);
	}

	stdin.write('\u001B');
	await sleep(200);
	unmount();
	t.deepEqual(keys, ['j', 'up', 'tab', 'enter', 'ctrl+k', '/', 'backspace', 'G', 'escape']);
});

test('keys that come at once are still one key each', t => {
	t.deepEqual(keysOf('jj\tq', {}), ['j', 'j', 'tab', 'q']);
	t.deepEqual(keysOf('\t\r', {}), ['tab', 'enter']);
	t.deepEqual(keysOf('a\u000B\u007F', {}), ['a', 'ctrl+k', 'backspace']);
	t.deepEqual(keysOf('x', {meta: true}), []);
	t.deepEqual(keysOf('', {tab: true, shift: true}), ['shift+tab']);
});

test('a key changes the screen; only lines that changed are written', async t => {
	const emulated = emulate(sampleState(80, 24));
	t.regex((await emulated.screen())[3]!, /▸ agent /);
	emulated.written();
	emulated.typeKeys('j');
	await sleep(150);
	const lines = await emulated.screen();
	t.regex(lines[4]!, /▸ cloud-controller-manager/);
	t.true(emulated.written().length < 2000, 'a move of the choice writes a few lines');
	await emulated.close();
});

test('a terminal that changes its size again and again has no debris of the old ones', async t => {
	const state = choose(sampleState(130, 40), 'etcd');
	const emulated = emulate(state);
	await emulated.screen();
	for (const [columns, rows] of [[80, 24], [131, 41], [60, 20], [40, 8], [110, 30], [109, 30], [50, 12], [49, 11], [200, 60], [70, 24], [69, 24], [100, 31], [100, 30]] as const) {
		emulated.resize(columns, rows);
		// Now and then there is time for a frame between two sizes.
		if (columns % 2 === 0) {
			await emulated.screen();
		}
	}

	const resized = await emulated.screen();
	const fresh = emulate({...state, size: {columns: 100, rows: 30}});
	t.deepEqual(resized, await fresh.screen());
	await emulated.close();
	await fresh.close();
});

test('the screen of before comes back at the end, with its cursor', async t => {
	const emulated = emulate(sampleState(80, 24));
	await emulated.screen();
	const begin = emulated.written();
	await emulated.close();
	const end = emulated.written();
	const escape = String.fromCodePoint(27);
	t.true(begin.includes(`${escape}[?1049h`) && begin.includes(`${escape}[?25l`));
	t.true(end.includes(`${escape}[?1049l`) && end.includes(`${escape}[?25h`));
});

test('colours are there when they are wanted, and never without a word that says the same', async t => {
	const emulated = emulate(tell(sampleState(120, 40), {type: 'ticked', now}), {color: true});
	const text = (await emulated.screen()).join('\n');
	await emulated.close();
	t.regex(text, /○ stopped/);
	t.regex(text, /10\/11 well: kube-scheduler stopped/);
});
