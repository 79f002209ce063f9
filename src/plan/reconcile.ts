/**
 * The heart of every change: what should be and what is, in; the operations that lead from one to the other, out.
 * Pure. Printed, its result is `--dry-run` and the golden files of its tests.
 */
import {keepsDown} from '../faults/fault.ts';
import {stateInWords} from '../faults/words.ts';
import {heldVolume} from './held.ts';
import {joinedBy, judge, type Verdict} from './judge.ts';
import type {Observed} from './observed.ts';
import {type Plan, PlanBuilder} from './operations.ts';
import {removeOutdated} from './remove-outdated.ts';
import {appliedHash, settingsVolume} from './settings.ts';
import type {Component, Topology} from './topology.ts';

export type ReconcileOptions = {
	/** Components to leave as they are for now; nobody waits for them. */
	readonly leaveAlone?: ReadonlySet<string>;
	/** `start` resumes what was stopped or paused on purpose; the supervisor takes it for somebody's wish. */
	readonly resume?: boolean;
	/** False where somebody else, such as Compose, makes and removes containers: only what is there is started. True by default. */
	readonly makes?: boolean;
	/** The time, in milliseconds since the epoch: what was started within the last minute is waited for. */
	readonly now?: number;
};

/** @returns operations in an order in which each comes after those it waits for; empty when all is as it should be */
export function reconcile(desired: Topology, observed: Observed, options: ReconcileOptions = {}): Plan {
	const builder = new PlanBuilder();
	const {faults = []} = observed;
	const held = new Set([...options.leaveAlone ?? [], ...(options.resume ? [] : [...observed.held, ...faults.filter(fault => keepsDown(fault)).map(({component}) => component)])]);
	const verdicts = judge(desired, observed, held, options.resume ?? false, options.makes);
	const ended = new Map<string, number>();
	for (const fault of options.resume ? faults : []) {
		// One after another: the engine mixes up two changes of one container's limits.
		ended.set(fault.component, builder.add({kind: 'end-fault', component: fault.component, fault}, `${stateInWords(fault)} by the fault lab: a start brings a cluster without faults`, [ended.get(fault.component)]));
	}

	builder.finishFirst();
	for (const component of options.resume ? observed.held : []) {
		builder.add({kind: 'remove-volume', name: heldVolume(desired.cluster, component).name}, `${component} is resumed`);
	}

	// Only under a command's lock: to the supervisor it may be one that is just in use.
	for (const name of options.resume ? observed.leftovers : []) {
		builder.add({kind: 'remove-container', component: name, name}, 'an interrupted command left it');
	}

	const network = observed.network ? undefined : builder.add({kind: 'create-network', network: desired.network}, 'none exists');
	const volumes = new Map(desired.volumes
		.filter(volume => !observed.volumes.some(({name}) => name === volume.name))
		.map(volume => [volume.name, builder.add({kind: 'create-volume', volume}, 'none exists')]));
	const gone = removeOutdated(desired, observed, verdicts, builder);
	const delivered = deliverFiles(desired, observed, verdicts, builder, [...volumes.values()]);
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

		for (const dependency of component.dependsOn.filter(candidate => verdict.kind !== 'unpause' && !component.servingIsEnough.includes(candidate) && !finished.has(candidate))) {
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

	remember(desired, observed, [delivered, finished.get(apiserver), finished.get(kubectl)], held, builder);
	return builder.plan;
}

/** The API that objects are applied to, and the container that applies them. */
const apiserver = 'kube-apiserver';
const kubectl = 'kubectl';

/**
 * Objects of the API are not looked at one by one: a hash says whether these were applied. It is written last, so that
 * a start that was interrupted is made up for by the next one, or by the supervisor.
 */
function remember(desired: Topology, observed: Observed, after: ReadonlyArray<number | undefined>, held: ReadonlySet<string>, builder: PlanBuilder): void {
	const volume = settingsVolume(desired);
	if (isRemembered(desired, observed) || held.has(apiserver) || held.has(kubectl)) {
		return;
	}

	const {wanted, unwanted} = desired.objects;
	const applied = builder.add({kind: 'apply-objects', wanted: wanted.length, unwanted: unwanted.length}, 'they are not those that were applied last', after);
	const forgotten = observed.volumes.some(({name}) => name === volume.name)
		? builder.add({kind: 'remove-volume', name: volume.name}, 'what it remembers has changed', [applied])
		: applied;
	builder.add({kind: 'create-volume', volume}, 'remembers settings and objects', [forgotten]);
}

/** A new store knows nothing of what an earlier one was given. */
function isRemembered(desired: Topology, observed: Observed): boolean {
	return observed.applied === appliedHash(desired) && observed.volumes.some(({name}) => name === `sk-${desired.cluster}-etcd`);
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

function podsGone(component: Component, gone: ReadonlyMap<string, number>): number | undefined {
	return component.node === undefined ? undefined : gone.get(`pods@${component.node}`);
}

function deliverFiles(desired: Topology, observed: Observed, verdicts: ReadonlyMap<string, Verdict>, builder: PlanBuilder, after: readonly number[]): number | undefined {
	const fresh = desired.components
		.filter(component => component.configVolume !== undefined && ['create', 'replace'].includes(verdicts.get(component.id)!.kind))
		.map(component => component.id);
	if (fresh.length > 0) {
		return builder.add({kind: 'deliver-files', components: fresh}, 'certificates, kubeconfigs and configuration of what is created', after);
	}

	// The agent has to know what is new, or no longer belongs to the cluster, before it looks again.
	const known = desired.components.every(({id}) => verdicts.get(id)!.kind !== 'create');
	return known && isRemembered(desired, observed) ? undefined : builder.add({kind: 'deliver-files', components: []}, 'the agent learns what the cluster should be', after);
}
