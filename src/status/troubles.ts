/** Which components are not as they should be, and which of them only because another one is not. Pure. */
import type {ContainerState} from '../plan/observed.ts';
import {clearCommand} from '../faults/words.ts';
import type {ComponentFault} from './components.ts';
import type {ComponentHealth} from './judge-health.ts';

/** What is looked at, in the order of the topology: each component after those that it depends on. */
export type Examined = {
	readonly component: string;
	readonly state: ContainerState | 'missing';
	readonly held: boolean;
	/** What somebody broke of it on purpose. */
	readonly faults?: readonly ComponentFault[];
	readonly exitCode: number;
	readonly outOfMemory: boolean;
	/** It runs to its end. */
	readonly job: boolean;
	readonly health: ComponentHealth | undefined;
	/** Ids of those that it needs: depended on, joined. */
	readonly needs: readonly string[];
};

export type TroubleKind = 'missing' | 'fault' | 'stopped' | 'paused' | 'dead' | 'restarting' | 'unhealthy';

/** A component that is not as it should be. */
export type Trouble = {
	readonly component: string;
	readonly kind: TroubleKind;
	/** One line, continuing the component's name. */
	readonly message: string;
	/** The component whose trouble explains this one; undefined for a root cause. */
	readonly because: string | undefined;
};

/** All others talk to the cluster through it, whether they wait for it at their start or not. */
const frontDoor = 'kube-apiserver';

/** @returns in the order of the components: root causes come before what they cause */
export function findTroubles(components: readonly Examined[]): Trouble[] {
	const found = components.flatMap(component => {
		const trouble = troubleOf(component);
		return trouble ? [{...trouble, component: component.component}] : [];
	});
	const all = new Map(components.map(component => [component.component, component]));
	return found.map(trouble => ({...trouble, because: isOwnDoing(trouble.kind) ? undefined : explain(trouble.component, found.map(({component}) => component), all)}));
}

function troubleOf(component: Examined): Pick<Trouble, 'kind' | 'message'> | undefined {
	const {faults = []} = component;
	return faults.length > 0 && component.state !== 'missing' ? ofFaults(component.component, faults) : ofState(component);
}

/** Whatever else is to be seen of it: somebody did that, and knows how to undo it. */
function ofFaults(component: string, faults: readonly ComponentFault[]): Pick<Trouble, 'kind' | 'message'> {
	const all = faults.map(({said, ageSeconds}) => `${said} ${ageOf(ageSeconds)} ago`).join(', ');
	const [only] = faults.length === 1 ? faults : [];
	return {kind: 'fault', message: `has ${only ? 'a fault' : 'faults'} of the fault lab: ${all}; undo: ${clearCommand({component, ...only ? {kind: only.kind} : {}})}`};
}

function ageOf(seconds: number): string {
	return seconds < 60 ? `${seconds}s` : seconds < 3600 ? `${Math.floor(seconds / 60)}m` : `${Math.floor(seconds / 3600)}h`;
}

function ofState({state, held, exitCode, outOfMemory, job, health}: Examined): Pick<Trouble, 'kind' | 'message'> | undefined {
	switch (state) {
		case 'missing': {
			return {kind: 'missing', message: 'has no container'};
		}

		case 'paused': {
			return {kind: 'paused', message: 'is paused'};
		}

		case 'restarting': {
			return {kind: 'restarting', message: `ends again and again, last with exit code ${exitCode}`};
		}

		case 'created': {
			return held ? {kind: 'stopped', message: 'was stopped on purpose'} : {kind: 'dead', message: 'was never started'};
		}

		case 'exited':
		case 'dead':
		case 'removing': {
			if (job && exitCode === 0) {
				return undefined;
			}

			return held ? {kind: 'stopped', message: 'was stopped on purpose'} : {kind: 'dead', message: `ended with exit code ${exitCode}${outOfMemory ? ': it ran out of memory' : ''}`};
		}

		case 'running': {
			return health?.kind === 'unhealthy' ? {kind: 'unhealthy', message: `runs and is not well: ${health.message}`} : undefined;
		}
	}
}

/** What somebody did to a component itself needs no other explanation. */
function isOwnDoing(kind: TroubleKind): boolean {
	return kind === 'missing' || kind === 'fault' || kind === 'stopped' || kind === 'paused';
}

/** @returns of those in trouble the first that this one cannot do without */
function explain(component: string, troubled: readonly string[], all: ReadonlyMap<string, Examined>): string | undefined {
	const needed = neededBy(component, all);
	const door = neededBy(frontDoor, all).add(frontDoor);
	const suspects = door.has(component) ? needed : new Set([...needed, ...door]);
	return troubled.find(other => other !== component && suspects.has(other));
}

function neededBy(component: string, all: ReadonlyMap<string, Examined>, seen = new Set<string>()): Set<string> {
	for (const id of all.get(component)?.needs ?? []) {
		if (!seen.has(id)) {
			seen.add(id);
			neededBy(id, all, seen);
		}
	}

	return seen;
}
