import test from 'ava';
import {usesUtf8} from '../../src/renderers/character-set.ts';
import {cut, rowsOf, widthOf} from '../../src/renderers/cut.ts';

test('what fits stays as it is; what does not ends with a sign', t => {
	t.is(cut('kubelet is ready', 16, true), 'kubelet is ready');
	t.is(cut('kubelet is ready', 15, true), 'kubelet is rea…');
	t.is(cut('kubelet is ready', 15, false), 'kubelet is r...');
});

test('no terminal is too narrow', t => {
	for (let columns = 0; columns < 12; columns++) {
		for (const unicode of [true, false]) {
			t.true(widthOf(cut('集群 kubelet 🚀', columns, unicode)) <= Math.max(columns, 0), `${columns}`);
		}
	}

	t.is(cut('kubelet', -1, true), '');
	t.is(cut('kubelet', 2, false), 'ku');
});

test('a Chinese character and an emoji take two columns, and none is cut in the middle', t => {
	t.is(widthOf('集群'), 4);
	t.is(cut('集群名字', 6, true), '集群…');
	t.is(cut('👨‍👩‍👧 family', 3, true), '👨‍👩‍👧…');
	t.is(cut('👨‍👩‍👧 family', 2, true), '…');
});

test('escapes and control characters of a program\'s output are taken out', t => {
	t.is(cut('\u001B[31mred\u001B[0m\tand\r\nmore\u009B', 80, true), 'red and  more ');
});

test('a line that is wider than the terminal takes several rows, an empty one takes one', t => {
	t.is(rowsOf('x'.repeat(80), 80), 1);
	t.is(rowsOf('x'.repeat(81), 80), 2);
	t.is(rowsOf('', 80), 1);
	t.is(rowsOf('集'.repeat(30), 20), 3);
});

const locales: ReadonlyArray<readonly [env: Record<string, string>, utf8: boolean]> = [
	[{LANG: 'de_DE.UTF-8'}, true],
	[{LANG: 'C.utf8'}, true],
	[{LANG: 'de_DE.ISO-8859-1'}, false],
	[{LANG: 'en_US.UTF-8', LC_ALL: 'C'}, false],
	[{LANG: 'en_US.UTF-8', LC_CTYPE: 'POSIX'}, false],
	[{LC_ALL: '', LC_CTYPE: '', LANG: 'en_US.UTF-8'}, true],
	[{}, false],
];
for (const [env, utf8] of locales) {
	test(`the locale ${JSON.stringify(env)} is ${utf8 ? '' : 'not '}UTF-8`, t => {
		t.is(usesUtf8(env, 'linux'), utf8);
	});
}

test('windows has no locale variables and is UTF-8', t => {
	t.true(usesUtf8({}, 'win32'));
});
