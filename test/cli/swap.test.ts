import path from 'node:path';
import test from 'ava';
import {findSwappable, parseSwap} from '../../src/cli/swap.ts';
import {swappable} from '../../src/cluster/use.ts';

const exists = (file: string): boolean => file === 'built';

test('a path is a program, a version a version, and nothing the cluster\'s own', t => {
	t.deepEqual(parseSwap('scheduler=./kube-scheduler', exists), {component: 'kube-scheduler', by: {kind: 'program', file: path.resolve('kube-scheduler')}});
	t.deepEqual(parseSwap('etcd=built', exists), {component: 'etcd', by: {kind: 'program', file: path.resolve('built')}});
	t.deepEqual(parseSwap('kubelet=v1.35.1', exists), {component: 'kubelet', by: {kind: 'version', version: '1.35.1'}});
	t.deepEqual(parseSwap('proxy=1.35', exists), {component: 'kube-proxy', by: {kind: 'version', version: '1.35'}});
	t.deepEqual(parseSwap('apiserver=', exists), {component: 'kube-apiserver', by: {kind: 'own'}});
});

for (const word of swappable) {
	test(`${word} is known with and without kube-`, t => {
		t.is(findSwappable(word), word);
		t.is(findSwappable(word.replace(/^kube-/, '')), word);
	});
}

test('a slip gets the nearest word, and what is no word at all all of them', t => {
	t.like(t.throws(() => parseSwap('shceduler=./x')), {code: 'COMPONENT_UNKNOWN', hint: 'Did you mean scheduler?'});
	t.like(t.throws(() => parseSwap('agent=./x')), {code: 'COMPONENT_UNKNOWN'});
	t.like(t.throws(() => parseSwap('scheduler')), {code: 'COMMAND_LINE_INVALID'});
	t.like(t.throws(() => parseSwap('scheduler=nowhere', exists)), {code: 'COMMAND_LINE_INVALID', hint: 'A version: single-kube use kube-scheduler=v1.36.2; a file: single-kube use kube-scheduler=./nowhere'});
});
