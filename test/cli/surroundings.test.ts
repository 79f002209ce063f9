/** The program in surroundings that nobody wishes for: no engine is asked. */
import {spawn, type StdioOptions} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, open, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';

const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const nowhere = {DOCKER_HOST: 'unix:///nowhere/docker.sock'};

type Call = {readonly env?: NodeJS.ProcessEnv; readonly cwd?: string; readonly stdio?: StdioOptions; readonly program?: string};
type Outcome = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

async function singleKube(words: readonly string[], {env = {}, cwd, stdio = ['ignore', 'pipe', 'pipe'], program: file = program}: Call = {}): Promise<Outcome> {
	const child = spawn(process.execPath, [file, ...words], {env: {...process.env, ...nowhere, ...env}, cwd, stdio});
	const ended = once(child, 'close') as Promise<[number | null]>;
	const [stdout, stderr, [code]] = await Promise.all([child.stdout ? text(child.stdout) : '', child.stderr ? text(child.stderr) : '', ended]);
	return {code, stdout, stderr};
}

/** Run by a shell: for what only a shell can do. */
async function shell(script: string, cwd?: string): Promise<Outcome> {
	const child = spawn('bash', ['-c', script, 'bash', process.execPath, program], {env: {...process.env, ...nowhere}, cwd, stdio: ['ignore', 'pipe', 'pipe']});
	const ended = once(child, 'close') as Promise<[number | null]>;
	const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
	return {code, stdout, stderr};
}

async function folder(t: ExecutionContext, name = 'x'): Promise<string> {
	const parent = await mkdtemp(path.join(tmpdir(), 'single-kube-surroundings-'));
	t.teardown(async () => rm(parent, {recursive: true, force: true}));
	const made = path.join(parent, name);
	await mkdir(made);
	return made;
}

const noStack = /^ {4}at /m;

test('a full disk behind standard output is exit code 1 and an error, not a lost result', async t => {
	for (const words of [['--version'], ['--help'], ['status', '--help'], []]) {
		const full = await open('/dev/full', 'w');
		const {code, stderr} = await singleKube(words, {stdio: ['ignore', full.fd, 'pipe']});
		await full.close();
		t.is(code, 1, words.join(' '));
		t.regex(stderr, /^error OUTPUT_FAILED: .*ENOSPC/);
		t.notRegex(stderr, noStack);
	}
});

test('a full disk behind standard error changes no exit code', async t => {
	const full = await open('/dev/full', 'w');
	t.is((await singleKube(['status'], {stdio: ['ignore', 'pipe', full.fd]})).code, 7);
	t.is((await singleKube(['--version'], {stdio: ['ignore', 'pipe', full.fd]})).code, 0);
	await full.close();
});

test('a pipe whose reader is gone ends a command like any other program, without a word', async t => {
	for (const words of ['--help', 'start --help', '', 'config init --help']) {
		const {stdout, stderr} = await shell(`"$1" "$2" ${words} | true; echo "\${PIPESTATUS[0]}"`);
		t.true(['141\n', '0\n'].includes(stdout), stdout);
		t.is(stderr, '', words);
	}
});

test('closed streams are no trouble', async t => {
	t.is((await shell('"$1" "$2" --version <&-')).stdout, (await singleKube(['--version'])).stdout);
	t.is((await shell('"$1" "$2" --version >&-')).code, 0);
	t.is((await shell('"$1" "$2" status 2>&-')).code, 7);
	t.is((await shell('"$1" "$2" status <&- >&- 2>&-')).code, 7);
});

test('a current folder that was removed is none that is needed', async t => {
	const gone = 'cd "$(mktemp -d)" && rmdir "$PWD" && ';
	t.is((await shell(`${gone}"$1" "$2" --version`)).code, 0);
	const unreachable = await shell(`${gone}"$1" "$2" status`);
	t.is(unreachable.code, 7);
	t.notRegex(unreachable.stderr, noStack);
	const relative = await shell(`${gone}"$1" "$2" status --config ./x.yaml`);
	t.is(relative.code, 2);
	t.notRegex(relative.stderr, noStack);
});

test('a home that is absent, unset, a file, or empty', async t => {
	const directory = await folder(t);
	const file = path.join(directory, 'file');
	await writeFile(file, '');
	for (const HOME of [path.join(directory, 'none'), undefined, file, '']) {
		const {code, stderr} = await singleKube(['status'], {env: {HOME}});
		t.is(code, 7, `${HOME}: ${stderr}`);
		t.notRegex(stderr, noStack);
	}
});

test('spaces and any letter in paths: checkout, current folder, home and config file', async t => {
	const odd = await folder(t, 'ein Ordner mit \'Ü\', 集群 und 🚀');
	await symlink(root, path.join(odd, 'check out'));
	const call: Call = {cwd: odd, env: {HOME: odd, XDG_CONFIG_HOME: path.join(odd, 'con fig')}, program: path.join(odd, 'check out', 'bin', 'single-kube.js')};
	t.is((await singleKube(['config', 'init'], call)).code, 0);
	t.regex(await readFile(path.join(odd, 'con fig', 'single-kube', 'config.yaml'), 'utf8'), /yaml-language-server/);
	await writeFile(path.join(odd, 'meine Datei.yaml'), 'apiPrt: 1\n');
	const {code, stderr} = await singleKube(['status', '--config', './meine Datei.yaml'], call);
	t.is(code, 2);
	t.regex(stderr, /CONFIG_FILE_INVALID[\s\S]*meine Datei\.yaml[\s\S]*apiPort/);
});

test('a relative XDG directory does not count, as its specification says', async t => {
	const directory = await folder(t);
	await mkdir(path.join(directory, 'relative', 'single-kube'), {recursive: true});
	await writeFile(path.join(directory, 'relative', 'single-kube', 'config.yaml'), 'nonsense: 1\n');
	const env = {HOME: path.join(directory, 'home'), XDG_CONFIG_HOME: 'relative', XDG_CACHE_HOME: 'relative', XDG_STATE_HOME: 'relative'};
	t.is((await singleKube(['status'], {cwd: directory, env})).code, 7);
	t.is((await singleKube(['status'], {cwd: directory, env: {...env, XDG_CONFIG_HOME: path.join(directory, 'relative')}})).code, 2);
});

test('help and errors have no colour and no letter that an old terminal cannot show', async t => {
	for (const words of [[], ['--help'], ['start', '--help'], ['statsu'], ['status']]) {
		const {stdout, stderr} = await singleKube(words, {env: {FORCE_COLOR: '1', LC_ALL: 'C', CI: '1'}});
		// eslint-disable-next-line no-control-regex
		t.regex(stdout + stderr, /^[\u0000-\u007F]*$/, words.join(' '));
		t.false((stdout + stderr).includes('\u001B'), words.join(' '));
	}
});
