import test from 'ava';
import {bindings, press} from '../../../src/dashboard/keys/press.ts';
import {chosenComponent, chosenObject} from '../../../src/dashboard/rows.ts';
import {choose, sampleState, tell, type} from '../sample.ts';

test('arrows and j and k move the choice, and stop at both ends', t => {
	const at = (...keys: string[]): string | undefined => chosenComponent(type(sampleState(), ...keys))?.id;
	t.is(at(), 'agent');
	t.is(at('down', 'j'), 'dns');
	t.is(at('down', 'up', 'k'), 'agent');
	t.is(at('G'), 'node@node-1');
	t.is(at('G', 'g'), 'agent');
	t.is(at('end', 'down'), 'node@node-1');
});

test('1 to 4 and Tab go from pane to pane; the details are about the list that had the keys last', t => {
	t.deepEqual(['1', '2', '3', '4'].map(key => type(sampleState(), key).focus), ['components', 'workloads', 'detail', 'events']);
	t.is(type(sampleState(), 'tab').focus, 'workloads');
	t.is(type(sampleState(), 'shift+tab').focus, 'events');
	t.is(type(sampleState(), '2', '3').list, 'workloads');
	t.is(type(sampleState(), '2', '4', 'escape').focus, 'workloads');
});

test('left and right turn the tabs of the details, and the kinds of the workloads', t => {
	t.is(type(sampleState(), 'right').componentTab, 'config');
	t.is(type(sampleState(), 'left').componentTab, 'health');
	t.is(type(sampleState(), '2', 'right').kind, 'deployments');
	t.is(type(sampleState(), '2', 'left').kind, 'persistentvolumeclaims');
});

test('l, d, e, c and y open what they stand for', t => {
	t.deepEqual(['l', 'd', 'e', 'c'].map(key => type(sampleState(), key).componentTab), ['logs', 'config', 'environment', 'health']);
	t.deepEqual(['l', 'd', 'y'].map(key => type(sampleState(), '2', key).objectTab), ['logs', 'summary', 'yaml']);
});

test('a stop is asked about first, and Enter cancels it', t => {
	const asked = press(choose(sampleState(), 'etcd'), 's');
	t.is(asked.command, undefined);
	t.deepEqual(asked.state.dialog, {kind: 'confirm', deed: {kind: 'component', verb: 'stop', component: 'etcd', container: 'sk-default-etcd'}, choice: 'cancel'});
	const answered = press(asked.state, 'enter');
	t.deepEqual([answered.command, answered.state.dialog], [undefined, undefined]);
});

test('Tab and Enter, or y, confirm it', t => {
	const asked = type(choose(sampleState(), 'etcd'), 'ctrl+k');
	const action = {kind: 'do', deed: {kind: 'component', verb: 'kill', component: 'etcd', container: 'sk-default-etcd'}};
	t.deepEqual(press(type(asked, 'tab'), 'enter').command, action);
	t.deepEqual(press(asked, 'y').command, action);
	t.is(press(type(asked, 'tab', 'tab'), 'enter').command, undefined);
	t.is(press(asked, 'escape').command, undefined);
});

test('s starts what is stopped, without a question', t => {
	t.deepEqual(press(choose(sampleState(), 'kube-scheduler'), 's').command, {kind: 'do', deed: {kind: 'component', verb: 'start', component: 'kube-scheduler', container: 'sk-default-kube-scheduler'}});
});

test('a key that cannot do its work says why', t => {
	const refused = press(choose(sampleState(), 'node@node-1'), 's');
	t.is(refused.state.dialog, undefined);
	t.regex(refused.state.notice!.text, /owns the network namespace/);
	t.regex(type(choose(sampleState(120, 40, {readOnly: true}), 'etcd'), 's').notice!.text, /--read-only/);
	t.is(press(choose(sampleState(120, 40, {readOnly: true}), 'kube-scheduler'), 's').command, undefined);
});

test('while something is done to a component, nothing else can be', t => {
	const acting = tell(choose(sampleState(), 'etcd'), {type: 'deed-under-way', subject: 'etcd', doing: 'restarting'});
	t.regex(type(acting, 's').notice!.text, /etcd is restarting/);
});

test('keys for components do nothing to them while a workload is chosen', t => {
	const {state, command} = press(type(sampleState(), '2'), 'ctrl+k');
	t.deepEqual([state.dialog, command], [undefined, undefined]);
});

test('a filter narrows the list while it is typed; Enter keeps it, Esc takes it away', t => {
	const typed = type(sampleState(), '/', 's', 'c', 'h');
	t.is(chosenComponent(typed)?.id, 'kube-scheduler');
	t.is(type(typed, 'enter').filters.components, 'sch');
	t.is(type(typed, 'escape').filters.components, '');
	t.is(type(typed, 'backspace').filters.components, 'sc');
	t.is(type(typed, 'enter', 'escape').filters.components, '');
	// A letter that is a key elsewhere is a letter here.
	t.is(press(type(sampleState(), '/'), 'q').command, undefined);
});

test('n lists the namespaces, with all of them first; a letter or two find one', t => {
	const menu = type(sampleState(), '2', 'n');
	t.deepEqual(menu.dialog?.kind === 'menu' && menu.dialog.menu.items.map(({label, detail}) => `${label} ${detail}`), ['all 3 pods', 'default 2 pods', 'other 1 pod']);
	const other = type(menu, 'o', 't', 'enter');
	t.is(other.namespace, 'other');
	t.is(chosenObject(other)?.metadata.name, 'probe');
	// It begins at the one that is shown.
	t.is(type(other, 'n', 'enter').namespace, 'other');
	t.is(type(other, 'n', 'home', 'enter').namespace, undefined);
	t.regex(type(sampleState(), '2', 'right', 'right', 'right', 'n').notice!.text, /A Node is in no namespace/);
});

test(': lists the kinds, and finds them by what kubectl calls them for short', t => {
	t.is(type(sampleState(), '2', ':', 's', 't', 's', 'enter').kind, 'statefulsets');
	const stateful = tell(type(sampleState(), '2', ':', 's', 't', 's', 'enter'), {type: 'objects-changed', kind: 'statefulsets', objects: []});
	t.deepEqual(stateful.objects.statefulsets, []);
	// What is not watched any more is not kept, what is always watched is.
	t.is(type(stateful, 'left').objects.statefulsets, undefined);
	t.is(type(stateful, 'left').objects.pods?.length, 3);
});

test('q and Ctrl-C quit, out of a dialog too', t => {
	t.deepEqual(press(sampleState(), 'q').command, {kind: 'quit'});
	t.deepEqual(press(type(sampleState(), '?'), 'ctrl+c').command, {kind: 'quit'});
	t.is(press(type(sampleState(), '?'), 'q').state.dialog, undefined);
	t.deepEqual(press(sampleState(), 'ctrl+z').command, {kind: 'suspend'});
});

test('a log is scrolled from its end, everything else from its beginning', t => {
	const lines = Array.from({length: 200}, (_, index) => `line ${index}`);
	const log = tell(type(sampleState(), '3'), {type: 'log-opened', key: 'x'}, {type: 'log-read', key: 'x', lines, missed: 0});
	t.is(type(log, 'up', 'up').scroll.detail, 2);
	t.is(type(log, 'down').scroll.detail, 0);
	t.is(type(log, 'g').scroll.detail, 199);
	t.is(type(log, 'g', 'G').scroll.detail, 0);
	t.is(type(sampleState(), '3', 'd', 'up').scroll.detail, 0);
});

test('no key has two meanings at a time, and each is in the help', t => {
	for (const state of [sampleState(), type(sampleState(), '2'), type(sampleState(), '3')]) {
		const keys = bindings.filter(({applies}) => applies?.(state) ?? true).flatMap(({keys: names}) => names);
		t.deepEqual(keys.filter((key, index) => keys.indexOf(key) !== index), []);
	}

	t.true(bindings.every(({does, shown}) => does !== '' && shown !== ''));
});

test('a key that means nothing changes nothing', t => {
	const state = sampleState();
	t.is(press(state, 'Z').state, state);
});
