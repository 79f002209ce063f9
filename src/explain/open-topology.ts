/** The cluster that a person asks about: what its agent was told that it should be, else what `start` would make. */
import {readAgentTopology} from '../cluster/agent-topology.ts';
import {checkName, type ClusterOptions, defaultName} from '../cluster/options.ts';
import {designStart} from '../cluster/plan-start.ts';
import {connectToExisting} from '../cluster/status.ts';
import type {Engine} from '../engine/engine.ts';
import {engineApiVersion} from '../engine/info.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import type {ObservedContainer} from '../plan/observed.ts';
import type {Topology} from '../plan/topology.ts';

export type OpenedTopology = {
	readonly topology: Topology;
	/** Undefined when none answers: then nothing is made. */
	readonly engine: Engine | undefined;
	/** Whether the topology is that of a cluster that is there. */
	readonly made: boolean;
	/** The components' containers; none when the cluster is not made. */
	readonly containers: readonly ObservedContainer[];
	/** The newest that the engine speaks; of one that is yet to come, that of Docker 20.10. */
	readonly apiVersion: string;
};

/** Nothing is made, and no engine is started. @throws SingleKubeError as planStart; STATE_CORRUPT */
export async function openTopology(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<OpenedTopology> {
	const name = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal).catch((error: unknown) => {
		if (error instanceof SingleKubeError && error.kind === 'unreachable') {
			return undefined;
		}

		throw error;
	});
	const containers = engine ? (await observe(engine, name)).containers : [];
	const made = containers.some(({component}) => component === 'agent');
	return {
		topology: engine && made ? await readAgentTopology(engine, name) : (await designStart(options, emit, signal)).topology,
		engine, made, containers: made ? containers : [], apiVersion: engine ? await engineApiVersion(engine) : '1.41',
	};
}
