/** What a running cluster is, for commands that lead it elsewhere: its topology as the agent has it, and its settings. */
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import type {ImageSettings, Settings, Topology} from '../plan/topology.ts';
import {readAgentTopology} from './agent-topology.ts';
import {openCluster} from './open-running.ts';
import {type ClusterOptions, defaultTimeoutSeconds} from './options.ts';
import type {Hands} from './bring-to.ts';
import {readSettings} from './settings.ts';
import {readSpec} from './spec.ts';

export type RunningCluster = {
	readonly engine: Engine;
	readonly name: string;
	readonly topology: Topology;
	readonly settings: Settings & {readonly images: ImageSettings; readonly kubernetesVersion: string};
	readonly hands: Hands;
	/** For designCluster: what was said now, and what only its containers show. */
	readonly options: ClusterOptions;
};

/** @throws SingleKubeError CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING */
export async function openRunning(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<RunningCluster> {
	const {engine, name, image, observed} = await openCluster(options, {running: true}, emit, signal);
	if (observed.held.length > 0) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `components of ${name} were stopped on purpose: ${observed.held.join(', ')}`, {hint: `Start them first: single-kube start --name ${name}`});
	}

	const topology = await readAgentTopology(engine, name);
	const settings = await readSettings(engine, name) ?? topology.settings;
	const kubernetesVersion = settings.kubernetesVersion ?? (await readSpec(engine, name))?.kubernetesVersion ?? '';
	const trace = topology.components.find(component => component.name === 'agent')?.container.environment['TRACE'] === '1';
	return {
		engine, name, topology, settings: {...settings, images: settings.images ?? {source: 'debian'}, kubernetesVersion},
		hands: {engine, image, limitSeconds: options.timeoutSeconds ?? defaultTimeoutSeconds, emit, signal},
		options: {...options, name, trace, environment: {...options.environment ?? process.env, SINGLE_KUBE_BINARIES: undefined}},
	};
}

/** Under the lock: what was looked at before it may have changed since. @throws SingleKubeError CLUSTER_BUSY */
export async function refuseChanged({engine, name, topology}: Pick<RunningCluster, 'engine' | 'name' | 'topology'>): Promise<void> {
	if (JSON.stringify(await readAgentTopology(engine, name)) !== JSON.stringify(topology)) {
		throw new SingleKubeError('CLUSTER_BUSY', `another command changed the cluster ${name} meanwhile`, {hint: 'Call it again'});
	}
}

/** Where another version than the cluster's is looked for: a folder has one version only. */
export function waysTo({binaries: _, used: __, rest, kubernetesVersion: ___, ...images}: ImageSettings): ImageSettings {
	return images.source === 'local' ? {...images, source: rest ?? 'debian'} : images;
}

/** What the cluster's own source needs to know: mirrors and such of the command line are for what was asked for. */
export function onlyTools({install, environment}: ClusterOptions): ClusterOptions {
	return {...install === undefined ? {} : {install}, ...environment ? {environment} : {}};
}
