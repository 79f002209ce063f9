/** Look at the registry, stop it, delete it: all on an engine that runs, none is started for it. */
import {connectToExisting} from '../cluster/status.ts';
import {removeContainer, stopContainer} from '../engine/containers.ts';
import {removeVolume} from '../engine/networks.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {withdrawEverywhere} from './announce.ts';
import {findRegistry, type Registry} from './find-registry.ts';
import {registryName} from './registry.ts';
import type {RegistryOptions} from './start-registry.ts';

/** After this many seconds it is killed; an upload that it breaks off is one that its client repeats. */
const graceSeconds = 5;

/** @returns undefined when there is none @throws SingleKubeError STATE_FOREIGN; those of the engine */
export async function registryStatus(options: RegistryOptions = {}, signal: AbortSignal = new AbortController().signal): Promise<Registry | undefined> {
	return findRegistry(await connectToExisting(options, ignoreEvents, signal));
}

/** Stop it; its images stay, and it does not come back with the engine. @returns and @throws as registryStatus */
export async function stopRegistry(options: RegistryOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Registry | undefined> {
	const engine = await connectToExisting(options, emit, signal);
	if (await findRegistry(engine)) {
		await stopContainer(engine, registryName, graceSeconds);
	}

	return findRegistry(engine);
}

/** Remove it with every image in it, and what clusters that run say about it. @returns what there was @throws as registryStatus */
export async function deleteRegistry(options: RegistryOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Registry | undefined> {
	const engine = await connectToExisting(options, emit, signal);
	const before = await findRegistry(engine);
	await withdrawEverywhere(engine, emit, signal);
	await removeContainer(engine, registryName);
	await removeVolume(engine, registryName);
	return before;
}
