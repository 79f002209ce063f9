import test from 'ava';
import {buildFailure} from '../../src/images/classify-failure.ts';

const unreachable = test.macro({
	exec(t, output: readonly string[]) {
		const error = buildFailure('the image etcd', ['Step 2/5 : RUN apt-get update', ...output], new Error('returned a non-zero code: 100'));
		t.is(error.code, 'IMAGE_MIRROR_UNREACHABLE');
		t.true(error.message.includes('mirror.example.org'), error.message);
		t.true(error.hint!.includes('apt-get update'));
	},
	title: (what = '') => `an unreachable mirror is named: ${what}`,
});

test('no name', unreachable, ['Err:1 http://mirror.example.org/debian bookworm InRelease', '  Temporary failure resolving \'mirror.example.org\'']);
test('nobody there', unreachable, ['  Could not connect to mirror.example.org:80 (192.0.2.7), connection timed out']);
test('refused', unreachable, ['E: Failed to fetch http://mirror.example.org/debian/dists/bookworm/InRelease  Unable to connect to mirror.example.org:http:']);

test('a full disk is a full disk, whatever else failed because of it', t => {
	for (const line of ['write /usr/lib/go-1.19/pkg/tool: no space left on device', 'E: You don\'t have enough free space in /var/cache/apt/archives/.']) {
		const error = buildFailure('Kubernetes', ['E: Failed to fetch http://mirror.example.org/debian/pool/main/g.deb', line], new Error('code 2'));
		t.is(error.code, 'ENGINE_OUT_OF_SPACE', line);
	}
});

test('a compiler\'s error shows the last twenty lines, without the empty ones, and keeps the cause', t => {
	const cause = new Error('returned a non-zero code: 2');
	const output = [...Array.from({length: 40}, (_, line) => `line ${line}  `), '', 'cmd/kubelet/app/server.go:7:2: undefined: nothing', ''];
	const error = buildFailure('Kubernetes', output, cause);
	t.is(error.code, 'IMAGE_BUILD_FAILED');
	t.is(error.seen.length, 20);
	t.is(error.seen[0], 'line 21');
	t.is(error.seen.at(-1), 'cmd/kubelet/app/server.go:7:2: undefined: nothing');
	t.is(error.cause, cause);
});

test('what was said of the mirror long before, and went well then, is not the reason', t => {
	const output = ['W: Failed to fetch http://mirror.example.org/debian/dists/bookworm/InRelease', ...Array.from({length: 300}, () => 'compiling'), 'undefined: nothing'];
	t.is(buildFailure('Kubernetes', output, undefined).code, 'IMAGE_BUILD_FAILED');
});
