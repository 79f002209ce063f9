import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {deviceExists} from '../../src/embedded-engine/bridge.ts';
import {findDaemon, otherDaemons} from '../../src/embedded-engine/find-daemon.ts';
import {type EmbeddedPaths, embeddedPaths} from '../../src/embedded-engine/paths.ts';
import {listProcesses, readProcess, signalProcess} from '../../src/embedded-engine/process.ts';
import {removeEmbeddedEngine} from '../../src/embedded-engine/remove.ts';
import {startEmbeddedEngine} from '../../src/embedded-engine/start.ts';
import {engineStatus} from '../../src/embedded-engine/status.ts';
import {stopEmbeddedEngine} from '../../src/embedded-engine/stop.ts';
import {connectEngine} from '../../src/engine/connect.ts';
import {engineInfo} from '../../src/engine/info.ts';
import {SingleKubeError} from '../../src/errors.ts';
import {ignoreEvents} from '../../src/events.ts';
import {testImage} from '../helpers/test-image.ts';

// It names an image of another engine.
delete process.env['SINGLE_KUBE_TEST_IMAGE'];

const signal = AbortSignal.timeout(300_000);

type Place = {readonly env: NodeJS.ProcessEnv; readonly paths: EmbeddedPaths; readonly directory: string};

async function makePlace(t: ExecutionContext): Promise<Place> {
	const directory = await mkdtemp(path.join(tmpdir(), 'sk-engine-'));
	const env = {PATH: process.env['PATH'], HOME: directory, SINGLE_KUBE_ENGINE_DIR: path.join(directory, 'engine')};
	t.teardown(async () => {
		await removeEmbeddedEngine({env}, ignoreEvents, AbortSignal.timeout(60_000));
		await rm(directory, {recursive: true, force: true});
	});
	return {env, paths: embeddedPaths(env), directory};
}

const docker = async ({paths}: Place, ...words: string[]) => (await execa('docker', ['-H', `unix://${paths.socket}`, ...words], {timeout: 60_000})).stdout;

async function runBusybox(place: Place, ...options: string[]): Promise<string> {
	const image = await testImage(place.paths.socket, 'sk-engine-test:1');
	return docker(place, 'run', '-d', '--stop-timeout', '1', ...options, image, 'sh', '-c', 'sleep 3600');
}

/** Everything of this engine that a look at the machine shows. */
function traces({paths, directory}: Place): string[] {
	return [
		...listProcesses().filter(({arguments: words}) => words.some(word => word.includes(directory) || word.includes(paths.exec) || word.includes(paths.namespace)))
			.map(({pid, arguments: words}) => `process ${pid} ${words.join(' ')}`),
		...readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(line => line.includes(directory) || line.includes(paths.exec)),
		...['iptables-save', 'ip6tables-save'].flatMap(program => execFileSync(program, {encoding: 'utf8'}).split('\n')).filter(line => line.includes(paths.bridge)),
		...[paths.root, paths.exec, `${paths.root}.lock`].filter(place => existsSync(place)),
		...(deviceExists(paths.bridge) ? [paths.bridge] : []),
	];
}

test.serial('an engine starts beside others, runs a container, keeps its data when stopped, and leaves nothing when removed', async t => {
	const place = await makePlace(t);
	const {env, paths} = place;
	const others = otherDaemons(paths).map(({pid}) => pid);
	const asked = {engine: 'embedded', install: true, env} as const;
	const unreachable = await t.throwsAsync(connectEngine({...asked, start: false}, ignoreEvents, signal), {instanceOf: SingleKubeError});
	t.is(unreachable.code, 'ENGINE_UNREACHABLE');

	const engine = await connectEngine(asked, ignoreEvents, signal);
	const info = await engineInfo(engine);
	t.like(info, {rootDir: paths.data, os: 'linux', isLocal: true, containerdImageStore: false});
	const status = await engineStatus(env, signal);
	t.like(status, {state: 'running', host: engine.host});

	// A session of its own: what is sent to this process's group does not reach it.
	const fields = readFileSync(`/proc/${status.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
	t.is(Number(fields[3]), status.pid ?? 0);

	await docker(place, 'network', 'create', 'sk-engine-test');
	const bridge = `br-${(await docker(place, 'network', 'inspect', '-f', '{{.Id}}', 'sk-engine-test')).slice(0, 12)}`;
	await runBusybox(place, '--name', 'kept', '--network', 'sk-engine-test');
	t.true(await stopEmbeddedEngine({env}, ignoreEvents, signal));
	t.false(await stopEmbeddedEngine({env}, ignoreEvents, signal));
	t.like(await engineStatus(env, signal), {state: 'stopped', pid: undefined});

	await connectEngine(asked, ignoreEvents, signal);
	t.is(await docker(place, 'inspect', '-f', '{{.State.Status}}', 'kept'), 'exited');
	await removeEmbeddedEngine({env}, ignoreEvents, signal);
	t.deepEqual(traces(place), []);
	t.false(deviceExists(bridge));
	t.deepEqual(otherDaemons(paths).map(({pid}) => pid).filter(pid => others.includes(pid)), others);
});

test.serial('two starts at once make one engine', async t => {
	const {env, paths} = await makePlace(t);
	const start = async () => startEmbeddedEngine({install: true, env}, ignoreEvents, signal);
	t.deepEqual(await Promise.all([start(), start()]), [paths.socket, paths.socket]);
	t.is(listProcesses().filter(({arguments: words}) => words.includes(paths.config) && words[0]!.endsWith('dockerd')).length, 1);
});

test.serial('after SIGKILL a stop ends what is left, also what shares the host\'s processes, and a start works again', async t => {
	const place = await makePlace(t);
	const {env, paths} = place;
	await startEmbeddedEngine({install: true, env}, ignoreEvents, signal);
	await runBusybox(place);
	const id = await runBusybox(place, '--pid', 'host');
	const inside = readProcess(Number(await docker(place, 'inspect', '-f', '{{.State.Pid}}', id)))!;
	const daemon = findDaemon(paths)!;
	signalProcess(daemon, 'SIGKILL');
	while (readProcess(daemon.pid)) {
		await new Promise(resolve => {
			setTimeout(resolve, 20);
		});
	}

	t.truthy(readProcess(inside.pid), 'the container outlives its engine, or this test shows nothing');
	t.true(await stopEmbeddedEngine({env}, ignoreEvents, signal));
	t.is(readProcess(inside.pid), undefined);
	t.is(listProcesses().filter(({arguments: words}) => words.includes(paths.namespace)).length, 0);
	await startEmbeddedEngine({install: true, env}, ignoreEvents, signal);
	t.is(await docker(place, 'inspect', '-f', '{{.State.Running}}', id), 'false');
	await removeEmbeddedEngine({env}, ignoreEvents, signal);
	t.deepEqual(traces(place), []);
});

test.serial('alone in its network it leaves the packet filter as it was', async t => {
	const {env} = await makePlace(t);
	const program = new URL('embedded-engine-alone.ts', import.meta.url).pathname;
	const {stdout} = await execa('unshare', ['--net', process.execPath, program], {env, extendEnv: false, timeout: 120_000});
	const {before, during, after} = JSON.parse(stdout) as Record<'before' | 'during' | 'after', {policy: string; docker: number; forward: string}>;
	t.true(during.docker > 0);
	t.like(during, {policy: 'DROP', forward: '1'});
	t.deepEqual(after, before);
});

test.serial('a start after SIGKILL needs no stop, and brings back what restarts', async t => {
	const place = await makePlace(t);
	await startEmbeddedEngine({install: true, env: place.env}, ignoreEvents, signal);
	const id = await runBusybox(place, '--restart', 'always');
	for (let round = 0; round < 3; round++) {
		signalProcess(findDaemon(place.paths)!, 'SIGKILL');
		await startEmbeddedEngine({install: true, env: place.env}, ignoreEvents, signal);
		t.is(await docker(place, 'inspect', '-f', '{{.State.Running}}', id), 'true');
	}
});
