import {spawn} from 'node:child_process';
import {chmod, mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {installPackages} from '../../src/embedded-engine/apt.ts';
import {launchDaemon} from '../../src/embedded-engine/launch.ts';
import {withEngineLock} from '../../src/embedded-engine/lock.ts';
import {readInstalledPackages, recordPackages} from '../../src/embedded-engine/packages.ts';
import {embeddedPaths} from '../../src/embedded-engine/paths.ts';
import {withoutServiceStarts} from '../../src/embedded-engine/policy-rc.ts';
import {readProcess, signalProcess} from '../../src/embedded-engine/process.ts';
import {engineStatus} from '../../src/embedded-engine/status.ts';
import {SingleKubeError} from '../../src/errors.ts';
import {makeDirectory} from '../engine/fake-engine.ts';

const signal = AbortSignal.timeout(60_000);

async function makeEngine(t: ExecutionContext) {
	const directory = await makeDirectory(t);
	const paths = embeddedPaths({SINGLE_KUBE_ENGINE_DIR: path.join(directory, 'engine')});
	await mkdir(paths.root);
	return {directory, paths};
}

async function putScript(file: string, ...lines: string[]): Promise<string> {
	await writeFile(file, `#!/bin/sh\n${lines.join('\n')}\n`);
	await chmod(file, 0o755);
	return file;
}

test('a dockerd that dies is an error with its last words and the cause, and soon', async t => {
	const {directory, paths} = await makeEngine(t);
	await writeFile(paths.log, 'no space left on device, said last week\n');
	const dockerd = await putScript(path.join(directory, 'dockerd'), 'echo starting', 'echo "failed to start daemon: Devices cgroup isn\'t mounted" >&2', 'exit 3');
	const error = await t.throwsAsync(launchDaemon(dockerd, paths, {}, 20_000, signal), {instanceOf: SingleKubeError});
	t.is(error.code, 'EMBEDDED_ENGINE_START_FAILED');
	t.regex(error.message, /ended with 3: the control groups are not mounted/);
	t.deepEqual(error.seen, ['starting', 'failed to start daemon: Devices cgroup isn\'t mounted']);
});

test('a dockerd that never answers is ended at the limit', async t => {
	const {directory, paths} = await makeEngine(t);
	const pidFile = path.join(directory, 'pid');
	const dockerd = await putScript(path.join(directory, 'dockerd'), `echo $$ > ${pidFile}`, 'exec sleep 60');
	const error = await t.throwsAsync(launchDaemon(dockerd, paths, {}, 700, signal), {instanceOf: SingleKubeError});
	t.regex(error.message, /did not answer within 0.7 s/);
	t.is(readProcess(Number(await readFile(pidFile, 'utf8'))), undefined);
});

test('a dockerd that cannot be run is an error, not a crash', async t => {
	const {directory, paths} = await makeEngine(t);
	await t.throwsAsync(launchDaemon(path.join(directory, 'missing'), paths, {}, 5000, signal), {instanceOf: SingleKubeError, message: /could not be run/});
});

test('two who work on the engine take turns; a third gives up at its limit', async t => {
	const {paths} = await makeEngine(t);
	const story: string[] = [];
	const work = async (name: string) => withEngineLock(paths, signal, async () => {
		story.push(`${name} in`);
		await sleep(300);
		story.push(`${name} out`);
	});
	const first = work('a');
	await sleep(50);
	const second = work('b');
	const error = await t.throwsAsync(withEngineLock(paths, signal, async () => undefined, 50), {instanceOf: SingleKubeError});
	t.is(error.code, 'ENGINE_BUSY');
	await Promise.all([first, second]);
	t.deepEqual(story, ['a in', 'a out', 'b in', 'b out']);
	await t.throwsAsync(stat(`${paths.root}.lock`), {code: 'ENOENT'});
});

test('a stale pid file with the number of a living process makes no engine', async t => {
	const {directory, paths} = await makeEngine(t);
	await writeFile(paths.pidFile, `${process.pid}\n`);
	const status = await engineStatus({SINGLE_KUBE_ENGINE_DIR: path.join(directory, 'engine')}, signal);
	t.like(status, {pid: undefined, host: `unix://${paths.socket}`});
	t.true(['stopped', 'not-installed'].includes(status.state));
});

test('a signal never reaches a process that started at another time', async t => {
	const child = spawn('sleep', ['30']);
	t.teardown(() => child.kill());
	const found = readProcess(child.pid!)!;
	signalProcess({...found, startTime: '1'}, 'SIGKILL');
	await sleep(50);
	t.truthy(readProcess(child.pid!));
	signalProcess(found, 'SIGKILL');
	await new Promise(resolve => {
		child.once('exit', resolve);
	});
	t.is(readProcess(child.pid!), undefined);
});

test('while packages are installed the policy refuses our services only, and is then what it was, mode included', async t => {
	const directory = await makeDirectory(t);
	const files = {policy: path.join(directory, 'policy-rc.d'), saved: path.join(directory, 'saved')};
	await putScript(files.policy, 'exit 42');
	await chmod(files.policy, 0o750);
	const ask = async (env: Record<string, string>) => (await execa(files.policy, ['docker', 'start'], {env, reject: false})).exitCode;
	await t.throwsAsync(withoutServiceStarts(async extra => {
		t.is(await ask(extra), 101);
		t.is(await ask({}), 42);
		throw new Error('apt failed');
	}, files), {message: 'apt failed'});
	t.is(await ask({}), 42);
	t.is((await stat(files.policy)).mode & 0o777, 0o750);
	await t.throwsAsync(stat(files.saved), {code: 'ENOENT'});
});

test('a policy that a crash left behind refuses nobody and goes with the next installation', async t => {
	const directory = await makeDirectory(t);
	const files = {policy: path.join(directory, 'policy-rc.d'), saved: path.join(directory, 'saved')};
	const left = await withoutServiceStarts(async () => readFile(files.policy, 'utf8'), files);
	await t.throwsAsync(stat(files.policy), {code: 'ENOENT'});
	await writeFile(files.policy, left, {mode: 0o755});
	t.is((await execa(files.policy, ['ssh', 'start'], {reject: false})).exitCode, 0);
	await withoutServiceStarts(async () => undefined, files);
	await t.throwsAsync(stat(files.policy), {code: 'ENOENT'});
});

/** An apt-get that writes down how it is called; `rules` are shell lines that answer. */
async function fakeApt(t: ExecutionContext, ...rules: string[]) {
	const directory = await makeDirectory(t);
	const calls = path.join(directory, 'calls');
	const apt = await putScript(path.join(directory, 'apt-get'), `echo "$@" >> ${calls}`, ...rules);
	const recorded: string[][] = [];
	const install = async () => installPackages(apt, ['docker.io'], {env: {}, signal, extraEnvironment: {}, record: async names => {
		recorded.push([...names]);
	}});
	return {install, recorded, directory, calls: async () => (await readFile(calls, 'utf8')).trim().split('\n')};
}

test('packages are recorded before they are installed', async t => {
	const apt = await fakeApt(t, 'case "$*" in *--simulate*) echo "Inst runc (1.1 x)"; echo "Inst docker.io (20 x)";; *--yes*) exit 0;; esac');
	await apt.install();
	t.deepEqual(apt.recorded, [['runc', 'docker.io']]);
	const calls = await apt.calls();
	t.regex(calls.at(-1)!, /--yes .*install --no-install-recommends .*Lock::Timeout=120.* docker\.io$/);
});

test('stale lists are fetched anew, once, and then the installation is tried again', async t => {
	const apt = await fakeApt(t, 'case "$*" in *update*) touch $0.fresh;; *) [ -e $0.fresh ] || { echo "E: Unable to locate package docker.io"; exit 100; };; esac');
	await apt.install();
	t.is((await apt.calls()).filter(call => call.includes('update')).length, 1);
});

test('an unreachable mirror is named, with the last lines of apt', async t => {
	const apt = await fakeApt(t, 'echo "Err:1 http://mirror.test/debian bookworm InRelease"; echo "E: Failed to fetch http://mirror.test/debian/x.deb  Could not connect"; exit 100');
	const error = await t.throwsAsync(apt.install(), {instanceOf: SingleKubeError});
	t.is(error.code, 'EMBEDDED_ENGINE_INSTALL_FAILED');
	t.regex(error.message, /no answer from mirror\.test/);
	t.regex(error.seen.join('\n'), /Could not connect/);
});

test('the record of packages grows, and one that was edited into nonsense counts as none', async t => {
	const {paths} = await makeEngine(t);
	t.deepEqual(await readInstalledPackages(paths), []);
	await recordPackages(paths, ['runc']);
	await recordPackages(paths, ['docker.io', 'runc']);
	t.deepEqual(await readInstalledPackages(paths), ['docker.io', 'runc']);
	await writeFile(paths.packages, '{"installed": ["--force-yes"]}');
	t.deepEqual(await readInstalledPackages(paths), []);
});
