import type {ApiObject} from './api.ts';

type Condition = {readonly type?: string; readonly status?: string; readonly reason?: string; readonly message?: string};

/** What a person wants to know of objects that are not as they should be, a line each: name, phase and open conditions. */
export function describeObjects(objects: readonly ApiObject[]): string[] {
	return objects.length === 0 ? ['no such object'] : objects.map(object => describeObject(object));
}

function describeObject({kind, metadata, status}: ApiObject): string {
	const {phase, conditions} = (status ?? {}) as {readonly phase?: string; readonly conditions?: readonly Condition[]};
	const open = (conditions ?? []).filter(condition => condition.status !== 'True').map(condition => describeCondition(condition));
	const name = [kind, metadata.namespace, metadata.name].filter(part => part !== undefined).join(' ');
	const state = [phase, ...open].filter(part => part !== undefined);
	return `${name}: ${state.length === 0 ? 'nothing said of its state' : state.join('; ')}`;
}

function describeCondition({type, status, reason, message}: Condition): string {
	const why = [reason, message].filter(part => part !== undefined && part !== '').join(': ');
	return `${type}=${status}${why === '' ? '' : ` (${why})`}`;
}
