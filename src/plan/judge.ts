/** What becomes of each component: the decisions of reconcile, before any operation is written down. Pure. */
import type {Observed, ObservedContainer} from './observed.ts';
import type {Component, Topology} from './topology.ts';

/** What becomes of one component. */
export type Verdict =
	| {readonly kind: 'keep'}
	| {readonly kind: 'create'; readonly reason: string}
	| {readonly kind: 'replace'; readonly reason: string}
	| {readonly kind: 'start'; readonly reason: string}
	| {readonly kind: 'restart'; readonly reason: string}
	| {readonly kind: 'unpause'; readonly reason: string};

/**
 * Decide about each component; a component that joins another shares its fate, and a job runs when a dependent does.
 *
 * @param makes whether containers may be made and replaced; else somebody else does that, and what is not there is left alone
 */
export function judge(desired: Topology, observed: Observed, held: ReadonlySet<string>, resume: boolean, makes = true): Map<string, Verdict> {
	const verdicts = new Map<string, Verdict>();
	const byComponent = new Map(observed.containers.map(container => [container.component, container]));
	for (const component of desired.components) {
		const holderId = joinedBy(component);
		verdicts.set(component.id, judgeOne(component, byComponent.get(component.id), {
			holder: holderId === undefined ? undefined : byComponent.get(holderId),
			holderVerdict: holderId === undefined ? undefined : verdicts.get(holderId),
			resume,
			held: held.has(component.id),
			makes,
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
	readonly makes: boolean;
};

function judgeOne(component: Component, container: ObservedContainer | undefined, {holder, holderVerdict, resume, held, makes}: Circumstances): Verdict {
	if ((held && container) || (!makes && isOthersToMake(component, container))) {
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

/** Not there yet, not started for the first time yet, made of another file, or on its way out: whoever makes it is not done. */
function isOthersToMake({hash}: Component, container: ObservedContainer | undefined): boolean {
	return container === undefined || container.config !== hash || ['created', 'dead', 'removing'].includes(container.state);
}

/** The id of the component whose network namespace this one joins. */
export function joinedBy(component: Component): string | undefined {
	return component.container.network.kind === 'joins' ? component.container.network.component : undefined;
}
