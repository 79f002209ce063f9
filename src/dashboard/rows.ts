/** The rows of the lists as they are shown: filtered, sorted, with the chosen one among them. Pure. */
import type {ApiObject} from '../api/api.ts';
import type {Fault} from '../faults/fault.ts';
import {kindFacts} from './kinds.ts';
import type {ComponentRecord, DashboardState} from './state.ts';

export function componentRows({components, filters}: DashboardState): readonly ComponentRecord[] {
	return components.filter(({id}) => matches(id, filters.components));
}

/** What does not work without a component: a sentence of compose/. */
export function withoutIt({components}: Pick<DashboardState, 'components'>, component: string): string | undefined {
	return components.find(({id}) => id === component)?.about?.without;
}

/** The objects of the chosen kind and namespace. */
export function objectRows({objects, kind, namespace, filters}: DashboardState): readonly ApiObject[] {
	return (objects[kind] ?? []).filter(({metadata}) => (!kindFacts[kind].namespaced || namespace === undefined || metadata.namespace === namespace) && matches(objectKey({metadata}), filters.workloads));
}

export function objectKey({metadata: {name, namespace}}: Pick<ApiObject, 'metadata'>): string {
	return namespace === undefined ? name : `${namespace}/${name}`;
}

export function chosenComponent(state: DashboardState): ComponentRecord | undefined {
	const rows = componentRows(state);
	return rows[chosenIndex(rows.map(({id}) => id), state.chosen.components)];
}

export function chosenObject(state: DashboardState): ApiObject | undefined {
	const rows = objectRows(state);
	return rows[chosenIndex(rows.map(row => objectKey(row)), state.chosen.workloads)];
}

/** The first where the chosen one is gone; -1 of none. */
export function chosenIndex(keys: readonly string[], chosen: string | undefined): number {
	return keys.length === 0 ? -1 : Math.max(0, chosen === undefined ? 0 : keys.indexOf(chosen));
}

export function matches(text: string, filter: string): boolean {
	return filter === '' || text.toLowerCase().includes(filter.toLowerCase());
}

/** All namespaces that anything shown is in. */
export function namespacesOf({objects}: DashboardState): readonly string[] {
	const all = Object.values(objects).flatMap(list => list?.flatMap(({metadata}) => metadata.namespace ?? []) ?? []);
	return [...new Set(all)].sort();
}

/** What is broken of it on purpose; of several the newest. */
export function faultOn({faults}: Pick<DashboardState, 'faults'>, {id}: Pick<ComponentRecord, 'id'>): Fault | undefined {
	return faults.findLast(({component}) => component === id);
}

/** Whether a component is as it should be. What is broken on purpose is not, also when it runs. */
export function isWell({state, job, exitCode}: ComponentRecord, fault: Fault | undefined): boolean {
	return fault ? false : job ? state === 'running' || (state === 'exited' && exitCode === 0) : state === 'running';
}
