import test from 'ava';
import {compare, parseTranscript} from '../helpers/transcript.ts';

const [step] = parseTranscript('# A title\n$ single-kube status\nNAME  AGE\netcd  <*>s\n...\nTo do: (start) [it]\n! warning <*>\n[3]\n\n$ next\n');

const seen = {stdout: 'NAME   AGE\netcd   12s\nkubelet 13s\n\nTo do: (start) [it]\n', stderr: 'warning x\n', exitCode: 3};

test('a transcript leaves gaps for what differs each time', t => {
	t.deepEqual(step, {line: 'single-kube status', stdout: ['NAME  AGE', 'etcd  <*>s', '...', 'To do: (start) [it]'], stderr: ['warning <*>'], exitCode: 3});
	t.is(compare(step!, seen), undefined);
});

const differs = test.macro({
	exec(t, change: Partial<typeof seen>) {
		t.regex(compare(step!, {...seen, ...change})!, /--- expected:/);
	},
	title: (_, change: Partial<typeof seen>) => `a transcript tells another ${Object.entries(change).join()}`,
});

test(differs, {exitCode: 0});
test(differs, {stdout: 'NAME AGE\netcd 12m\nTo do: (start) [it]'});
test(differs, {stdout: 'NAME AGE\netcd 12s\nTo do: (start) [it]\nmore'});
test(differs, {stdout: ''});
test(differs, {stderr: ''});
test(differs, {stderr: 'warning x\nwarning y'});
