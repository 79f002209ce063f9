import test from 'ava';
import {isAsciiOnly, requireTerminal, sizeOf} from '../../src/dashboard/terminal.ts';

const terminal = {isTTY: true};

test('without a terminal it is a mistake of usage that names the command for lines', t => {
	t.notThrows(() => {
		requireTerminal({stdin: terminal, stdout: terminal}, {TERM: 'xterm'}, 'two');
	});
	for (const [streams, env, seen] of [
		[{stdin: {}, stdout: terminal}, {}, /standard input/], [{stdin: terminal, stdout: {}}, {}, /standard output/], [{stdin: terminal, stdout: terminal}, {TERM: 'dumb'}, /TERM=dumb/],
	] as const) {
		const error = t.throws(() => {
			requireTerminal(streams, env, 'two');
		}, {code: 'TERMINAL_MISSING'}) as Error & {seen: string[]; hint: string; kind: string};
		t.regex(error.seen.join('\n'), seen);
		t.is(error.kind, 'usage');
		t.regex(error.hint, /single-kube status --watch --name two$/);
	}
});

test('ASCII where the locale is not UTF-8; LC_ALL counts before LANG', t => {
	t.false(isAsciiOnly({LANG: 'de_DE.UTF-8'}));
	t.false(isAsciiOnly({LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C'}));
	t.true(isAsciiOnly({LC_ALL: 'C', LANG: 'de_DE.UTF-8'}));
	t.true(isAsciiOnly({}));
	t.true(isAsciiOnly({LANG: 'C.UTF-8', TERM: 'linux'}));
});

test('a terminal that does not know its size has the usual one', t => {
	t.deepEqual(sizeOf({}), {columns: 80, rows: 24});
	t.deepEqual(sizeOf({columns: 0, rows: 0}), {columns: 80, rows: 24});
	t.deepEqual(sizeOf({columns: 120, rows: 40}), {columns: 120, rows: 40});
});
