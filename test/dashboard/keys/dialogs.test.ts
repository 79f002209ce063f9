import test from 'ava';
import {type Menu, openMenu, openPrompt, type Prompt} from '../../../src/dashboard/dialogs.ts';
import {press} from '../../../src/dashboard/keys/press.ts';
import {screenOf} from '../../../src/dashboard/screen/screen.ts';
import {textOf} from '../../../src/dashboard/screen/span.ts';
import type {DashboardState} from '../../../src/dashboard/state.ts';
import {sampleState, type} from '../sample.ts';

const menu: Menu = {
	title: 'Namespace',
	items: ['all', 'default', 'kube-system'].map(label => ({label, detail: `${label.length} pods`, ...label === 'default' ? {refusal: 'It is shown already'} : {}, choose: state => ({state: {...state, namespace: label}})})),
};
const prompt: Prompt = {
	title: 'Scale web', lines: ['It has 2 replicas.'], initial: '2',
	refusal: text => /^\d+$/.test(text) ? undefined : `${text} is no number`, command: text => `kubectl scale --replicas ${text}`,
	answer: (text, state) => ({state: {...state, namespace: text}}),
};
const inMenu = (): DashboardState => openMenu(sampleState(), menu).state;
const inPrompt = (): DashboardState => openPrompt(sampleState(), prompt).state;
const shown = (state: DashboardState): string => (screenOf(state).overlay?.lines ?? []).map(line => textOf(line).trimEnd()).join('\n');

test('arrows choose an item of a menu, and Enter takes it', t => {
	const taken = type(inMenu(), 'down', 'down', 'down', 'up', 'down', 'enter');
	t.deepEqual([taken.dialog, taken.namespace], [undefined, 'kube-system']);
	t.is(type(inMenu(), 'enter').namespace, 'all');
});

test('letters narrow a menu; Esc takes them away first, and the menu then', t => {
	const narrowed = type(inMenu(), 's', 'y');
	t.regex(shown(narrowed), /^▸ kube-system {2}11 pods\n\/sy$/);
	t.is(type(narrowed, 'enter').namespace, 'kube-system');
	t.regex(shown(type(narrowed, 'escape')), /^▸ all/);
	t.is(type(narrowed, 'escape', 'escape').dialog, undefined);
	t.is(type(narrowed, 'escape', 'escape').namespace, undefined);
	// What no item has is not written.
	t.deepEqual(type(narrowed, 'q').dialog, narrowed.dialog);
});

test('an item that cannot be chosen says why, and the menu stays', t => {
	const refused = type(inMenu(), 'down', 'enter');
	t.is(refused.dialog?.kind, 'menu');
	t.is(refused.notice?.text, 'It is shown already');
	t.regex(shown(inMenu()), /default {6}\(It is shown already\)/);
});

test('a prompt begins with what there is, and shows the command for what is written', t => {
	t.regex(shown(inPrompt()), /^It has 2 replicas\.\n\n> 2_\n\nThe same by command: kubectl scale --replicas 2$/);
	const written = type(inPrompt(), 'backspace', '1', '5');
	t.regex(shown(written), /--replicas 15$/);
	t.is(type(written, 'enter').namespace, '15');
});

test('what is no answer is said while it is written, and not taken', t => {
	const written = type(inPrompt(), 'x');
	t.regex(shown(written), /2x is no number/);
	const refused = type(written, 'enter');
	t.is(refused.dialog?.kind, 'prompt');
	t.is(refused.notice?.text, '2x is no number');
	t.is(type(refused, 'escape').dialog, undefined);
});

test('a line is edited as in a shell', t => {
	const text = (...keys: string[]): string | undefined => {
		const {dialog} = type(inPrompt(), 'ctrl+u', ...'one two', ...keys);
		return dialog?.kind === 'prompt' ? `${[...dialog.text].slice(0, dialog.cursor).join('')}|${[...dialog.text].slice(dialog.cursor).join('')}` : undefined;
	};

	t.is(text(), 'one two|');
	t.is(text('left', 'left', 'X'), 'one tX|wo');
	t.is(text('home', 'ctrl+d'), '|ne two');
	t.is(text('home', 'right', 'ctrl+k'), 'o|');
	t.is(text('ctrl+w'), 'one |');
	t.is(text('home', 'end', 'ctrl+b', 'backspace'), 'one t|o');
	t.is(text('ctrl+a', 'ctrl+e', 'ctrl+u'), '|');
});

test('q and other keys of the dashboard are letters in a dialog; Ctrl-C quits from it', t => {
	t.is(press(inPrompt(), 'q').command, undefined);
	t.deepEqual(press(inPrompt(), 'ctrl+c').command, {kind: 'quit'});
	t.deepEqual(press(inMenu(), 'ctrl+c').command, {kind: 'quit'});
});

test('a long line shows what is around the cursor', t => {
	const long = type(inPrompt(), ...'x'.repeat(100), 'END'.slice(0, 1), 'N', 'D');
	t.regex(shown(long), /xEND_/);
	t.true(shown(long).split('\n').every(line => line.length <= 72));
});
