import test from 'ava';
import {chosenFlag, flagRows, type FlagsView, movedFlag} from '../../src/dashboard/flags.ts';
import {press} from '../../src/dashboard/keys/press.ts';
import {screenOf} from '../../src/dashboard/screen/screen.ts';
import {textOf} from '../../src/dashboard/screen/span.ts';
import {spokenMoves} from '../../src/dashboard/speak/moves.ts';
import type {DashboardState, Facts} from '../../src/dashboard/state.ts';
import {wantedBy} from '../../src/dashboard/wanted.ts';
import {choose, now, sampleState, tell, type} from './sample.ts';

const view: FlagsView = {
	component: 'kubelet@node-1', program: 'kubelet', settable: 'kubelet', hasFile: true, needed: {'--config': 'that file is made for it, and mounted there'},
	flags: [
		{flag: '--config', value: '/etc/kubernetes/kubelet.yaml', from: 'compose/kubelet.yaml'}, {flag: '--v', value: '3', from: '--extra-config kubelet.v=3'},
		{flag: '--feature-gates', value: 'A=true', from: '--feature-gates A=true'}, {flag: '--address', value: '', from: 'the program\'s default'},
	],
	keys: [{file: 'kubelet.yaml', key: 'maxPods', value: 110, from: 'compose/kubelet.yaml'}],
};
const inFlags = (more: Partial<Facts> = {}, columns = 120, rows = 40): DashboardState =>
	tell(type(choose(sampleState(columns, rows, more), 'kubelet@node-1'), 'f'), {type: 'flags-told', told: {kind: 'read', component: 'kubelet@node-1', view}});
const at = (flag: string, more: Partial<Facts> = {}): DashboardState => {
	const state = inFlags(more);
	return {...state, flags: {...state.flags, chosen: flag}};
};
const text = (state: DashboardState): string => screenOf(state).body.flatMap(({lines}) => lines.map(line => textOf(line).trimEnd())).join('\n');
const overlay = (state: DashboardState): string => (screenOf(state).overlay?.lines ?? []).map(line => textOf(line).trimEnd()).join('\n');

test('f shows the flags of the chosen component and gets them the keys; they are asked for once for each of its containers', t => {
	const state = type(choose(sampleState(), 'kubelet@node-1'), 'f');
	t.deepEqual([state.focus, state.componentTab], ['detail', 'flags']);
	t.regex(text(state), /Reading/);
	const {flags} = wantedBy(state);
	t.like(flags, {component: 'kubelet@node-1', all: false});
	t.not(wantedBy({...state, components: state.components.map(one => ({...one, startedAt: now}))}).flags?.key, flags?.key);
	t.is(wantedBy(type(state, 'A')).flags?.all, true);
});

test('each flag and key says whose choice it is; a filter leaves some', t => {
	t.deepEqual(flagRows(inFlags()).map(({flag, value, owner}) => [flag, value, owner]), [
		['--config', '/etc/kubernetes/kubelet.yaml', 'single-kube'], ['--v', '3', 'you'], ['--feature-gates', 'A=true', 'you'], ['--address', '', 'default'], ['maxPods', '110', 'single-kube'],
	]);
	t.deepEqual(flagRows(type(inFlags(), '/', 'm', 'a', 'x')).map(({flag}) => flag), ['maxPods']);
	t.deepEqual(flagRows(choose(inFlags(), 'etcd')), [], 'those of another component are not shown for this one');
});

test('j and k choose a row, and stop at both ends', t => {
	t.is(chosenFlag(inFlags())?.flag, '--config');
	t.is(chosenFlag(type(inFlags(), 'j', 'j', 'k'))?.flag, '--v');
	t.is(chosenFlag(type(inFlags(), 'G', 'j'))?.flag, 'maxPods');
	t.is(chosenFlag(type(inFlags(), 'G', 'g', 'k'))?.flag, '--config');
	t.is(chosenFlag(movedFlag(choose(inFlags(), 'etcd'), 1)), undefined);
});

test('f edits the chosen flag, beginning with what it is; the command is shown, and Enter does it', t => {
	const open = type(at('--v'), 'f');
	t.regex(overlay(open), /Now --v=3, from --extra-config kubelet\.v=3\.[\s\S]*> --v=3_[\s\S]*It is 3 already/);
	t.is(press(open, 'enter').state.notice?.text, 'It is 3 already');
	t.regex(overlay(type(open, 'backspace', '5')), /The same by command: single-kube set kubelet --v=5/);
	const {state, command} = press(type(open, 'backspace', '5'), 'enter');
	t.is(state.dialog, undefined);
	t.deepEqual(command, {kind: 'do', deed: {kind: 'set-flags', component: 'kubelet@node-1', name: 'kubelet', word: '--v=5'}});
	t.regex(overlay(type(at('maxPods'), 'enter')), /> maxPods=110_/);
});

test('+ sets a flag that is not there; what is none says why, and the line stays', t => {
	const written = (word: string): DashboardState => type(at('--v'), '+', 'ctrl+u', ...word);
	t.deepEqual(press(written('evictionHard.memory=5%'), 'enter').command, {kind: 'do', deed: {kind: 'set-flags', component: 'kubelet@node-1', name: 'kubelet', word: 'evictionHard.memory=5%'}});
	for (const [word, why] of [['--v', /Write it as --flag=value/], ['=4', /Write it as/], ['--config=/x', /The cluster needs config as it is: that file/]] as const) {
		const refused = press(written(word), 'enter');
		t.regex(refused.state.notice?.text ?? '', why, word);
		t.is(refused.state.dialog?.kind, 'prompt');
	}

	const flagsOnly = tell(at('--v'), {type: 'flags-told', told: {kind: 'read', component: 'kubelet@node-1', view: {...view, hasFile: false}}});
	t.regex(press(type(flagsOnly, 'a', 'ctrl+u', ...'maxPods=5'), 'enter').state.notice?.text ?? '', /has no configuration file/);
	t.regex(overlay(type(at('--v'), '+', 'ctrl+u', ...'--x=a b')), /single-kube set kubelet '--x=a b'/);
});

test('- asks before it takes back what the user set', t => {
	const asked = type(at('--v'), '-');
	t.is(asked.dialog?.kind, 'confirm');
	t.regex(overlay(asked), /Its container is replaced[\s\S]*single-kube set kubelet --v-[\s\S]*\[ Cancel \]/);
	t.deepEqual(press(asked, 'y').command, {kind: 'do', deed: {kind: 'set-flags', component: 'kubelet@node-1', name: 'kubelet', word: '--v-'}});
});

const refusals: ReadonlyArray<readonly [why: string, state: DashboardState, key: string, said: RegExp]> = [
	['a flag that the cluster needs is not edited', at('--config'), 'f', /needs --config as it is: that file is made for it.*--force/],
	['what single-kube set is not taken back', at('maxPods'), '-', /not set by you/],
	['a gate of start is taken back by start', at('--feature-gates'), '-', /start takes it back/],
	['a dashboard that only looks changes no flag', at('--v', {readOnly: true}), 'f', /--read-only/],
	['nor while one is being set', tell(at('--v'), {type: 'deed-under-way', subject: 'kubelet@node-1', doing: 'starting'}), '+', /Wait: kubelet@node-1 is starting/],
	['nor of one that is not read yet', type(choose(sampleState(), 'kubelet@node-1'), 'f'), 'f', /not read yet/],
	['nor of one that does not run', tell(choose(type(at('--v'), 'f', 'escape'), 'kube-scheduler'), {type: 'flags-told', told: {kind: 'read', component: 'kube-scheduler', view: {...view, settable: 'kube-scheduler'}}}), 'f', /kube-scheduler does not run/],
	['nor of one whose command line takes none', tell(at('--v'), {type: 'flags-told', told: {kind: 'read', component: 'kubelet@node-1', view: {...view, settable: undefined}}}), '+', /has no flags that could be set/],
];
for (const [why, state, key, said] of refusals) {
	test(why, t => {
		const inPane = {...state, focus: 'detail' as const};
		const {state: after, command} = press(inPane, key);
		t.is(command, undefined);
		t.is(after.dialog, undefined);
		t.regex(after.notice?.text ?? '', said);
	});
}

test('what became of a change stays above the flags, with the component\'s last words', t => {
	const failed = tell(at('--v'), {type: 'flags-told', told: {kind: 'set', outcome: {component: 'kubelet@node-1', well: false, at: now - 5000, lines: ['kubelet is again what it was', 'failed to listen']}}});
	t.regex(text(failed), /kubelet is again what it was \(5s ago\)[\s\S]*failed to listen[\s\S]*--config/);
	t.notRegex(text(choose(failed, 'etcd')), /again what it was/);
	t.regex(text(tell(at('--v'), {type: 'deed-under-way', subject: 'kubelet@node-1', doing: 'not ready'})), /kubelet@node-1: not ready/);
});

test('flags that cannot be read say why', t => {
	t.regex(text(tell(inFlags(), {type: 'flags-told', told: {kind: 'failed', component: 'kubelet@node-1', failure: 'the engine is gone'}})), /the engine is gone/);
});

test('a narrow terminal keeps flag, value and whose it is', t => {
	const narrow = text(inFlags({}, 80, 24));
	t.regex(narrow, /--v +3 +you/);
});

test('who listens hears the chosen flag', t => {
	t.deepEqual(spokenMoves(inFlags(), type(inFlags(), 'j')), ['▸ --v 3 you --extra-config kubelet.v=3']);
	t.deepEqual(spokenMoves(inFlags(), inFlags()), []);
});
