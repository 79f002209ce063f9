import {existsSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {recordBefore} from './before.ts';
import {ensureBridge} from './bridge.ts';
import {clearLeftovers} from './clear-leftovers.ts';
import {daemonConfig} from './daemon-config.ts';
import {findDaemon, otherDaemons} from './find-daemon.ts';
import {ensureInstalled} from './install.ts';
import {awaitDaemon, launchDaemon} from './launch.ts';
import {withEngineLock} from './lock.ts';
import {type EmbeddedPaths, embeddedPaths} from './paths.ts';
import {answersPing} from './ping.ts';
import {isAlive} from './process.ts';
import {refuseForeignDaemon} from './refuse-foreign.ts';
import {requireRoot} from './require-root.ts';
import {defaultRouteMtu, readRoutes} from './routes.ts';
import {readDockerRules, restoreDockerRules} from './rules.ts';

export type StartEngineOptions = {
	/** Whether packages may be installed. */
	readonly install: boolean;
	/** Asks the person before packages are installed; without it the answer is yes. */
	readonly confirm?: (question: string) => Promise<boolean>;
	readonly env?: NodeJS.ProcessEnv;
	/** How long dockerd may take to answer, in milliseconds: 30,000 by default. */
	readonly limitMs?: number;
};

/**
 * Have the embedded engine run; one that runs is left as it is. It outlives this command.
 *
 * @returns the path of its socket
 * @throws SingleKubeError EMBEDDED_ENGINE_UNSUPPORTED, …_NEEDS_ROOT, …_NOT_INSTALLED, …_INSTALL_FAILED, …_START_FAILED, ENGINE_BUSY, STATE_FOREIGN; the signal's reason
 */
export async function startEmbeddedEngine({install, confirm, env = process.env, limitMs = 30_000}: StartEngineOptions, emit: Emit, signal: AbortSignal): Promise<string> {
	const paths = embeddedPaths(env);
	requireRoot('start the embedded engine');
	return withEngineLock(paths, signal, async () => {
		refuseForeignDaemon(paths);
		if (!await isRunning(paths, limitMs, signal)) {
			const dockerd = await ensureInstalled(paths, {install, confirm, env}, emit, signal);
			emit({type: 'noted', phase: 'engine', text: `The embedded engine was not running: starting it in ${paths.root}`});
			await prepare(paths, env, signal);
			await launchBesideOthers(dockerd, paths, env, limitMs, signal);
			warnOfSlowStorage(paths, emit);
		}

		return paths.socket;
	});
}

/** A process that is there but does not answer yet may be one that was started a moment ago. */
async function isRunning(paths: EmbeddedPaths, limitMs: number, signal: AbortSignal): Promise<boolean> {
	if (await answersPing(paths.socket, 5000, signal)) {
		return true;
	}

	const daemon = findDaemon(paths);
	if (!daemon) {
		return false;
	}

	if (await awaitDaemon(paths, limitMs, signal, () => isAlive(daemon))) {
		return true;
	}

	if (isAlive(daemon)) {
		throw new SingleKubeError('EMBEDDED_ENGINE_START_FAILED', `the embedded engine runs and does not answer within ${limitMs / 1000} s`, {
			seen: [`process ${daemon.pid}: ${daemon.arguments.join(' ')}`, `nothing answers at ${paths.socket}`],
			hint: `Read ${paths.log}, then: single-kube engine stop && single-kube engine start`,
		});
	}

	// It was on its way down.
	return false;
}

async function prepare(paths: EmbeddedPaths, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
	// Searchable for the group that may use the socket; the data is dockerd's to protect.
	await mkdir(paths.root, {recursive: true, mode: 0o711});
	// No dockerd of ours runs: a stale pid file would stop a new one, and so would shims that are no more.
	await clearLeftovers(paths, env);
	await mkdir(paths.exec, {recursive: true, mode: 0o711});
	await mkdir(path.dirname(paths.socket), {recursive: true});
	await recordBefore(paths, env);
	await ensureBridge(paths, {env, signal});
	await writeFileAtomic(paths.config, `${JSON.stringify(daemonConfig(paths, defaultRouteMtu(readRoutes())), undefined, '\t')}\n`, {mode: 0o600});
}

/** Dockerd falls back to vfs by itself where overlay2 does not work; it is said, because every layer is then a whole copy. */
function warnOfSlowStorage({data}: EmbeddedPaths, emit: Emit): void {
	if (existsSync(path.join(data, 'image', 'vfs'))) {
		emit({type: 'warned', phase: 'engine', text: `The file system of ${data} does not carry overlay2: images take more time and space. Better: SINGLE_KUBE_ENGINE_DIR on ext4 or xfs`});
	}
}

/** Each dockerd empties the packet filter's DOCKER chains when it starts: what another one had in them is put back. */
async function launchBesideOthers(dockerd: string, paths: EmbeddedPaths, env: NodeJS.ProcessEnv, limitMs: number, signal: AbortSignal): Promise<void> {
	const rules = otherDaemons(paths).length > 0 ? await readDockerRules(env) : undefined;
	try {
		await launchDaemon(dockerd, paths, env, limitMs, signal);
	} finally {
		if (rules) {
			await restoreDockerRules(rules, env);
		}
	}
}
