/** What has to go before anything new can come. Pure. */
import {joinedBy, type Verdict} from './judge.ts';
import type {Observed} from './observed.ts';
import type {PlanBuilder} from './operations.ts';
import type {Component, Topology} from './topology.ts';

/**
 * Kill and remove what stands in the way: containers to be replaced, components in a dead namespace, and the pods of
 * a node whose namespace is gone, once their kubelet cannot make them anew in the wrong place.
 */
export function removeOutdated(desired: Topology, observed: Observed, verdicts: ReadonlyMap<string, Verdict>, builder: PlanBuilder): Map<string, number> {
	const gone = new Map<string, number>();
	const outdatedNodes = new Set<string>();
	for (const container of observed.containers.filter(({component}) => !desired.components.some(({id}) => id === component))) {
		builder.add({kind: 'remove-container', component: container.component, name: container.name}, 'it no longer belongs to the cluster');
	}

	// Who joins goes before whom it joins: the engine would let a kubelet run on in a namespace that nobody sees.
	for (const component of [...desired.components].reverse()) {
		const verdict = verdicts.get(component.id)!;
		const target = {component: component.id, name: component.container.name};
		const joiners = desired.components.filter(other => joinedBy(other) === component.id).map(other => gone.get(other.id));
		if (verdict.kind === 'replace') {
			gone.set(component.id, builder.add({kind: 'remove-container', ...target}, verdict.reason, joiners));
		} else if (verdict.kind === 'restart') {
			gone.set(component.id, builder.add({kind: 'kill-container', ...target}, verdict.reason, joiners));
		}

		if (component.node !== undefined && isHolder(desired, component) && verdict.kind !== 'keep') {
			outdatedNodes.add(component.node);
		}

		if (component.node !== undefined && verdict.kind === 'restart') {
			outdatedNodes.add(component.node);
		}
	}

	for (const {name: node} of desired.nodes) {
		const heldSince = namespaceSince(desired, observed, node);
		const stale = observed.pods.filter(pod => pod.node === node && (pod.state === 'running' || pod.state === 'paused')
			&& (outdatedNodes.has(node) || pod.createdAt < heldSince));
		if (stale.length > 0) {
			const joiners = desired.components.filter(component => component.node === node).map(component => gone.get(component.id));
			gone.set(`pods@${node}`, builder.add(
				{kind: 'remove-pods', node, containers: stale.map(pod => pod.id)}, 'their way out went with the node\'s network namespace', joiners));
		}
	}

	return gone;
}

/** When the node's namespace came to be, cut to the second as the ages of pods are; 0 when there is none. */
function namespaceSince(desired: Topology, observed: Observed, node: string): number {
	const holder = desired.components.find(component => component.node === node && isHolder(desired, component));
	const container = observed.containers.find(candidate => candidate.component === holder?.id);
	return Math.floor((container?.startedAt ?? 0) / 1000) * 1000;
}

function isHolder(desired: Topology, component: Component): boolean {
	return desired.components.some(other => joinedBy(other) === component.id);
}
