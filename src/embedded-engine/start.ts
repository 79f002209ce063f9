/** Start the embedded engine: a dockerd of our own, detached, that outlives the command. */
import {spawn} from 'node:child_process';
import {mkdir, open, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {answers} from '../engine/ping.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {daemonConfig, type EngineHostFacts, explainLog} from './config.ts';
import {ensureInstalled, type InstallOptions} from './install.ts';
import {type EmbeddedEnginePaths, embeddedEnginePaths} from './paths.ts';
import {findOurDockerd, isAlive, otherDockerdRuns} from './process.ts';
import {withStartLock} from './start-lock.ts';

/** How long dockerd may take until it answers, in milliseconds: it restarts its containers first. */
const patience = 60_000;
const ownBridge = {name: 'sk-docker0', address: '172.29.0.1/16'};

export type StartOptions = InstallOptions & {readonly env?: NodeJS.ProcessEnv};

/**
 * Make sure that it runs; where it does, nothing happens.
 *
 * @throws SingleKubeError EMBEDDED_ENGINE_UNSUPPORTED, EMBEDDED_ENGINE_NEEDS_ROOT, EMBEDDED_ENGINE_START_FAILED, or of the installation
 */
export async function startEmbeddedEngine(options: StartOptions, emit: Emit, signal?: AbortSignal): Promise<void> {
	const paths = embeddedEnginePaths(options.env);
	if (await answers(paths.socket)) {
		return;
	}

	refuseImpossible(paths);
	await withStartLock(paths.directory, async () => {
		if (await findOurDockerd(paths) === undefined) {
			await ensureInstalled(paths, options, emit, signal);
			emit({type: 'noted', phase: 'engine', text: `starting the embedded engine in ${paths.directory}`});
			await launch(paths);
		}

		await untilItAnswers(paths, signal);
	}, signal);
}

function refuseImpossible({socket}: EmbeddedEnginePaths): void {
	if (process.platform !== 'linux') {
		throw new SingleKubeError('EMBEDDED_ENGINE_UNSUPPORTED', `no Docker engine was found, and single-kube's own runs on Linux only, not on ${process.platform}`, {
			hint: 'Start Docker Desktop, or name an engine: DOCKER_HOST=…',
		});
	}

	if (process.getuid?.() !== 0) {
		throw new SingleKubeError('EMBEDDED_ENGINE_NEEDS_ROOT', 'no Docker engine was found, and to run single-kube\'s own you have to be root', {
			seen: [`you are user ${process.getuid?.()}`], hint: 'Run it as root (sudo npx single-kube start), or start a Docker engine: sudo systemctl start docker',
		});
	}

	if (Buffer.byteLength(socket) > 107) {
		throw new SingleKubeError('EMBEDDED_ENGINE_UNSUPPORTED', `the path of the engine's socket has more than 107 bytes: ${socket}`, {hint: 'Choose a shorter SINGLE_KUBE_ENGINE_DIR'});
	}
}

async function launch(paths: EmbeddedEnginePaths): Promise<void> {
	await mkdir(paths.data, {recursive: true, mode: 0o711});
	await rm(paths.pidFile, {force: true});
	await writeFile(paths.config, `${JSON.stringify(daemonConfig(paths, await hostFacts(paths)), null, 2)}\n`);
	await rememberForwardPolicy(paths);
	const log = await open(paths.log, 'a');
	try {
		// A session of its own: Ctrl-C in the terminal and the end of this command do not reach it.
		const child = spawn('dockerd', ['--config-file', paths.config], {
			detached: true, stdio: ['ignore', log.fd, log.fd], cwd: '/', env: {...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`},
		});
		await new Promise<void>((resolve, reject) => {
			child.once('spawn', resolve);
			child.once('error', reject);
		});
		await writeFile(paths.pidFile, String(child.pid));
		child.unref();
	} finally {
		await log.close();
	}
}

/** @throws SingleKubeError EMBEDDED_ENGINE_START_FAILED with the last lines of its log and, where it is known, the cause */
async function untilItAnswers(paths: EmbeddedEnginePaths, signal?: AbortSignal): Promise<void> {
	const logStart = (await stat(paths.log).catch(() => undefined))?.size ?? 0;
	const end = Date.now() + patience;
	while (!await answers(paths.socket)) {
		const pid = Number.parseInt(await readFile(paths.pidFile, 'utf8').catch(() => ''), 10);
		const dead = Number.isInteger(pid) && !await isAlive(pid);
		if (dead || Date.now() > end) {
			const log = (await readFile(paths.log, 'utf8').catch(() => '')).slice(Math.max(0, logStart - 20_000));
			throw new SingleKubeError('EMBEDDED_ENGINE_START_FAILED', dead ? 'the embedded engine ended as soon as it was started' : `the embedded engine did not answer within ${patience / 1000} s`, {
				seen: log.trim().split('\n').slice(-10), hint: explainLog(log) ?? `Its whole log: ${paths.log}`,
			});
		}

		await sleep(100, undefined, {signal});
	}
}

async function hostFacts(paths: EmbeddedEnginePaths): Promise<EngineHostFacts> {
	const shared = await otherDockerdRuns(paths);
	if (shared) {
		await execa('ip', ['link', 'add', ownBridge.name, 'type', 'bridge'], {reject: false});
		await execa('ip', ['address', 'replace', ownBridge.address, 'dev', ownBridge.name], {reject: false});
		await execa('ip', ['link', 'set', ownBridge.name, 'up'], {reject: false});
	}

	return {mtu: await defaultRouteMtu(), bridge: shared ? ownBridge.name : undefined};
}

async function defaultRouteMtu(): Promise<number> {
	const routes = await readFile('/proc/net/route', 'utf8').catch(() => '');
	const device = routes.split('\n').map(line => line.split('\t')).find(fields => fields[1] === '00000000')?.[0];
	const mtu = Number.parseInt(await readFile(`/sys/class/net/${device}/mtu`, 'utf8').catch(() => ''), 10);
	return Number.isInteger(mtu) ? Math.min(mtu, 1500) : 1500;
}

/** dockerd sets FORWARD to DROP; `remove` sets it back to what it was. */
async function rememberForwardPolicy({forwardPolicy}: EmbeddedEnginePaths): Promise<void> {
	const {stdout} = await execa('iptables', ['-S', 'FORWARD'], {reject: false});
	await writeFile(forwardPolicy, /-P FORWARD (\w+)/.exec(stdout)?.[1] ?? 'ACCEPT', {flag: 'wx'}).catch(() => undefined);
}

export {ownBridge};
