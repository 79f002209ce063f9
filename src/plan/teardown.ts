/** The ways down: stop keeps what a cluster knows, delete keeps nothing. Pure, like reconcile. */
import {stateInWords} from '../faults/words.ts';
import type {Observed, ObservedContainer} from './observed.ts';
import {type Plan, PlanBuilder} from './operations.ts';
import {pausedVolume} from './paused.ts';

/** Seconds between SIGTERM and SIGKILL. What is stateless needs no long goodbye; etcd closes its files. */
export const grace = {etcd: 5, other: 1, pods: 1};

/** Components that would bring others back, or make pods anew, while they go: first the guard, then agent and kubelets. */
const guard = 'agent-guard';
const stirring = (container: ObservedContainer): boolean => ['agent', 'kubelet'].includes(baseName(container));

/** Take pods and components down; volumes, network and the stopped containers stay. Empty when nothing runs. @param cluster its name */
export function planStop(cluster: string, observed: Observed): Plan {
	const builder = new PlanBuilder();
	if (observed.paused) {
		builder.add({kind: 'remove-volume', name: pausedVolume(cluster, []).name}, 'a stopped cluster is not paused');
	}

	const running = observed.containers.filter(isUp);
	const stop = (container: ObservedContainer, reason: string, after: ReadonlyArray<number | undefined>): number => {
		const thawed = container.state === 'paused'
			? builder.add({kind: 'unpause-container', component: container.component, name: container.name}, 'a paused container cannot end', after)
			: undefined;
		return builder.add({
			kind: 'stop-container', component: container.component, name: container.name,
			graceSeconds: baseName(container) === 'etcd' ? grace.etcd : grace.other,
		}, reason, [...after, thawed]);
	};

	const guards = running.filter(container => baseName(container) === guard).map(container => stop(container, 'it would bring the agent back', []));
	const stirrers = running.filter(stirring).map(container => stop(container, 'it would bring others back', guards));
	const pods = removePods(observed, builder, stirrers);
	const early = running.filter(container => !stirring(container) && ![guard, 'etcd', 'node'].includes(baseName(container)))
		.map(container => stop(container, 'the cluster is stopped', []));
	for (const container of running) {
		if (baseName(container) === 'etcd') {
			stop(container, 'nobody writes any more', early);
		} else if (baseName(container) === 'node') {
			stop(container, 'nobody is left in its namespace', [...stirrers, ...pods, ...early]);
		}
	}

	const before = new Map<string, number>();
	for (const fault of observed.faults ?? []) {
		// What it takes of a container's is gone with its end; its limits are the engine's, and stay until they are taken back.
		const ended = builder.plan.filter(({operation}) => operation.kind === 'stop-container' && operation.component === fault.component).map(({id}) => id);
		before.set(fault.component, builder.add({kind: 'end-fault', component: fault.component, fault}, `${stateInWords(fault)} by the fault lab: a stopped cluster has no faults`, [...ended.length > 0 ? ended : guards, before.get(fault.component)]));
	}

	return builder.plan;
}

/** @param image what to clean the engine's host with; undefined when no image is left that could */
export function planDelete(observed: Observed, image: string | undefined): Plan {
	const builder = new PlanBuilder();
	const remove = (container: ObservedContainer, after: readonly number[]): number => builder.add(
		{kind: 'remove-container', component: container.component, name: container.name}, 'the cluster is deleted', after);
	const guards = observed.containers.filter(container => baseName(container) === guard).map(container => remove(container, []));
	const stirrers = observed.containers.filter(stirring).map(container => remove(container, guards));
	const pods = removePods(observed, builder, stirrers, false);
	const holders = observed.containers.filter(container => baseName(container) === 'node');
	const others = observed.containers
		.filter(container => !stirring(container) && !holders.includes(container) && baseName(container) !== guard)
		.map(container => remove(container, []));
	const leftovers = observed.leftovers.map(name => builder.add({kind: 'remove-container', component: name, name}, 'an interrupted command left it', stirrers));
	const joined = [...stirrers, ...pods, ...others, ...leftovers];
	const containers = [...guards, ...joined, ...holders.map(container => remove(container, joined))];
	if (image !== undefined) {
		builder.add({kind: 'clean-host', image}, 'mounts, cgroups and directories of its nodes', [...stirrers, ...pods, ...others]);
	}

	for (const {name} of observed.volumes) {
		builder.add({kind: 'remove-volume', name}, 'the cluster is deleted', containers);
	}

	if (observed.network) {
		builder.add({kind: 'remove-network', id: observed.network.id, name: observed.network.id.slice(0, 12)}, 'the cluster is deleted', containers);
	}

	return builder.plan;
}

function removePods(observed: Observed, builder: PlanBuilder, after: readonly number[], gentle = true): number[] {
	return [...new Set(observed.pods.map(pod => pod.node))].flatMap(node => {
		const pods = observed.pods.filter(pod => pod.node === node);
		const up = pods.filter(pod => pod.state === 'running' || pod.state === 'paused').map(pod => pod.id);
		const stopped = gentle && up.length > 0
			? builder.add({kind: 'stop-pods', node, containers: up, graceSeconds: grace.pods}, 'its kubelet is gone', after)
			: undefined;
		return [builder.add({kind: 'remove-pods', node, containers: pods.map(pod => pod.id)}, 'the next start makes them anew', [...after, stopped])];
	});
}

/** `kubelet` of `kubelet@node-1`. */
function baseName(container: ObservedContainer): string {
	return container.component.split('@')[0]!;
}

function isUp({state}: ObservedContainer): boolean {
	return state === 'running' || state === 'paused' || state === 'restarting';
}
