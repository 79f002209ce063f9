/** Bring a cluster to what a topology says, under its lock: look, plan, act. */
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import type {Emit} from '../events.ts';
import type {Plan} from '../plan/operations.ts';
import {reconcile, type ReconcileOptions} from '../plan/reconcile.ts';
import type {Topology} from '../plan/topology.ts';
import {agentFiles} from './agent-topology.ts';
import {apply} from './apply.ts';
import {cleanHost} from './clean-host.ts';
import {deliverFiles} from './deliver.ts';

export type Hands = {
	readonly engine: Engine;
	/** Any image that the engine has. */
	readonly image: string;
	/** The limit for each wait, in seconds. */
	readonly limitSeconds: number;
	readonly emit: Emit;
	readonly signal: AbortSignal;
};

/** @returns what was done @throws SingleKubeError of whatever failed; the signal's reason */
export async function bringTo(topology: Topology, {engine, image, limitSeconds, emit, signal}: Hands, options: ReconcileOptions): Promise<Plan> {
	const {cluster} = topology;
	const plan = reconcile(topology, await observe(engine, cluster), {now: Date.now(), ...options});
	await apply(plan, {
		engine, topology, emit, signal, limitSeconds,
		deliver: async components => deliverFiles(engine, cluster, image, components, agentFiles(topology)),
		cleanHost: async cleaner => cleanHost(engine, cluster, cleaner),
	});
	return plan;
}
