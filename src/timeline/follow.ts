/** What happens in a cluster from now on, as it comes. */
import {setTimeout as sleep} from 'node:timers/promises';
import {inform} from '../api/inform.ts';
import {connectApi} from '../cluster/admin.ts';
import type {ClusterSpec} from '../cluster/options.ts';
import type {Engine} from '../engine/engine.ts';
import {containerEvents} from '../engine/events.ts';
import {logLines} from '../engine/logs.ts';
import {SingleKubeError} from '../errors.ts';
import {AgentLogReader} from './from-agent-log.ts';
import {fromEngine} from './from-engine.ts';
import {fromKubernetes, type ToldEvent} from './from-kubernetes.ts';
import {type Happening, isWanted, type Wanted} from './happening.ts';

/** Before somebody who is away is asked again, in milliseconds. */
const pause = 1000;

/**
 * Who is away, the agent or the apiserver, is listened to again as soon as it is back.
 *
 * @param since milliseconds since the epoch: what the reader has seen
 * @param tell called with each, in the order in which they become known
 * @throws SingleKubeError ENGINE_UNREACHABLE when the engine's events end; the signal's reason
 */
export async function followHappenings(engine: Engine, cluster: string, {spec, since, wanted}: {readonly spec: ClusterSpec | undefined; readonly since: number; readonly wanted: Wanted}, tell: (happening: Happening) => void, signal: AbortSignal): Promise<never> {
	const over = new AbortController();
	const either = AbortSignal.any([signal, over.signal]);
	const heard = (happening: Happening | undefined): void => {
		if (happening && isWanted(happening, wanted)) {
			tell(happening);
		}
	};

	const agentFrom = {at: since};
	const seen = new Map<string, string>();
	try {
		return await Promise.race([
			followEngine(engine, cluster, since, heard, either), again(async () => followAgent(engine, cluster, agentFrom, heard, either), either),
			again(async () => followKubernetes(engine, cluster, spec, {since, seen}, heard, either), either),
		]);
	} finally {
		over.abort(new Error('nobody listens any more'));
	}
}

type Heard = (happening: Happening | undefined) => void;

async function again(work: () => Promise<unknown>, signal: AbortSignal): Promise<never> {
	while (true) {
		await work().catch(() => undefined);
		signal.throwIfAborted();
		await sleep(pause, undefined, {signal});
	}
}

async function followEngine(engine: Engine, cluster: string, since: number, heard: Heard, signal: AbortSignal): Promise<never> {
	for await (const event of await containerEvents(engine, cluster, signal, {since})) {
		heard(fromEngine(event));
	}

	signal.throwIfAborted();
	throw new SingleKubeError('ENGINE_UNREACHABLE', 'the engine closed its events', {hint: 'See whether it runs: single-kube status'});
}

/** A log ends with its container; what was heard of it is not heard again. */
async function followAgent(engine: Engine, cluster: string, from: {at: number}, heard: Heard, signal: AbortSignal): Promise<void> {
	const reader = new AgentLogReader();
	for await (const line of logLines(engine, `sk-${cluster}-agent`, {since: from.at, follow: true, signal})) {
		const happening = reader.read(line);
		if (happening) {
			heard(happening);
			// The engine's times are finer: a plan has several lines at one.
			from.at = Math.max(from.at, happening.at + 1);
		}
	}
}

/** @param seen versions of the events that were heard, by their uid */
async function followKubernetes(engine: Engine, cluster: string, spec: ClusterSpec | undefined, {since, seen}: {readonly since: number; readonly seen: Map<string, string>}, heard: Heard, signal: AbortSignal): Promise<void> {
	if (!spec) {
		return;
	}

	const api = await connectApi(engine, cluster, spec);
	try {
		await inform<ToldEvent>(api, '/api/v1/events', events => {
			for (const event of events) {
				const [id, version] = [event.metadata.uid ?? event.metadata.name, event.metadata.resourceVersion ?? ''];
				const happening = fromKubernetes(event);
				// Their times are exact to the second.
				if (seen.get(id) !== version && happening.at >= since - 1000) {
					heard(happening);
				}

				seen.set(id, version);
			}
		}, signal);
	} finally {
		api.close();
	}
}
