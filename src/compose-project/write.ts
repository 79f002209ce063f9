/** Write a folder with which plain Docker Compose brings a cluster up, as a story: engine, images, settings, files. */
import {chmod, mkdir, readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {connectEngine} from '../engine/connect.ts';
import {unavailableCapabilities} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import type {EngineFile} from '../engine/files.ts';
import {engineInfo} from '../engine/info.ts';
import {listClusters, refuseForeign} from '../engine/observe.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {designCluster} from '../cluster/design-cluster.ts';
import {checkOptions, type ClusterOptions, defaultName} from '../cluster/options.ts';
import {settleSource} from '../cluster/settle-source.ts';
import {newSettings} from '../cluster/settings.ts';
import {inertContainer} from '../cluster/workbench.ts';
import {composeProject} from './project.ts';
import {filesFolder} from './files-service.ts';

export type WrittenProject = {
	readonly name: string;
	/** Absolute. */
	readonly directory: string;
	/** Relative to it. */
	readonly files: readonly string[];
	readonly kubernetesVersion: string;
	readonly apiPort: number;
	/** Where its images are. */
	readonly engine: string;
};

/**
 * The cluster that `start` would make, for Compose to make: its images are made where they are missing, and nothing else.
 *
 * @param directory where to; made when it is missing
 * @throws SingleKubeError CLUSTER_EXISTS, DIRECTORY_NOT_EMPTY, DIRECTORY_NOT_WRITABLE; those of a start
 */
export async function writeComposeProject(directory: string, options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<WrittenProject> {
	checkOptions(options);
	const name = options.name ?? defaultName;
	const target = path.resolve(directory);
	await refuseFull(target);
	const engine = await inPhase(emit, 'engine', 'Engine', async () =>
		connectEngine({engine: options.engine ?? 'auto', install: options.install ?? true, confirm: options.confirm, env: options.environment}, emit, signal));
	await refuseExisting(engine, name);
	const {topology, spec, images} = await designCluster(engine, options, await newSettings(options), async () => settleSource(engine, options, undefined, emit, signal), emit, signal);
	await refuseForeign(engine, name, {
		containers: topology.components.map(({container}) => container.name), volumes: topology.volumes.map(volume => volume.name),
	});
	const {apiVersion, cgroupVersion} = await engineInfo(engine);
	const dropped = [...new Set(topology.components.flatMap(({container}) => container.capDrop.filter(capability => capability !== 'ALL')))];
	const unavailable = await unavailableCapabilities(engine, {...inertContainer(name, `workbench-${process.pid}-capabilities`, images['holder']!), capDrop: dropped});
	const files = await composeProject(topology, spec, {apiVersion, cgroupVersion, unavailable, host: engine.host});
	await writeAll(target, files);
	return {name, directory: target, files: files.map(file => file.path).sort(), kubernetesVersion: spec.kubernetesVersion, apiPort: spec.apiPort, engine: engine.host};
}

async function refuseFull(directory: string): Promise<void> {
	const entries = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') {
			return [];
		}

		throw notWritable(directory, error);
	});
	if (entries.length > 0) {
		throw new SingleKubeError('DIRECTORY_NOT_EMPTY', `${directory} has files already`, {
			seen: [`${entries.length} of them, such as ${entries.sort().slice(0, 3).join(', ')}`], hint: 'Name a folder that is empty, or that is not there yet: --output-dir my-cluster',
		});
	}
}

/** Names, labels and addresses of the one would be those of the other. */
async function refuseExisting(engine: Engine, name: string): Promise<void> {
	const clusters = await listClusters(engine);
	if (clusters.includes(name)) {
		throw new SingleKubeError('CLUSTER_EXISTS', `there is a cluster ${name} already`, {
			seen: [`clusters on ${engine.host}: ${clusters.join(', ')}`], hint: `Give the one for Compose a name of its own: --name ${name.slice(0, 22)}-compose`,
		});
	}
}

async function writeAll(directory: string, files: readonly EngineFile[]): Promise<void> {
	try {
		await mkdir(directory, {recursive: true});
		// With keys in it: nobody else's to look into.
		await mkdir(path.join(directory, filesFolder), {mode: 0o700});
		for (const {path: relative, content, mode} of files) {
			const file = path.join(directory, relative);
			await mkdir(path.dirname(file), {recursive: true});
			await writeFile(file, content, {mode});
			// Whatever the umask: components read theirs with these modes.
			await chmod(file, mode);
		}
	} catch (error) {
		throw notWritable(directory, error);
	}
}

function notWritable(directory: string, error: unknown): SingleKubeError {
	return new SingleKubeError('DIRECTORY_NOT_WRITABLE', `${directory} cannot be written to`, {seen: [messageOf(error)], hint: 'Name another folder: --output-dir my-cluster', cause: error});
}
