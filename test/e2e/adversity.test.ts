/** One cluster where much is against it: homes, locales, terminals, pipes, disks, memory. */
import {readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import xterm from '@xterm/headless';
import test from 'ava';
import {execa, type Result} from 'execa';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {judgeEvent} from '../../src/event-fields.ts';
import {testHome} from '../helpers/cluster.ts';
import {testEngineSocket} from '../helpers/engine.ts';

const name = 'e2e-adversity';
const file = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const program = file('../../bin/single-kube.js');
let environment: NodeJS.ProcessEnv;

type Outcome = Result<{reject: false}>;

const run = async (args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> =>
	execa(program, args, {reject: false, stdin: 'ignore', env: {...environment, ...env}, timeout: 300_000});
const onCluster = async (...args: readonly string[]): Promise<Outcome> => run(['--name', name, ...args]);

test.before(async () => {
	environment = await testHome();
	delete environment['KUBECONFIG'];
	await onCluster('delete');
});

test.after.always(async () => {
	await onCluster('delete');
	await rm(environment['HOME']!, {recursive: true, force: true});
});

test.serial('a start with a home that is no folder and in no UTF-8 works, tells only documented events, and talks to the engine alone', async t => {
	const [home, connections] = ['no-home', 'connections'].map(part => path.join(environment['HOME']!, part)) as [string, string];
	await writeFile(home, '');
	await writeFile(connections, '');
	const hook = `--import=${new URL('../helpers/log-connections.mjs', import.meta.url).href}`;
	const started = await run(['start', '--name', name, '--source', 'debian', '--progress', 'json'], {HOME: home, LC_ALL: 'C', CONNECTIONS_LOG: connections, NODE_OPTIONS: hook});
	t.is(started.exitCode, 0, started.stderr);
	t.regex(started.stdout, /^The cluster e2e-adversity runs: Kubernetes/);
	t.notRegex(started.stdout, /kubectl's context/);

	const events = started.stderr.split('\n').map(line => JSON.parse(line) as {type: string; text?: string});
	t.deepEqual(events.map(event => judgeEvent(event)).filter(wrong => wrong !== undefined), []);
	t.is(events[0]!.type, 'began');
	t.true(events.some(({type}) => type === 'component-ready'));
	const warned = events.filter(({type}) => type === 'warned').map(({text}) => text).join('\n');
	t.regex(warned, /kubeconfig .*no-home.* left alone.*single-kube --name e2e-adversity kubectl/);

	const opened = [...new Set((await readFile(connections, 'utf8')).trim().split('\n'))];
	t.true(opened.includes(testEngineSocket()), opened.join());
	// Its own engine, and ports of this machine that it asks whether they are free.
	t.deepEqual(opened.filter(to => !to.endsWith('.sock') && !/^(localhost|127\.0\.0\.1|::1):/.test(to)), []);
});

const talkers = [['list'], ['status'], ['kubeconfig'], ['config', 'show'], ['logs', 'kube-apiserver'], ['images', 'list'], ['kubectl', 'get', '--raw', '/openapi/v2'], ['exec', '--', 'yes']];
for (const words of talkers) {
	test.serial(`${words.join(' ')} ends without a word when its reader goes away, and with 1 on a full disk`, async t => {
		const script = '"$@" | head -c 1 > "$OUT"; echo "${PIPESTATUS[0]}"';
		const OUT = path.join(environment['HOME']!, 'head');
		const piped = await execa('bash', ['-c', script, 'bash', program, '--name', name, ...words], {reject: false, env: {...environment, OUT}, timeout: 60_000});
		t.true(['141', '0'].includes(piped.stdout), `${piped.stdout} ${piped.stderr}`);
		t.is(piped.stderr, '');
		t.is((await readFile(OUT)).length, 1);

		const full = await execa('bash', ['-c', '"$@" > /dev/full', 'bash', program, '--name', name, ...words], {reject: false, env: environment, timeout: 60_000});
		t.is(full.exitCode, 1, full.stderr);
		t.regex(full.stderr, /^error OUTPUT_FAILED: [^\n]*ENOSPC[^\n]*\nto do: [^\n]+\nmore: single-kube explain OUTPUT_FAILED$/);
	});
}

test.serial('exec and kubectl pass exit codes through, of signals too; a signal to single-kube itself is 143', async t => {
	t.is((await onCluster('exec', '--', 'sh', '-c', 'exit 3')).exitCode, 3);
	t.is((await onCluster('exec', '--', 'sh', '-c', 'kill -KILL $$')).exitCode, 137);
	t.is((await onCluster('exec', '--', 'sh', '-c', 'kill -TERM $$')).exitCode, 143);
	t.is((await onCluster('exec', '--', 'no-such-program')).exitCode, 127);
	t.is((await onCluster('kubectl', 'no-such-verb')).exitCode, 1);
	const child = execa(program, ['--name', name, 'exec', '--', 'sh', '-c', 'echo here; sleep 60'], {reject: false, stdin: 'ignore', env: environment});
	await new Promise(resolve => {
		child.stdout.once('data', resolve);
	});
	child.kill('SIGTERM');
	t.is((await child).exitCode, 143);
});

for (const columns of [20, 80]) {
	test.serial(`a start on a terminal of ${columns} columns leaves no line behind`, async t => {
		const inside = `stty cols ${columns} rows 24; exec "${program}" start --name ${name}`;
		const {stdout, exitCode} = await execa('script', ['--quiet', '--return', '--command', inside, '/dev/null'], {reject: false, stdin: 'ignore', env: {...environment, TERM: 'xterm', CI: '', LC_ALL: 'C.UTF-8', NO_COLOR: '1'}});
		t.is(exitCode, 0, stdout);
		const terminal = new xterm.Terminal({cols: columns, rows: 24, scrollback: 500, allowProposedApi: true});
		await new Promise<void>(resolve => {
			terminal.write(stdout, resolve);
		});
		const {active} = terminal.buffer;
		const screen = Array.from({length: active.length}, (_, row) => active.getLine(row)!.translateToString(true)).filter(line => line !== '');
		t.notRegex(screen.join('\n'), /\d s {2}\.\. /);
		t.regex(screen.join('').replaceAll(/\s/g, ''), /✓Cluster.*Theclustere2e-adversityruns/);
		// eslint-disable-next-line no-control-regex
		t.notRegex(stdout, /\u001B\[[\d;]*m/);
	});
}

test.serial('a component that the kernel ends for its memory is named, with the cause and the command that mends it', async t => {
	t.is((await onCluster('stop')).exitCode, 0);
	t.is((await onCluster('status')).exitCode, 3);
	const etcd = unixEngine(testEngineSocket(), 'the test').docker.getContainer(`sk-${name}-etcd`);
	// The least that Docker allows.
	await etcd.update({Memory: 6 * 1024 * 1024, MemorySwap: 6 * 1024 * 1024});
	const result = await onCluster('start', '--timeout', '30', '-o', 'json');
	t.is(result.exitCode, 1, result.stderr);
	const {error} = JSON.parse(result.stderr.split('\n').at(-1)!) as {error: {code: string; cause: string; fix: string; docsPage: string}};
	t.is(error.code, 'COMPONENT_DIED');
	t.is(error.cause, 'etcd used more memory than its container may have, and the kernel ended it');
	t.is(error.docsPage, 'docs/errors.md#component_died');
	t.true(error.fix.endsWith(`docker stop sk-${name}-etcd && docker update --memory 0 --memory-swap 0 sk-${name}-etcd && single-kube start --name ${name}`), error.fix);
	await etcd.stop();
	await etcd.update({Memory: 0, MemorySwap: 0});
	const again = await onCluster('start');
	t.is(again.exitCode, 0, again.stderr);
});
