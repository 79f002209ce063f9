/** From what was seen of a pod to its way: stages in their order, with times. Pure. */
import {gather, type Facts, type Time} from './facts.ts';
import type {ComponentView, Observation} from './observation.ts';
import type {Stage} from './stage.ts';
import {scheduled, taken} from './stages/placed.ts';
import {network, sandbox} from './stages/prepared.ts';
import {removal} from './stages/removed.ts';
import {image, initialized, ready, started} from './stages/running.ts';
import {admitted, stored} from './stages/written.ts';
import {waitsFor, type Waiting} from './waiting.ts';

export type Step = Stage & {
	/** Since the pod's beginning, in milliseconds; never before that of the step before where both are vague. */
	readonly since: number | undefined;
	/** From the end of the step before, in milliseconds; undefined where that cannot be told. */
	readonly took: number | undefined;
	/** Both of them are exact to the millisecond; else to the second. */
	readonly exact: boolean;
	readonly state: 'done' | 'now' | 'failed' | 'open';
};

export type Way = {
	readonly namespace: string;
	readonly pod: string;
	readonly uid: string;
	/** The node that was chosen. */
	readonly node: string | undefined;
	readonly address: string | undefined;
	/** Whom it was made for, the nearest first. */
	readonly owners: readonly string[];
	/** When the first step was done, in milliseconds since the epoch. */
	readonly began: number | undefined;
	/** `running`: on its way; `gone`: deleted. */
	readonly state: 'running' | 'ready' | 'failed' | 'gone';
	readonly steps: readonly Step[];
	/** Of a way that is under way. */
	readonly waiting: Waiting | undefined;
};

export type WayInput = {
	readonly uid: string;
	readonly observations: readonly Observation[];
	readonly components: readonly ComponentView[];
	/** What this machine's clock has more than the cluster's, in milliseconds. */
	readonly offset?: number;
};

export function wayOf({uid, observations, components, offset}: WayInput): Way {
	const facts = gather(observations, uid, offset);
	const back = removal(facts);
	const before = beforeDeletion(facts);
	const there = [admitted, stored, scheduled, taken, sandbox, network, initialized, image, started, ready].map(stage => stage(before)).filter(stage => stage !== undefined);
	// What a pod that goes did not reach, it never will.
	const stages = [...back.length === 0 ? there : there.filter(({done}) => done), ...back];
	const steps = timed(notAfter(withOrder(stages)));
	const current = steps.find(({state}) => state === 'now' || state === 'failed');
	const state = steps.some(({id, state: step}) => id === 'deleted' && step === 'done') && current === undefined ? 'gone' : current?.state === 'failed' ? 'failed' : current === undefined ? 'ready' : 'running';
	return {
		namespace: facts.pod?.namespace ?? '', pod: facts.pod?.name ?? '', uid, node: facts.pod?.node, address: facts.pod?.address, owners: facts.owners, began: steps[0]?.time?.at, state, steps,
		waiting: current && waitsFor(current, {components, since: sinceOf(steps, current) ?? steps[0]?.time, facts}),
	};
}

/** The way there is not undone by the way back. */
function beforeDeletion(facts: Facts): Facts {
	const pods = facts.pods.filter(({pod, change}) => pod.deletedAt === undefined && change !== 'deleted');
	return pods.length === 0 ? facts : {...facts, pods, pod: pods.at(-1)!.pod};
}

/** One that is done proves that those before it are: what nobody saw is done at an unknown time. */
function withOrder(stages: readonly Stage[]): Stage[] {
	const last = stages.findLastIndex(({done}) => done);
	return stages.map((stage, index) => index < last && !stage.done ? {...stage, done: true, failure: undefined} : stage);
}

/** What arrives is told late where a machine is busy: a cause is there with its effect, at the latest. */
function notAfter(stages: readonly Stage[]): Stage[] {
	let limit = Number.POSITIVE_INFINITY;
	return stages.toReversed().map(stage => {
		const time = stage.time && stage.time.at > limit ? {at: limit, exact: stage.time.exact} : stage.time;
		limit = time?.exact ? Math.min(limit, time.at) : limit;
		return {...stage, time};
	}).toReversed();
}

function timed(stages: readonly Stage[]): Step[] {
	const current = stages.findIndex(({done}) => !done);
	const began = stages[0]?.time;
	let before: Time | undefined;
	return stages.map((stage, index): Step => {
		const time = stage.time && before && !stage.time.exact ? atLeast(stage.time, before) : stage.time;
		const took = time && before ? Math.max(0, time.at - before.at) : undefined;
		const exact = Boolean(time?.exact && (before?.exact ?? true) && began?.exact);
		before = time ?? before;
		return {
			...stage, time, exact, took, since: time && began ? Math.max(0, time.at - began.at) : undefined,
			state: stage.done ? 'done' : index === current ? (stage.failure === undefined ? 'now' : 'failed') : 'open',
		};
	});
}

/** A time that was rounded down may be later by up to a second: not before what came before it. */
function atLeast(time: Time, before: Time): Time {
	return before.at > time.at && before.at < time.at + 1000 ? {at: before.at, exact: false} : time;
}

function sinceOf(steps: readonly Step[], current: Step): Time | undefined {
	return steps.slice(0, steps.indexOf(current)).findLast(({time}) => time !== undefined)?.time;
}
