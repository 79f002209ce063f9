/**
 * The heart of every change: what should be and what is, in; the operations that lead from one to the other, out.
 * Pure. Printed, its result is `--dry-run` and the golden files of its tests.
 */
import {heldVolume} from './held.ts';
import type {Observed, ObservedContainer} from './observed.ts';
import {type Plan, PlanBuilder} from './operations.ts';
import type {Component, Topology} from './topology.ts';

export type ReconcileOptions = {
	/** Components to leave as they are for now; nobody waits for them. */
	readonly leaveAlone?: ReadonlySet<string>;
	/** `start` resumes what was stopped or paused on purpose; the supervisor takes it for somebody's wish. */
	readonly resume?: boolean;
	/** The time, in milliseconds since the epoch: what was started within the last minute is waited for. */
	readonly now?: number;
};

/** What becomes of one component. */
type Verdict =
	| {readonly kind: 'keep'}
	| {readonly kind: 'create'; readonly reason: string}
	| {readonly kind: 'replace'; readonly reason: string}
	| {readonly kind: 'start'; readonly reason: string}
	| {readonly kind: 'restart'; readonly reason: string}
	| {readonly kind: 'unpause'; readonly reason: string};

/** @returns operations in an order in which each comes after those it waits for; empty when all is as it should be */
export function reconcile(desired: Topology, observed: Observed, options: ReconcileOptions = {}): Plan {
	const builder = new PlanBuilder();
	const held = new Set([...options.leaveAlone ?? [], ...(options.resume ? [] : observed.held)]);
	const verdicts = judge(desired, observed, held, options.resume ?? false);
	for (const component of options.resume ? observed.held : []) {
		builder.add({kind: 'remove-volume', name: heldVolume(desired.cluster, component).name}, `${component} is resumed`);
	}

	const network = observed.network ? undefined : builder.add({kind: 'create-network', network: desired.network}, 'none exists');
	const volumes = new Map(desired.volumes
		.filter(volume => !observed.volumes.some(({name}) => name === volume.name))
		.map(volume => [volume.name, builder.add({kind: 'create-volume', volume}, 'none exists')]));
	const gone = removeOutdated(desired, observed, verdicts, builder);
	const delivered = deliverFiles(desired, verdicts, builder, [...volumes.values()]);
	const created = new Map<string, number>();
	const finished = new Map<string, number>();
	const serving = new Map<string, number>();

	for (const component of desired.components) {
		const verdict = verdicts.get(component.id)!;
		const {id, container} = component;
		if (verdict.kind === 'create' || verdict.kind === 'replace') {
			created.set(id, builder.add({kind: 'create-container', component: id, name: container.name}, verdict.reason, [
				network, gone.get(id), joinedBy(component) === undefined ? undefined : created.get(joinedBy(component)!),
				...container.mounts.map(mount => mount.kind === 'volume' ? volumes.get(mount.volume) : undefined),
			]));
		}

		if (verdict.kind === 'keep' || held.has(id)) {
			continue;
		}

		for (const dependency of component.dependsOn.filter(candidate => !component.servingIsEnough.includes(candidate) && !finished.has(candidate))) {
			const awaited = awaitRunning(dependency, {desired, observed, verdicts, held, finished, now: options.now ?? Number.POSITIVE_INFINITY}, builder);
			if (awaited !== undefined) {
				finished.set(dependency, awaited);
			}
		}

		const before = [
			created.get(id), gone.get(id), component.configVolume === undefined ? undefined : delivered, podsGone(component, gone),
			...component.dependsOn.map(dependency =>
				(component.servingIsEnough.includes(dependency) ? serving.get(dependency) : undefined) ?? finished.get(dependency)),
			finished.get(joinedBy(component) ?? ''),
		];
		if (verdict.kind === 'unpause') {
			finished.set(id, builder.add({kind: 'unpause-container', component: id, name: container.name}, verdict.reason, before));
			continue;
		}

		const started = builder.add({kind: 'start-container', component: id, name: container.name}, startReason(verdict), before);
		if (component.serving && desired.components.some(other => other.servingIsEnough.includes(id) && verdicts.get(other.id)!.kind !== 'keep')) {
			serving.set(id, builder.add({kind: 'await-serving', component: id, name: container.name}, `serves by its ${component.serving.kind}`, [started]));
		}

		finished.set(id, awaitDone(component, serving.get(id) ?? started, finished, builder));
	}

	return builder.plan;
}

function startReason(verdict: Exclude<Verdict, {kind: 'keep' | 'unpause'}>): string {
	return verdict.kind === 'create' || verdict.kind === 'replace' ? 'was just created' : verdict.reason;
}

type Progress = {
	readonly desired: Topology; readonly observed: Observed; readonly verdicts: ReadonlyMap<string, Verdict>;
	readonly held: ReadonlySet<string>; readonly finished: ReadonlyMap<string, number>;
	readonly now: number;
};

/** A component that has run for this long, in milliseconds, has had its time to become ready. */
const young = 60_000;

/**
 * A component that runs may have been started only a moment ago, by a start that was interrupted: who depends on it
 * waits for it. A log says nothing of that once it is rotated; a command does, if its container runs.
 */
function awaitRunning(id: string, {desired, observed, verdicts, held, finished, now}: Progress, builder: PlanBuilder): number | undefined {
	const component = desired.components.find(candidate => candidate.id === id)!;
	const running = observed.containers.some(container => container.component === id && container.state === 'running' && container.startedAt > now - young);
	if (component.ready?.kind !== 'exec' || !running || verdicts.get(id)!.kind !== 'keep' || held.has(component.ready.component)) {
		return undefined;
	}

	return builder.add({kind: 'await-ready', component: id, name: component.container.name}, 'may have been started only a moment ago', [finished.get(component.ready.component)]);
}

function awaitDone(component: Component, started: number, finished: ReadonlyMap<string, number>, builder: PlanBuilder): number {
	const target = {component: component.id, name: component.container.name};
	if (component.job) {
		return builder.add({kind: 'await-exit', ...target}, 'what depends on it needs its work', [started]);
	}

	const probedIn = component.ready?.kind === 'exec' ? finished.get(component.ready.component) : undefined;
	return component.ready
		? builder.add({kind: 'await-ready', ...target}, `ready by its ${component.ready.kind}`, [started, probedIn])
		: started;
}

/** The id of the component whose network namespace this one joins. */
function joinedBy(component: Component): string | undefined {
	return component.container.network.kind === 'joins' ? component.container.network.component : undefined;
}

function podsGone(component: Component, gone: ReadonlyMap<string, number>): number | undefined {
	return component.node === undefined ? undefined : gone.get(`pods@${component.node}`);
}

/** Decide about each component; a component that joins another shares its fate, and a job runs when a dependent does. */
function judge(desired: Topology, observed: Observed, held: ReadonlySet<string>, resume: boolean): Map<string, Verdict> {
	const verdicts = new Map<string, Verdict>();
	const byComponent = new Map(observed.containers.map(container => [container.component, container]));
	for (const component of desired.components) {
		const holderId = joinedBy(component);
		verdicts.set(component.id, judgeOne(component, byComponent.get(component.id), {
			holder: holderId === undefined ? undefined : byComponent.get(holderId),
			holderVerdict: holderId === undefined ? undefined : verdicts.get(holderId),
			resume,
			held: held.has(component.id),
		}));
	}

	for (const job of desired.components.filter(component => component.job)) {
		const needed = desired.components.some(other => other.dependsOn.includes(job.id) && verdicts.get(other.id)!.kind !== 'keep');
		const verdict = verdicts.get(job.id)!;
		if (!needed && (verdict.kind === 'start' || verdict.kind === 'restart')) {
			verdicts.set(job.id, {kind: 'keep'});
		} else if (needed && verdict.kind === 'keep') {
			verdicts.set(job.id, {kind: 'start', reason: 'what depends on it is about to start'});
		}
	}

	return verdicts;
}

type Circumstances = {
	readonly holder: ObservedContainer | undefined;
	readonly holderVerdict: Verdict | undefined;
	readonly resume: boolean;
	readonly held: boolean;
};

function judgeOne(component: Component, container: ObservedContainer | undefined, {holder, holderVerdict, resume, held}: Circumstances): Verdict {
	if (held && container) {
		return {kind: 'keep'};
	}

	if (!container) {
		return {kind: 'create', reason: 'none exists'};
	}

	if (container.config !== component.hash) {
		return {kind: 'replace', reason: 'its configuration changed'};
	}

	if (holderVerdict?.kind === 'create' || holderVerdict?.kind === 'replace') {
		return {kind: 'replace', reason: 'the container whose network it joins is replaced'};
	}

	if (container.state === 'paused') {
		return resume ? {kind: 'unpause', reason: 'is paused'} : {kind: 'keep'};
	}

	if (container.state === 'dead' || container.state === 'removing') {
		return {kind: 'replace', reason: `is ${container.state}`};
	}

	if (component.job) {
		return container.state === 'exited' && container.exitCode === 0 ? {kind: 'keep'} : {kind: 'start', reason: `is ${container.state}`};
	}

	if (container.state !== 'running') {
		const exit = container.state === 'exited' ? ` with code ${container.exitCode}` : '';
		return {kind: 'start', reason: `is ${container.state}${exit}`};
	}

	const stale = holderVerdict !== undefined && (holderVerdict.kind !== 'keep' || (holder !== undefined && container.startedAt < holder.startedAt));
	return stale ? {kind: 'restart', reason: 'its network namespace is gone: the holder was started after it'} : {kind: 'keep'};
}

/**
 * Kill and remove what stands in the way: containers to be replaced, components in a dead namespace, and the pods of
 * a node whose namespace is gone, once their kubelet cannot make them anew in the wrong place.
 */
function removeOutdated(desired: Topology, observed: Observed, verdicts: ReadonlyMap<string, Verdict>, builder: PlanBuilder): Map<string, number> {
	const gone = new Map<string, number>();
	const outdatedNodes = new Set<string>();
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

function deliverFiles(desired: Topology, verdicts: ReadonlyMap<string, Verdict>, builder: PlanBuilder, after: readonly number[]): number | undefined {
	const fresh = desired.components
		.filter(component => component.configVolume !== undefined && ['create', 'replace'].includes(verdicts.get(component.id)!.kind))
		.map(component => component.id);
	return fresh.length === 0
		? undefined
		: builder.add({kind: 'deliver-files', components: fresh}, 'certificates, kubeconfigs and configuration of what is created', after);
}
