/** What happened in a cluster until now. */
import type {Engine} from '../engine/engine.ts';
import {containerEvents} from '../engine/events.ts';
import {logLines} from '../engine/logs.ts';
import {connectApi} from '../cluster/admin.ts';
import type {ClusterSpec} from '../cluster/options.ts';
import type {Observed} from '../plan/observed.ts';
import {AgentLogReader} from './from-agent-log.ts';
import {fromContainer, fromEngine} from './from-engine.ts';
import {fromKubernetes, type ToldEvent} from './from-kubernetes.ts';
import {arrange, type Happening, isWanted, type Wanted} from './happening.ts';

export type Past = {
	/** The oldest first. */
	readonly happenings: readonly Happening[];
	/** Whether the apiserver said anything: without it Kubernetes' events are missing. */
	readonly apiAnswers: boolean;
};

/** How long the apiserver may take, in milliseconds. */
const answersWithin = 3000;

/**
 * The engine keeps a few hundred events, the agent its log, Kubernetes an hour.
 *
 * @param since milliseconds since the epoch
 * @throws SingleKubeError of the engine's; the signal's reason
 */
export async function pastHappenings(engine: Engine, cluster: string, {observed, spec, since, wanted}: {readonly observed: Observed; readonly spec: ClusterSpec | undefined; readonly since: number; readonly wanted: Wanted}, signal: AbortSignal): Promise<Past> {
	const [events, repairs, told] = await Promise.all([engineEvents(engine, cluster, since, signal), agentLog(engine, cluster, since), kubernetesEvents(engine, cluster, spec, signal)]);
	signal.throwIfAborted();
	const all = [...events, ...observed.containers.flatMap(container => fromContainer(container)), ...repairs, ...(told ?? []).map(event => fromKubernetes(event))];
	return {happenings: arrange(all.filter(happening => happening.at >= since && isWanted(happening, wanted))), apiAnswers: told !== undefined};
}

async function engineEvents(engine: Engine, cluster: string, since: number, signal: AbortSignal): Promise<Happening[]> {
	const happenings: Happening[] = [];
	for await (const event of await containerEvents(engine, cluster, signal, {since, until: Date.now()})) {
		happenings.push(...[fromEngine(event)].filter(happening => happening !== undefined));
	}

	return happenings;
}

async function agentLog(engine: Engine, cluster: string, since: number): Promise<Happening[]> {
	const reader = new AgentLogReader();
	const happenings: Happening[] = [];
	try {
		for await (const line of logLines(engine, `sk-${cluster}-agent`, {since, follow: false})) {
			happenings.push(...[reader.read(line)].filter(happening => happening !== undefined));
		}
	} catch {
		// A cluster without an agent has no repairs.
	}

	return happenings;
}

async function kubernetesEvents(engine: Engine, cluster: string, spec: ClusterSpec | undefined, signal: AbortSignal): Promise<readonly ToldEvent[] | undefined> {
	try {
		const api = spec && await connectApi(engine, cluster, spec);
		try {
			return (await api?.list<ToldEvent>('/api/v1/events', AbortSignal.any([signal, AbortSignal.timeout(answersWithin)])))?.items;
		} finally {
			api?.close();
		}
	} catch {
		return undefined;
	}
}
