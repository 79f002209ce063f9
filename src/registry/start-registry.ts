/** Start the registry: make what is missing, replace what should be otherwise, keep the images in it. */
import {portTaken, refuseTaken} from '../cluster/port-taken.ts';
import {settleSource} from '../cluster/settle-source.ts';
import {connectEngine} from '../engine/connect.ts';
import {createContainer, removeContainer, startContainer, unpauseContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {logTail} from '../engine/logs.ts';
import {createVolume} from '../engine/networks.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {deadline} from '../health/deadline.ts';
import {probeLog} from '../health/log-probe.ts';
import {buildImages} from '../images/ensure-images.ts';
import {labels} from '../labels.ts';
import type {ClusterOptions} from '../cluster/options.ts';
import {announceEverywhere} from './announce.ts';
import {bundleOfClusters} from './bundle-of-clusters.ts';
import {findRegistry, type Registry} from './find-registry.ts';
import {defaultRegistryPort, registryContainer, registryName, registryPort, servingLine} from './registry.ts';

/** Where the registry runs. */
export type RegistryOptions = Pick<ClusterOptions, 'engine' | 'install' | 'confirm' | 'environment'> & {
	/** On 127.0.0.1 of the engine's host; without it the one that it had, else 5000. */
	readonly port?: number;
};

/** It opens its port within a second; seconds. */
const limitSeconds = 60;
/** Docker's own default network. */
const network = 'bridge';

/**
 * Bring the registry up. One that runs as it should stays untouched.
 *
 * @throws SingleKubeError PORT_TAKEN, STATE_FOREIGN, COMPONENT_DIED, COMPONENT_NOT_READY; those of the engine and of images
 */
export async function startRegistry(options: RegistryOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Registry> {
	const install = options.install ?? true;
	const engine = await inPhase(emit, 'engine', 'Engine', async () =>
		connectEngine({engine: options.engine ?? 'auto', install, confirm: options.confirm, env: options.environment}, emit, signal));
	const before = await findRegistry(engine);
	const port = options.port ?? before?.port ?? defaultRegistryPort;
	await refuseOthersPort(engine, port, before);
	const images = await inPhase(emit, 'images', 'Images', async () => {
		const {source} = await settleSource(engine, options, await bundleOfClusters(engine), emit, signal);
		return buildImages(engine, ['registry'], {source, install}, emit, signal);
	});
	return inPhase(emit, 'registry', `Registry localhost:${port}`, async () => {
		await bringUp(engine, images.registry!.reference, port, before, signal);
		await announceEverywhere(engine, port, emit, signal);
		return await findRegistry(engine) ?? Promise.reject(new SingleKubeError('COMPONENT_DIED', 'the registry was removed while it was started', {hint: 'single-kube registry start'}));
	});
}

async function bringUp(engine: Engine, image: string, port: number, before: Registry | undefined, signal: AbortSignal): Promise<void> {
	const fits = before?.image === image && before.port === port;
	if (fits && before.state === 'running') {
		return;
	}

	if (!fits) {
		await removeContainer(engine, registryName);
		await createVolume(engine, {name: registryName, labels: {[labels.registry]: 'images'}});
		await createContainer(engine, registryContainer(image, port), network);
	}

	if (fits && before.state === 'paused') {
		return unpauseContainer(engine, registryName);
	}

	try {
		await startContainer(engine, registryName);
	} catch (error) {
		throw error instanceof SingleKubeError && error.code === 'PORT_TAKEN' ? await portTaken(engine, registryPort(port), hint(port), error) : error;
	}

	await awaitServing(engine, signal);
}

/** Before anything is built; its own port is taken by itself while it runs. */
async function refuseOthersPort(engine: Engine, port: number, before: Registry | undefined): Promise<void> {
	if (!(before?.port === port && before.state !== 'exited' && before.state !== 'created')) {
		await refuseTaken(engine, [registryPort(port)], () => hint(port));
	}
}

const hint = (port: number): string => `Give it another port: single-kube registry start --port ${port + 1}`;

async function awaitServing(engine: Engine, signal: AbortSignal): Promise<void> {
	const limit = deadline(limitSeconds, signal);
	const failure = async (code: 'COMPONENT_DIED' | 'COMPONENT_NOT_READY', message: string, cause?: unknown): Promise<SingleKubeError> =>
		new SingleKubeError(code, message, {seen: await logTail(engine, registryName, 10), hint: `See what it says: docker logs ${registryName}`, cause});
	try {
		if (!await probeLog(engine, registryName, servingLine, limit.signal)) {
			throw await failure('COMPONENT_DIED', 'the registry ended before it served');
		}
	} catch (error) {
		throw limit.passed() ? await failure('COMPONENT_NOT_READY', `the registry did not serve within ${limitSeconds} s`, error) : error;
	}
}
