import test from 'ava';
import {findComponent} from '../../src/cluster/find-component.ts';
import {isYes} from '../../src/cli/confirm.ts';
import {formatAge, formatTable} from '../../src/cli/output.ts';
import {nearest} from '../../src/nearest.ts';

const known = ['etcd', 'kube-apiserver', 'kubelet@node-1', 'kube-proxy@node-1', 'kube-proxy@node-2'];

test('a component is found by its id, and by its name where one node has it', t => {
	t.is(findComponent('etcd', known), 'etcd');
	t.is(findComponent('kubelet', known), 'kubelet@node-1');
	t.is(findComponent('kube-proxy@node-2', known), 'kube-proxy@node-2');
	t.is(findComponent('apiserver', known), 'kube-apiserver');
});

test('a component on two nodes has to be named with its node', t => {
	const error = t.throws(() => findComponent('kube-proxy', known), {code: 'COMPONENT_UNKNOWN'}) as Error & {hint: string};
	t.is(error.hint, 'Name one of them: kube-proxy@node-1, kube-proxy@node-2');
});

test('an unknown component gets the nearest one', t => {
	t.like(t.throws(() => findComponent('etdc', known)), {code: 'COMPONENT_UNKNOWN', hint: 'Did you mean etcd?'});
	t.like(t.throws(() => findComponent('kublet', known)), {hint: 'Did you mean kubelet?'});
	t.like(t.throws(() => findComponent('postgres', known)), {hint: 'single-kube status lists them; a cluster is named by --name'});
});

test('the nearest word has few letters changed, left out, added or swapped', t => {
	t.is(nearest('stauts', ['start', 'status', 'stop']), 'status');
	t.is(nearest('tp', ['start', 'stop']), undefined);
	t.is(nearest('x', []), undefined);
});

test('a table has columns as wide as their widest cell and no blanks at the ends of lines', t => {
	t.is(formatTable(['A', 'LONG', 'C'], [['wide', 'x', ''], ['', 'y', 'z']]), 'A     LONG  C\nwide  x\n      y     z');
	// A Chinese character takes two columns.
	t.is(formatTable(['A', 'B'], [['集群', 'x'], ['e', 'y']]), 'A     B\n集群  x\ne     y');
});

test('ages have one unit, from an hour on two', t => {
	t.deepEqual([undefined, 0, 59, 60, 3599, 3600, 12_000, 86_400, 187_200].map(seconds => formatAge(seconds)), ['-', '0s', '59s', '1m', '59m', '1h', '3h20m', '1d', '2d4h']);
});

test('an empty answer is yes, anything else but yes is no', t => {
	t.deepEqual(['', 'y', 'YES ', 'n', 'no', 'what'].map(isYes), [true, true, true, false, false, false]);
});
