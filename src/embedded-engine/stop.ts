/** Stop the embedded engine, see how it is, and remove it with all that it left. */
import {readFile, rm} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {answers} from '../engine/ping.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {type EmbeddedEnginePaths, embeddedEnginePaths} from './paths.ts';
import {findOurDockerd, isAlive, otherDockerdRuns} from './process.ts';
import {ownBridge} from './start.ts';

/** How long dockerd may take to stop its containers, in milliseconds, before it is killed. */
const patience = 30_000;

export type EmbeddedEngineStatus = {
	readonly directory: string;
	readonly installed: boolean;
	readonly running: boolean;
	readonly pid: number | undefined;
	readonly socket: string;
	readonly log: string;
};

export async function embeddedEngineStatus(env: NodeJS.ProcessEnv = process.env): Promise<EmbeddedEngineStatus> {
	const paths = embeddedEnginePaths(env);
	const [pid, running, installed] = await Promise.all([
		findOurDockerd(paths), answers(paths.socket), execa('sh', ['-c', 'command -v dockerd || test -x /usr/sbin/dockerd'], {reject: false}),
	]);
	return {directory: paths.directory, installed: !installed.failed, running, pid, socket: paths.socket, log: paths.log};
}

/** @returns false when it did not run @throws SingleKubeError EMBEDDED_ENGINE_STOP_FAILED */
export async function stopEmbeddedEngine(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
	const paths = embeddedEnginePaths(env);
	const pid = await findOurDockerd(paths);
	if (pid !== undefined) {
		process.kill(pid, 'SIGTERM');
		if (!await gone(pid, patience)) {
			process.kill(pid, 'SIGKILL');
			await gone(pid, 5000);
		}
	}

	await endLeftovers(paths);
	await rm(paths.pidFile, {force: true});
	if (pid !== undefined && await isAlive(pid)) {
		throw new SingleKubeError('EMBEDDED_ENGINE_STOP_FAILED', `the embedded engine, process ${pid}, did not end`, {hint: `See its log: ${paths.log}`});
	}

	return pid !== undefined;
}

/**
 * Leave nothing: processes, mounts, directories, its bridge and rules, and the packages that were installed for it.
 *
 * @throws SingleKubeError EMBEDDED_ENGINE_STOP_FAILED
 */
export async function removeEmbeddedEngine(env: NodeJS.ProcessEnv = process.env, emit: Emit = ignoreEvents): Promise<void> {
	const paths = embeddedEnginePaths(env);
	await stopEmbeddedEngine(env);
	const alone = !await otherDockerdRuns(paths);
	const policy = (await readFile(paths.forwardPolicy, 'utf8').catch(() => '')).trim();
	const packages = (await readFile(paths.packages, 'utf8').catch(() => '')).split('\n').filter(name => name !== '');
	const clusters = '/var/lib/single-kube/clusters';
	await unmountBelow([paths.directory, paths.execRoot, ...(alone ? [clusters] : [])]);
	if (alone && policy !== '') {
		await removeRules(policy);
		await execa('ip', ['link', 'delete', 'docker0'], {reject: false});
	}

	await execa('ip', ['link', 'delete', ownBridge.name], {reject: false});
	if (alone && packages.length > 0) {
		emit({type: 'noted', phase: 'engine', text: `removing the packages that were installed for it: ${packages.join(', ')}`});
		await execa('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', 'purge', '--yes', ...packages], {env: {DEBIAN_FRONTEND: 'noninteractive'}, stdin: 'ignore', reject: false});
	}

	await Promise.all([paths.directory, paths.execRoot, ...(alone ? [clusters] : [])].map(async directory => rm(directory, {recursive: true, force: true})));
	await execa('rmdir', ['--ignore-fail-on-non-empty', '/run/single-kube', '/var/lib/single-kube'], {reject: false});
}

async function gone(pid: number, limit: number): Promise<boolean> {
	const end = Date.now() + limit;
	while (await isAlive(pid)) {
		if (Date.now() > end) {
			return false;
		}

		await sleep(50);
	}

	return true;
}

/** containerd and shims of a dockerd that was killed go on; they are known by the exec root in their command lines. */
async function endLeftovers({execRoot}: EmbeddedEnginePaths): Promise<void> {
	const {stdout} = await execa('ps', ['-eo', 'pid=,args='], {reject: false});
	const pids = stdout.split('\n').filter(line => line.includes(execRoot)).map(line => Number.parseInt(line, 10)).filter(pid => pid !== process.pid);
	for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
		for (const pid of pids) {
			try {
				process.kill(pid, signal);
			} catch {
				// It is gone already.
			}
		}

		await Promise.all(pids.map(async pid => gone(pid, 2000)));
	}
}

async function unmountBelow(directories: readonly string[]): Promise<void> {
	const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map(line => line.split(' ')[4] ?? '')
		.filter(mount => directories.some(directory => mount === directory || mount.startsWith(`${directory}/`)));
	for (const mount of mounts.reverse()) {
		await execa('umount', ['--lazy', mount], {reject: false});
	}
}

/** dockerd leaves its chains when it ends. Rules of others stay as they are. */
async function removeRules(policy: string): Promise<void> {
	for (const table of ['filter', 'nat'] as const) {
		const {stdout} = await execa('iptables', ['-t', table, '-S'], {reject: false});
		const lines = stdout.split('\n').filter(line => /DOCKER|docker0|-s 172\.\d+\.0\.0\/16 ! -o docker0/.test(line));
		for (const line of lines.filter(candidate => candidate.startsWith('-A ') && !candidate.startsWith('-A DOCKER'))) {
			await execa('iptables', ['-t', table, '-D', ...line.slice(3).split(' ')], {reject: false});
		}

		const chains = lines.filter(line => line.startsWith('-N ')).map(line => line.slice(3));
		for (const action of ['-F', '-X']) {
			for (const chain of chains) {
				await execa('iptables', ['-t', table, action, chain], {reject: false});
			}
		}
	}

	await execa('iptables', ['-P', 'FORWARD', policy], {reject: false});
}
