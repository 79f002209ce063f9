import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';

const singleKube = fileURLToPath(new URL('../../../bin/single-kube.js', import.meta.url));

async function completed(...words: readonly string[]): Promise<string[]> {
	const {stdout} = await execa(process.execPath, [singleKube, 'complete', '--', ...words]);
	return stdout.split('\n');
}

test('an answer has a candidate a line, with what it is, and what the shell is to do', async t => {
	t.deepEqual(await completed('engine', 'sta'), ['status\twhere it is, and whether it runs', 'start\tstart it', ':4']);
	t.deepEqual(await completed('start', '--config', ''), [':0']);
});

test('without an engine nothing is offered, and nothing is said', async t => {
	const {stdout, stderr} = await execa(process.execPath, [singleKube, 'complete', '--', 'logs', ''], {env: {DOCKER_HOST: 'unix:///nowhere/docker.sock'}});
	t.is(stdout, ':4');
	t.is(stderr, '');
});

test('bash completes by the script that completion prints', async t => {
	const {stdout: script} = await execa(process.execPath, [singleKube, 'completion', 'bash']);
	// What the package bash-completion brings.
	const helper = '_get_comp_words_by_ref() { cur="${COMP_WORDS[COMP_CWORD]}"; prev="${COMP_WORDS[COMP_CWORD-1]}"; words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; }';
	const ask = async (...words: readonly string[]): Promise<string[]> => {
		const typed = `COMP_WORDS=(single-kube ${words.join(' ')}); COMP_CWORD=${words.length}; $(complete -p single-kube | sed "s/.*-F \\([^ ]*\\).*/\\1/"); printf "%s\\n" "\${COMPREPLY[@]}"`;
		const {stdout} = await execa('bash', ['--norc', '-c', `${helper}\n${script}\n${typed}`]);
		return stdout.split('\n').map(line => line.trim().split(' ')[0]!).sort();
	};

	t.deepEqual(await ask('registry', 'sta'), ['start', 'status']);
	t.deepEqual(await ask('start', '--source=de'), ['debian'], 'bash takes what follows = for the word');
});

for (const shell of ['bash', 'zsh', 'fish']) {
	test(`the script for ${shell} asks this very single-kube`, async t => {
		const {stdout} = await execa(process.execPath, [singleKube, 'completion', shell]);
		t.true(stdout.includes(`${singleKube} complete --`), stdout);
	});
}
