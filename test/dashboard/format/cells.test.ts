import test from 'ava';
import {cellsOf, fit, fitLine, plainText, wrap} from '../../../src/dashboard/format/cells.ts';
import {textOf} from '../../../src/dashboard/screen/span.ts';

test('a text is filled with blanks or cut with a mark, and has exactly the width that was asked for', t => {
	t.is(fit('etcd', 6, '…'), 'etcd  ');
	t.is(fit('etcd', 6, '…', 'right'), '  etcd');
	t.is(fit('kube-apiserver', 6, '…'), 'kube-…');
	t.is(fit('etcd', 4, '…'), 'etcd');
	t.is(fit('etcd', 0, '…'), '');
});

test('wide characters count twice, combining ones not at all', t => {
	t.is(cellsOf('容器'), 4);
	t.is(fit('容器日志', 5, '…'), '容器…');
	t.is(cellsOf(fit('容器日志', 6, '…')), 6);
	t.is(cellsOf('e\u0301'), 1);
});

test('a line keeps the tones of the parts that remain', t => {
	const line = [{text: 'exited', tone: 'bad' as const}, {text: ' with code 1'}];
	t.deepEqual(fitLine(line, 10, '…'), [{text: 'exited', tone: 'bad'}, {text: ' wi'}, {text: '…'}]);
	t.is(textOf(fitLine(line, 30, '…')).length, 30);
});

test('what a program writes cannot move the cursor, colour the screen or turn the text around', t => {
	t.is(plainText('\u001B[31mred\u001B[0m\tok\r\u0007\u202Eabc', false), 'red    okabc');
	t.is(plainText('\u001B]0;title\u0007line', false), 'line');
	t.is(plainText('naïve 容', true), 'na?ve ?');
});

test('a long text goes on in the next line, at a blank where there is one', t => {
	t.deepEqual(wrap('one two three', 8), ['one two', 'three']);
	t.deepEqual(wrap('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
	t.deepEqual(wrap('a\nb', 4), ['a', 'b']);
	t.deepEqual(wrap('', 4), ['']);
	for (const line of wrap('容器日志 container logs', 5)) {
		t.true(cellsOf(line) <= 5, line);
	}
});
