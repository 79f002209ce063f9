/** A component gets other flags where it runs and can be asked whether it is ready. Pure. */
import {SingleKubeError} from '../../errors.ts';
import type {ExtraConfigChange} from '../../plan/extra-config.ts';
import type {Observed} from '../../plan/observed.ts';
import type {Topology} from '../../plan/topology.ts';

/** @throws SingleKubeError CLUSTER_NOT_RUNNING of a cluster that is stopped or paused as a whole */
export function refuseStill(name: string, {containers, paused}: Observed, component: string, changes: readonly ExtraConfigChange[]): void {
	if (containers.some(({state}) => state === 'running')) {
		return;
	}

	const options = changes.map(change => ` --extra-config ${component}.${change.name}${change.value === undefined ? '-' : `=${change.value}`}`).join('');
	throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} is ${paused ? 'paused' : 'stopped'} as a whole`, {
		hint: paused ? `single-kube unpause --name ${name}, and set it then` : `Start it with them: single-kube start --name ${name}${options}`,
	});
}

/** @throws SingleKubeError COMPONENT_UNKNOWN of one that this cluster does not have, COMPONENT_NOT_RUNNING naming those that have to run for it and do not */
export function refuseDown({cluster, components}: Topology, observed: Observed, component: string): void {
	const own = components.filter(({name}) => name === component);
	if (own.length === 0) {
		throw new SingleKubeError('COMPONENT_UNKNOWN', `the cluster ${cluster} has no ${component}`, {hint: `Its components: single-kube status --name ${cluster}`});
	}

	const needed = new Set([...own.map(({id}) => id), ...asked]);
	// A set grows while it is walked through.
	for (const id of needed) {
		for (const other of components.find(candidate => candidate.id === id)?.dependsOn ?? []) {
			needed.add(other);
		}
	}

	const down = components.filter(({id, job}) => needed.has(id) && !job).map(({id}) => ({id, state: observed.containers.find(container => container.component === id)?.state ?? 'missing'})).filter(({state}) => state !== 'running');
	if (down.length > 0) {
		throw new SingleKubeError('COMPONENT_NOT_RUNNING', `${component} cannot be replaced now: whether it is ready could not be seen`, {
			seen: down.map(({id, state}) => `${id} is ${state}${observed.held.includes(id) ? ', stopped on purpose' : ''}`),
			hint: `single-kube ${down.every(({state}) => state === 'paused') ? 'unpause' : 'start'} ${down.map(({id}) => id).join(' ')} --name ${cluster}`,
		});
	}
}

/** Through whom every component is asked. */
const asked = ['kube-apiserver', 'etcd', 'kubectl'];
