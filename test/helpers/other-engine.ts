/** Engines of another age than this machine's: dockerd of another Debian suite, beside all others, in namespaces of its own. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {mkdir, mkdtemp, open, readdir, rename, rm, rmdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import type {Engine} from '../../src/engine/engine.ts';
import {pingEngine} from '../../src/engine/ping.ts';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {cacheDirectory} from '../../src/images/cache-directory.ts';
import {debianSources, indextargetsFormat, sourcesOfOtherRelease} from '../../src/images/mirrors.ts';
import {aptProxies} from '../../src/images/proxies.ts';

/** Trixie has Docker 26.1, sid what is newest in Debian. */
export type Suite = 'trixie' | 'sid';

export type OtherEngine = {
	readonly engine: Engine;
	/** The same path on its own machine, so to speak, and on this one. */
	readonly socketPath: string;
	/** Its /var/lib/single-kube, seen from here. */
	readonly stateDirectory: string;
	/** Its mounts, as /proc/…/mountinfo has them. */
	readonly mounts: () => string[];
	/** What to put before a command so that it sees this engine's network: published ports, addresses of containers. */
	readonly inItsNetwork: readonly string[];
	/** End it and all that runs on it, and remove what it left. @throws Error when something stays */
	readonly stop: () => Promise<void>;
};

/**
 * @param daemonConfig its daemon.json
 * @param cgroups the machine's, or version 2 alone: without the controllers that a machine has in version 1
 * @throws Error when the suite cannot be had from this machine's mirror, or dockerd does not come up, with its log
 */
export async function startOtherEngine(suite: Suite, daemonConfig: Readonly<Record<string, unknown>> = {}, cgroups: 'machine' | 'v2' = 'machine'): Promise<OtherEngine> {
	const root = await rootOf(suite);
	const work = await mkdtemp('/var/tmp/sk-other-');
	const cgroup = `/single-kube-test-${path.basename(work).toLowerCase()}`;
	await mkdir(path.join(work, 'upper/etc/docker'), {recursive: true});
	await writeFile(path.join(work, 'upper/etc/docker/daemon.json'), JSON.stringify(daemonConfig));
	// Its log is for failures before there is a dockerd, which has one of its own.
	const log = await open(path.join(work, 'start.log'), 'w');
	const child = spawn('unshare', ['--mount', '--net', '--pid', '--fork', '--kill-child', 'sh', script, root, work, cgroup, cgroups], {stdio: ['pipe', log.fd, log.fd], detached: true});
	await log.close();
	const engine = unixEngine(path.join(work, 'run/docker.sock'), `Docker of ${suite}`);
	const stop = async (): Promise<void> => end(child, work, cgroup);
	try {
		await awaitAnswer(engine, child);
	} catch (error) {
		const said = ['start.log', 'run/dockerd.log'].map(file => tail(path.join(work, file))).join('\n');
		await stop();
		throw new Error(`Docker of ${suite} did not start:\n${said}`, {cause: error});
	}

	return {
		engine, socketPath: engine.socketPath, stateDirectory: path.join(work, 'state'), stop,
		mounts: () => readFileSync(`/proc/${dockerd(child)}/mountinfo`, 'utf8').split('\n'),
		inItsNetwork: ['nsenter', `--net=/proc/${child.pid}/ns/net`],
	};
}

const script = fileURLToPath(new URL('other-engine.sh', import.meta.url));
const startLimit = 60_000;
const stopLimit = 60_000;

async function awaitAnswer(engine: Engine, child: ChildProcess): Promise<void> {
	const end = Date.now() + startLimit;
	for (;;) {
		try {
			return await pingEngine(engine, 2000, AbortSignal.timeout(startLimit));
		} catch (error) {
			if (child.exitCode !== null || Date.now() > end) {
				throw error;
			}
		}

		await sleep(200);
	}
}

async function end(child: ChildProcess, work: string, cgroup: string): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const ended = once(child, 'exit');
		child.stdin!.end();
		if (await Promise.race([ended, sleep(stopLimit, 'late' as const, {ref: false})]) === 'late') {
			// With the first process of a pid namespace all others of it are killed.
			child.kill('SIGKILL');
			await ended;
		}
	}

	await removeCgroups(cgroup);
	await rm(work, {recursive: true, force: true});
	const left = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(line => line.includes(work));
	if (left.length > 0) {
		throw new Error(`still mounted:\n${left.join('\n')}`);
	}
}

/** One hierarchy a controller on v1, one on v2. A killed process leaves its group a moment later. */
async function removeCgroups(cgroup: string): Promise<void> {
	const tops = [...(await readdir('/sys/fs/cgroup')).map(name => path.join('/sys/fs/cgroup', name)), '/sys/fs/cgroup'].map(top => path.join(top, cgroup));
	const deadline = Date.now() + 10_000;
	for (const top of tops) {
		while (existsSync(top)) {
			try {
				await removeGroup(top);
			} catch (error) {
				if (Date.now() > deadline) {
					throw error;
				}

				await sleep(100);
			}
		}
	}
}

async function removeGroup(group: string): Promise<void> {
	const entries = await readdir(group, {withFileTypes: true});
	for (const entry of entries.filter(found => found.isDirectory())) {
		await removeGroup(path.join(group, entry.name));
	}

	await rmdir(group);
}

/** The files of that Debian, with docker.io installed: made once, and kept in the cache directory. */
async function rootOf(suite: Suite): Promise<string> {
	const root = path.join(cacheDirectory(), `test-engine-${suite}`);
	if (existsSync(root)) {
		return root;
	}

	const beside = `${root}.${process.pid}`;
	const {failed, all} = await execa('mmdebstrap', [
		'--variant=essential', `--include=${packages[suite].join(',')}`, '--format=directory',
		// A mirror may be a snapshot of an earlier day.
		'--aptopt=Acquire::Check-Valid-Until "false"', ...(await aptProxies()).map(({option, value}) => `--aptopt=${option} "${value}"`),
		suite, beside, '-',
	], {input: `${await sourceOf(suite)}\n`, all: true, reject: false, timeout: 10 * 60_000, env: {DEBIAN_FRONTEND: 'noninteractive', TMPDIR: '/var/tmp'}});
	if (failed) {
		await rm(beside, {recursive: true, force: true});
		throw new Error(`Debian ${suite} could not be had from this machine's mirror (apt-get indextargets names it):\n${all!.split('\n').slice(-15).join('\n')}`);
	}

	await rename(beside, root);
	return root;
}

const packages: Readonly<Record<Suite, readonly string[]>> = {
	trixie: ['docker.io', 'iptables', 'iproute2', 'mount'],
	// Instead of the whole systemd.
	sid: ['docker.io', 'iptables', 'iproute2', 'mount', 'systemd-standalone-sysusers'],
};

async function sourceOf(suite: Suite): Promise<string> {
	const {stdout} = await execa('apt-get', ['indextargets', '--format', indextargetsFormat, 'Created-By: Packages'], {timeout: 60_000});
	const line = [...debianSources(stdout, suite), ...sourcesOfOtherRelease(stdout, suite)].find(source => source.split(' ')[2] === suite);
	if (line === undefined) {
		throw new Error('apt knows no Debian mirror on this machine: apt-get update');
	}

	return line;
}

/** The first process of the pid namespace and its dockerd, as this machine numbers them. */
function dockerd(child: ChildProcess): number {
	const childrenOf = (pid: number): number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
	const [first] = childrenOf(child.pid!);
	return childrenOf(first!).find(pid => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'dockerd')!;
}

function tail(file: string): string {
	return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-20).join('\n') : '';
}
