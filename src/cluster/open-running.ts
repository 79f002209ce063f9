/** A cluster that is there, for commands that change one thing of it. */
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import type {Observed} from '../plan/observed.ts';
import {checkName, type ClusterOptions, defaultName} from './options.ts';
import {refuseUnknown} from './refuse-unknown.ts';
import {connectToExisting} from './status.ts';

export type OpenedCluster = {readonly engine: Engine; readonly name: string; /** One that the engine has. */ readonly image: string; readonly observed: Observed};

/**
 * @param more what the hint says beside how to start it
 * @throws SingleKubeError CLUSTER_UNKNOWN; CLUSTER_NOT_RUNNING when it has no agent, or has to run and does not
 */
export async function openCluster(options: ClusterOptions, {running, more = ''}: {readonly running: boolean; readonly more?: string}, emit: Emit, signal: AbortSignal): Promise<OpenedCluster> {
	return openOn(await connectToExisting(options, emit, signal), checkName(options.name ?? defaultName), {running, more});
}

/** The same on an engine that is connected to. */
export async function openOn(engine: Engine, name: string, {running, more = ''}: {readonly running: boolean; readonly more?: string}): Promise<OpenedCluster> {
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	const agent = observed.containers.find(({component}) => component === 'agent');
	if (!agent || (running && agent.state !== 'running')) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} does not run`, {
			seen: [agent ? `its agent is ${agent.state}` : 'it has no agent'], hint: `single-kube start --name ${name}${more}`,
		});
	}

	return {engine, name, image: agent.image, observed};
}
