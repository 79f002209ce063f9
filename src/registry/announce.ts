/** Tell clusters where the registry is, and take it back: through the kubectl container, so that it works on any engine. */
import type {Engine} from '../engine/engine.ts';
import {execInContainer} from '../engine/exec.ts';
import {containerState} from '../engine/inspect.ts';
import {listClusters} from '../engine/observe.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {findRegistry} from './find-registry.ts';
import {announcementLabel, registryAnnouncement} from './registry.ts';

/** When a cluster has come up: there may be a registry already. Its failure is no failure of the start. */
export async function announceRegistry(engine: Engine, cluster: string, emit: Emit, signal: AbortSignal): Promise<void> {
	await attempt(cluster, 'does not know of the registry', emit, signal, async () => {
		const registry = await findRegistry(engine).catch(() => undefined);
		if (registry) {
			await announce(engine, cluster, registry.port, signal);
		}
	});
}

/** To all clusters that run; the others are told when they start. */
export async function announceEverywhere(engine: Engine, port: number, emit: Emit, signal: AbortSignal): Promise<void> {
	await Promise.all((await runningClusters(engine)).map(async cluster =>
		attempt(cluster, 'does not know of the registry', emit, signal, async () => announce(engine, cluster, port, signal))));
}

export async function withdrawEverywhere(engine: Engine, emit: Emit, signal: AbortSignal): Promise<void> {
	await Promise.all((await runningClusters(engine)).map(async cluster => attempt(cluster, 'still names the registry', emit, signal, async () =>
		kubectl(engine, cluster, 'delete configmaps --namespace kube-public --selector "$0"', announcementLabel, signal))));
}

/** Without force: a registry that somebody else announced there stays announced. */
async function announce(engine: Engine, cluster: string, port: number, signal: AbortSignal): Promise<void> {
	await kubectl(engine, cluster, 'apply --server-side --field-manager single-kube --filename - <<< "$0"', JSON.stringify(registryAnnouncement(port)), signal);
}

async function kubectl(engine: Engine, cluster: string, words: string, argument: string, signal: AbortSignal): Promise<void> {
	const {exitCode, stdout, stderr} = await execInContainer(engine, `sk-${cluster}-kubectl`, ['bash', '-c', `kubectl --request-timeout 10s ${words}`, argument], signal);
	if (exitCode !== 0) {
		throw new SingleKubeError('API_REQUEST_FAILED', (stderr || stdout).trim().split('\n')[0] ?? `kubectl exited ${exitCode}`, {hint: `See how the cluster is: single-kube status --name ${cluster}`});
	}
}

async function runningClusters(engine: Engine): Promise<string[]> {
	const clusters = await listClusters(engine);
	const running = await Promise.all(clusters.map(async cluster => containerState(engine, `sk-${cluster}-kubectl`).then(({running}) => running, () => false)));
	return clusters.filter((_, index) => running[index]);
}

async function attempt(cluster: string, consequence: string, emit: Emit, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		signal.throwIfAborted();
		emit({type: 'warned', phase: 'registry', text: `the cluster ${cluster} ${consequence}: ${messageOf(error)}`});
	}
}
