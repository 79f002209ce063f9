/** What has to be so before a scenario, and is again after it: every component runs, the apiserver is ready, and so are the nodes. */
import {observe} from '../engine/observe.ts';
import {messageOf} from '../errors.ts';
import type {Judgement} from './assertions/judge.ts';
import type {Hands} from './hands.ts';

const patience = 5000;

type Node = {readonly metadata: {readonly name: string}; readonly status?: {readonly conditions?: ReadonlyArray<{readonly type: string; readonly status: string}>}};

/** @throws the signal's reason */
export async function lookAtCluster({engine, cluster, topology, api}: Pick<Hands, 'engine' | 'cluster' | 'topology' | 'api'>, signal: AbortSignal): Promise<Judgement> {
	const {containers} = await observe(engine, cluster);
	const away = topology.components.filter(({id, job}) => !job && containers.find(({component}) => component === id)?.state !== 'running').map(({id}) => id);
	if (away.length > 0) {
		return {ok: false, seen: `not running: ${away.join(', ')}`};
	}

	const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
	try {
		await api.raw('/readyz', limit);
		const {items} = await api.list<Node>('/api/v1/nodes', limit);
		const unready = items.filter(({status}) => !status?.conditions?.some(({type, status}) => type === 'Ready' && status === 'True')).map(({metadata: {name}}) => name);
		return unready.length === 0 ? {ok: true, seen: `${topology.components.length} components, ${items.length} ${items.length === 1 ? 'node' : 'nodes'}`} : {ok: false, seen: `not Ready: ${unready.join(', ')}`};
	} catch (error) {
		signal.throwIfAborted();
		return {ok: false, seen: messageOf(error)};
	}
}
