import test from 'ava';
import {exitCodes} from '../../src/cli/exit-codes.ts';
import {readErrorFormat} from '../../src/cli/error-format.ts';
import {exitCodeOf, formatError} from '../../src/cli/print-error.ts';
import {type ErrorCode, errorKinds, SingleKubeError} from '../../src/errors.ts';

const plain = {json: false, verbose: false};

test('each kind of error has the exit code that is documented', t => {
	t.deepEqual({...exitCodes}, {
		ok: 0, failure: 1, bug: 1, usage: 2, degraded: 3, timeout: 4, preflight: 5, conflict: 6, unreachable: 7, interrupted: 130,
	});
	for (const [code, kind] of Object.entries(errorKinds)) {
		t.is(exitCodeOf(new SingleKubeError(code as ErrorCode, 'x')), exitCodes[kind], code);
	}

	t.is(exitCodeOf(new TypeError('x')), 1);
});

test('an error says its code, what failed, what was seen and what to do', t => {
	const error = new SingleKubeError('PORT_TAKEN', 'port 6443 is taken', {seen: ['by haproxy', 'two\nlines'], hint: '--api-port 6444', cause: new Error('EADDRINUSE')});
	t.is(formatError(error, plain), 'error PORT_TAKEN: port 6443 is taken\n  by haproxy\n  two\n  lines\nto do: --api-port 6444\nmore: single-kube explain PORT_TAKEN\n');
});

test('where the cause is known it stands before what was seen, in words', t => {
	const error = new SingleKubeError('COMPONENT_DIED', 'etcd ended with code 2', {because: 'the disk is full', seen: ['panic'], hint: 'docker system df'});
	t.is(formatError(error, plain), 'error COMPONENT_DIED: etcd ended with code 2\ncause: the disk is full\n  panic\nto do: docker system df\nmore: single-kube explain COMPONENT_DIED\n');
	t.like(JSON.parse(formatError(error, {...plain, json: true})), {error: {cause: 'the disk is full', fix: 'docker system df', docsPage: 'docs/errors.md#component_died'}});
});

test('verbose shows the chain of causes, even one that leads back to itself', t => {
	const inner: Error & {cause?: unknown} = new Error('inner');
	inner.cause = inner;
	const text = formatError(new SingleKubeError('TIMEOUT', 'slow', {cause: new TypeError('outer', {cause: inner})}), {...plain, verbose: true});
	t.regex(text, /^error TIMEOUT: slow\nmore: single-kube explain TIMEOUT\n {2}from: TypeError: outer\n {2}from: Error: inner\n/);
});

test('a bug shows its stack and asks to be reported', t => {
	for (const error of [new TypeError('x is undefined'), new SingleKubeError('BUG', 'x is undefined')]) {
		const text = formatError(error, plain);
		t.regex(text, /x is undefined\n {4}at /);
		t.regex(text, /to do: report it/);
	}

	t.regex(formatError('a string', plain), /^error BUG: a string\n/);
});

test('as JSON an error is one line with everything in it', t => {
	const text = formatError(new SingleKubeError('CIDR_OVERLAP', 'they overlap', {seen: ['a'], hint: 'b', cause: new Error('c')}), {...plain, json: true});
	t.deepEqual(JSON.parse(text), {error: {code: 'CIDR_OVERLAP', kind: 'usage', exitCode: 2, message: 'they overlap', seen: ['a'], fix: 'b', docsPage: 'docs/errors.md#cidr_overlap', causes: ['Error: c']}});
	t.is(text.indexOf('\n'), text.length - 1);
});

const format = test.macro({
	exec(t, line: string, json: boolean, verbose: boolean) {
		t.deepEqual(readErrorFormat(line.split(' ')), {json, verbose});
	},
	title: (_, line) => `errors of: ${line}`,
});
test(format, 'status -o json', true, false);
test(format, 'status --output=json -v', true, true);
test(format, 'status -ojson', true, false);
test(format, 'kubectl get pods -o json -v', false, false);
test(format, '-o json kubectl get pods', true, false);
test(format, 'exec -o json -- ls -v', true, false);
test(format, 'status -o table', false, false);
test(format, 'start --progress json', true, false);
test(format, 'start --progress=json -v', true, true);
test(format, 'start --progress plain', false, false);
test(format, 'exec -- x --progress json', false, false);
