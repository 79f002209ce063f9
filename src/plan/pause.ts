/** The ways into a pause and out of it: every container of a cluster frozen where it is, and thawed. Pure, like teardown. */
import type {Observed, ObservedContainer, ObservedPod} from './observed.ts';
import {type Plan, PlanBuilder} from './operations.ts';
import {pausedVolume} from './paused.ts';
import type {Topology} from './topology.ts';

/**
 * Who looks after others goes first, who serves others last: nobody sees another one stand still and acts on it. The
 * rest goes between them, all at once.
 */
const first = ['agent-guard', 'agent', 'kubelet'];
const last = ['kube-apiserver', 'etcd', 'node'];

/** Those that take a node for dead which has not been heard of for the length of the pause. */
const judging = ['kube-controller-manager', 'cloud-controller-manager'];

/** @returns an empty plan when nothing runs @param cluster its name, for the mark */
export function planPause(cluster: string, observed: Observed): Plan {
	const builder = new PlanBuilder();
	const running = observed.containers.filter(({state}) => state === 'running');
	const pods = observed.pods.filter(({state}) => state === 'running');
	if (running.length + pods.length === 0) {
		return [];
	}

	const frozen = [...observed.containers, ...observed.pods].filter(({state}) => state === 'paused').map(({name}) => name);
	let done = mark(cluster, observed, frozen, builder);
	const pause = (containers: readonly ObservedContainer[], reason: string): void => {
		const added = containers.map(({component, name}) => builder.add({kind: 'pause-container', component, name}, reason, done));
		done = added.length > 0 ? added : done;
	};

	for (const name of first) {
		pause(running.filter(container => baseName(container) === name), 'it would see others stand still');
	}

	const stopped = nodesOf(pods).map(node => builder.add({kind: 'pause-pods', node, containers: idsOf(pods, node)}, 'the cluster is paused', done));
	done = stopped.length > 0 ? stopped : done;
	pause(running.filter(container => ![...first, ...last].includes(baseName(container))), 'the cluster is paused');
	for (const name of last) {
		pause(running.filter(container => baseName(container) === name), 'nobody asks it any more');
	}

	return builder.plan;
}

/** @param frozen the names of all that is paused @returns the operations that everything waits for */
function mark(cluster: string, {paused}: Observed, frozen: readonly string[], builder: PlanBuilder): number[] {
	// An interrupted pause has left its mark: what is paused beside what that names was paused by it.
	if (paused && frozen.some(name => !paused.includes(name))) {
		return [];
	}

	const volume = pausedVolume(cluster, frozen);
	const stale = paused && builder.add({kind: 'remove-volume', name: volume.name}, 'it is of a pause that the engine\'s restart ended');
	return [builder.add({kind: 'create-volume', volume}, frozen.length === 0 ? 'says that the whole cluster is paused' : `says what was paused before: ${frozen.join(', ')}`, [stale])];
}

/** @returns what a pause of the whole cluster froze, thawed; an empty plan when there was none */
export function planUnpause(observed: Observed, topology: Topology): Plan {
	const builder = new PlanBuilder();
	const {paused: before} = observed;
	if (!before) {
		return [];
	}

	const frozen = observed.containers.filter(({state, name}) => state === 'paused' && !before.includes(name));
	const runs = (component: string): boolean => frozen.some(container => container.component === component) || observed.containers.some(container => container.component === component && container.state === 'running');
	const thaw = (containers: readonly ObservedContainer[], reason: string, after: readonly number[]): number[] =>
		containers.map(({component, name}) => builder.add({kind: 'unpause-container', component, name}, reason, after));
	const of = (names: readonly string[]): ObservedContainer[] => frozen.filter(container => names.includes(baseName(container)));

	const served = thaw(of([...last].reverse()), 'others need it', []);
	const rest = frozen.filter(container => ![...first, ...last, ...judging].includes(baseName(container)));
	const others = thaw(rest, 'the pause is over', served);
	const agents = thaw(of(['agent']), 'the kubelet works through it', served);
	const pods = observed.pods.filter(({state, name}) => state === 'paused' && !before.includes(name));
	const running = nodesOf(pods).map(node => builder.add({kind: 'unpause-pods', node, containers: idsOf(pods, node)}, 'the pause is over', served));
	const kubelets = thaw(of(['kubelet']), 'its pods run, and its probes find them so', [...agents, ...running, ...others]);
	const canAsk = ['etcd', 'kube-apiserver', 'kubectl'].every(id => runs(id));
	const answers = canAsk && topology.components.some(({id}) => id === 'kube-apiserver')
		? [builder.add({kind: 'await-ready', component: 'kube-apiserver', name: `sk-${topology.cluster}-kube-apiserver`}, 'it was paused', [...served, ...others])] : [];
	const alive = canAsk ? of(['kubelet']).flatMap(({component, name}) => {
		const node = topology.components.find(({id}) => id === component)?.node;
		return node === undefined ? [] : [builder.add({kind: 'await-heartbeat', component, name, node}, 'or its node would be taken for dead', [...kubelets, ...answers])];
	}) : [];
	const ready = canAsk ? of(['kubelet']).filter(({component}) => topology.components.some(({id}) => id === component))
		.map(({component, name}) => builder.add({kind: 'await-ready', component, name}, 'it was paused', alive)) : [];
	const judges = thaw(of(judging), 'the nodes have been heard of', [...others, ...kubelets, ...ready]);
	const guards = thaw(of(['agent-guard']), 'the pause is over', [...agents, ...kubelets]);
	builder.add({kind: 'remove-volume', name: pausedVolume(topology.cluster, []).name}, 'the pause is over', [...served, ...others, ...agents, ...running, ...kubelets, ...judges, ...guards]);
	return builder.plan;
}

function nodesOf(pods: readonly ObservedPod[]): string[] {
	return [...new Set(pods.map(({node}) => node))];
}

function idsOf(pods: readonly ObservedPod[], node: string): string[] {
	return pods.filter(pod => pod.node === node).map(({id}) => id);
}

/** `kubelet` of `kubelet@node-1`. */
function baseName({component}: ObservedContainer): string {
	return component.split('@')[0]!;
}
