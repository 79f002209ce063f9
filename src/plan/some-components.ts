/** A plan for some components of a cluster: all others are left as they are. Pure, made of reconcile. */
import {keepsDown} from '../faults/fault.ts';
import {joinedBy} from './judge.ts';
import type {Observed} from './observed.ts';
import type {Plan} from './operations.ts';
import {reconcile} from './reconcile.ts';
import type {Component, Topology} from './topology.ts';

export type SomePlan = {
	readonly plan: Plan;
	/** Components that nobody waits for, since something that they need does not run and is not to be started. */
	readonly waiting: ReadonlyArray<{readonly component: string; readonly needs: readonly string[]}>;
};

/** @param chosen their ids; who sits in the network namespace of one of them goes with it @param now milliseconds since the epoch */
export function planSome(topology: Topology, observed: Observed, chosen: readonly string[], now: number): SomePlan {
	const {components} = topology;
	const running = new Set(observed.containers.filter(({state}) => state === 'running').map(({component}) => component));
	const exists = new Set(observed.containers.map(({component}) => component));
	const goes = (component: Component): boolean => chosen.includes(component.id) || component.job || (chosen.includes(joinedBy(component) ?? '') && running.has(component.id));
	const leaveAlone = new Set(components.filter(component => !goes(component) && exists.has(component.id)).map(({id}) => id));
	const wanted = {...observed, held: observed.held.filter(id => !chosen.includes(id)), faults: (observed.faults ?? []).filter(fault => !(keepsDown(fault) && chosen.includes(fault.component)))};
	const plan = reconcile(topology, wanted, {leaveAlone, now});
	const started = new Set(plan.flatMap(({operation}) => operation.kind === 'start-container' ? [operation.component] : []));
	const missing = (id: string): string[] => neededBy(id, components).filter(need => !running.has(need) && !started.has(need));
	const waiting = plan.flatMap(({operation}) => operation.kind === 'await-ready' && missing(operation.component).length > 0 ? [{component: operation.component, needs: missing(operation.component)}] : []);
	const unawaited = new Set(plan.flatMap(({id, operation}) => operation.kind === 'await-ready' && missing(operation.component).length > 0 ? [id] : []));
	return {
		waiting,
		plan: plan.filter(({id}) => !unawaited.has(id)).map(planned => ({...planned, after: planned.after.filter(id => !unawaited.has(id))})),
	};
}

/** All that has to run before a component can be ready, and where its probe runs. A job is no matter: it has ended. */
function neededBy(id: string, components: readonly Component[], seen: Set<string> = new Set()): string[] {
	const component = components.find(candidate => candidate.id === id);
	const direct = [...component?.dependsOn ?? [], ...component?.ready?.kind === 'exec' ? [component.ready.component] : []];
	for (const need of direct.filter(need => need !== id && !seen.has(need))) {
		seen.add(need);
		neededBy(need, components, seen);
	}

	return [...seen].filter(need => need !== id && !components.some(candidate => candidate.id === need && candidate.job));
}
