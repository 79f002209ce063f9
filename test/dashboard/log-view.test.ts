import test from 'ava';
import type {ApiObject} from '../../src/api/api.ts';
import {logWords, podLogView} from '../../src/dashboard/log-view.ts';
import {press} from '../../src/dashboard/keys/press.ts';
import {screenOf} from '../../src/dashboard/screen/screen.ts';
import {textOf} from '../../src/dashboard/screen/span.ts';
import type {DashboardState} from '../../src/dashboard/state.ts';
import {wantedBy} from '../../src/dashboard/wanted.ts';
import {choose, sampleState, tell, type} from './sample.ts';

const crashed = (id: string): object => ({terminated: {exitCode: 1, containerID: `docker://${id}`}});
const two: ApiObject = {
	metadata: {name: 'two', namespace: 'default', uid: 'u'}, spec: {containers: [{name: 'main'}, {name: 'side'}], initContainers: [{name: 'first'}]},
	status: {phase: 'Running', containerStatuses: [{name: 'main', containerID: 'docker://now', restartCount: 1, state: {running: {}}, lastState: crashed('before')}, {name: 'side', state: {running: {}}, lastState: {}}]},
};
const pods = (): DashboardState => tell(type(sampleState(), '2'), {type: 'objects-changed', kind: 'pods', objects: [two, {...two, metadata: {name: 'zwei', namespace: 'default', uid: 'v'}}]});
const log = (state: DashboardState) => wantedBy(state).log;

test('l shows all containers of a pod, and once more asks of which', t => {
	const shown = type(pods(), 'l');
	t.deepEqual(log(shown)?.of, {kind: 'pod', namespace: 'default', name: 'two', container: undefined});
	const menu = type(shown, 'l');
	t.deepEqual(menu.dialog?.kind === 'menu' && menu.dialog.menu.items.map(({label}) => label), ['all containers', 'main', 'side', 'first']);
	const side = type(menu, ...'side', 'enter');
	t.deepEqual(log(side)?.of, {kind: 'pod', namespace: 'default', name: 'two', container: 'side'});
	t.deepEqual(logWords(side), ['side']);
	// The other pod has its own choice, and the menu begins at the present one.
	t.deepEqual(podLogView(type(side, 'j')), {container: undefined, previous: false});
	t.is(podLogView(type(side, 'l', 'enter')).container, 'side');
	t.is(podLogView(type(side, 'l', 'home', 'enter')).container, undefined);
});

test('p shows what a container said before it was started anew, and goes back', t => {
	const before = type(pods(), 'p');
	t.is(before.objectTab, 'logs');
	t.deepEqual(log(before)?.of, {kind: 'previous', namespace: 'default', name: 'two', containers: [{name: 'main', container: 'before'}]});
	t.deepEqual(logWords(before), ['previous']);
	t.is(log(type(before, 'p'))?.of.kind, 'pod');
	t.not(log(before)?.key, log(type(before, 'p'))?.key);
	t.regex(type(type(sampleState(), '2'), 'p').notice!.text, /No container of web-7c5b-k9 was started anew/);
});

test('t chooses since when, and shows times, of components too', t => {
	const asked = type(choose(sampleState(), 'etcd'), 't');
	const five = type(asked, ...'5 min', 'enter');
	t.deepEqual([log(five)?.start, log(five)?.timestamps], [300_000, false]);
	const timed = type(five, 't', 'end', 'enter');
	t.deepEqual([log(timed)?.start, log(timed)?.timestamps], [300_000, true]);
	t.deepEqual(logWords(timed), ['5m', 'times']);
	t.is(new Set([log(asked)?.key, log(five)?.key, log(timed)?.key]).size, 3);
	t.is(log(type(timed, 't', 'home', 'enter'))?.start, 'tail');
	// What is no log has no times.
	t.is(press(type(sampleState(), 'd'), 't').state.dialog, undefined);
});

test('a container that is started anew has a log of its own', t => {
	const again = tell(type(pods(), 'l'), {type: 'objects-changed', kind: 'pods', objects: [{...two, status: {containerStatuses: [{name: 'main', containerID: 'docker://later'}]}}]});
	t.not(log(type(pods(), 'l'))?.key, log(again)?.key);
});

test('who scrolls up reads in the title that the log goes on below', t => {
	const read = tell(type(choose(sampleState(), 'etcd'), '3'), {type: 'log-opened', key: 'x'}, {type: 'log-read', key: 'x', lines: Array.from({length: 100}, (_, index) => `line ${index}`), missed: 0});
	const title = (state: DashboardState): string => textOf(screenOf(state).body[1]!.lines[0]!);
	t.regex(title(type(read, 'up', 'up')), /\[logs 2 below\]/);
	t.notRegex(title(type(read, 'up', 'up', 'G')), /below/);
});
