/** Whether what was seen is as an assertion says. Pure. */
import type {AssertionOf} from '../scenario.ts';
import {fieldOf} from './field.ts';

/** `seen`: what was seen, in words for a person, whether it is right or not. */
export type Judgement = {readonly ok: boolean; readonly seen: string};

type Condition = {readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string};
export type PodObject = {
	readonly metadata: {readonly name: string; readonly deletionTimestamp?: string};
	readonly status?: {
		readonly phase?: string; readonly podIP?: string; readonly conditions?: readonly Condition[];
		readonly containerStatuses?: ReadonlyArray<{readonly state?: {readonly waiting?: {readonly reason?: string}; readonly terminated?: {readonly reason?: string}}}>;
	};
};

/** @param pod undefined where there is none */
export function judgePod(assertion: AssertionOf<'pod'>, pod: PodObject | undefined): Judgement {
	if (!pod || assertion.exists === false) {
		return {ok: (pod === undefined) === (assertion.exists === false), seen: pod ? `it is there: ${phaseOf(pod)}` : 'there is no such pod'};
	}

	const reasons = reasonsOf(pod);
	const ok = (assertion.phase === undefined || pod.status?.phase === assertion.phase)
		&& (assertion.ready === undefined || isReady(pod) === assertion.ready)
		&& (assertion.reason === undefined || reasons.includes(assertion.reason));
	return {ok, seen: [phaseOf(pod), ...reasons].join(', ')};
}

export function judgePods({count, ready, pending}: AssertionOf<'pods'>, all: readonly PodObject[]): Judgement {
	const pods = all.filter(({metadata}) => metadata.deletionTimestamp === undefined);
	const seen = {ready: pods.filter(pod => isReady(pod)).length, pending: pods.filter(({status}) => status?.phase === 'Pending').length};
	return {
		ok: [[count, pods.length], [ready, seen.ready], [pending, seen.pending]].every(([wanted, found]) => wanted === undefined || wanted === found),
		seen: `${pods.length} pods, ${seen.ready} Ready, ${seen.pending} Pending`,
	};
}

export type HttpAnswer = {readonly status: number; readonly body: string} | {/** Why there was none. */ readonly failure: string};

export function judgeHttp({status = 200, contains, answers = true}: AssertionOf<'http'>, answer: HttpAnswer): Judgement {
	if ('failure' in answer) {
		return {ok: !answers, seen: `no answer: ${answer.failure}`};
	}

	return {
		ok: answers && answer.status === status && (contains === undefined || answer.body.includes(contains)),
		seen: `${answer.status}, ${contains === undefined || answer.body.includes(contains) ? `${answer.body.length} bytes` : JSON.stringify(answer.body.slice(0, 80))}`,
	};
}

/** @param state as the engine has it; undefined where there is no container */
export function judgeComponent(assertion: AssertionOf<'component'>, state: string | undefined): Judgement {
	return {ok: state === assertion.state, seen: state === undefined ? 'it has no container' : `it is ${state}`};
}

/** @param object undefined where there is none */
export function judgeObject({exists, path, equals, differs}: AssertionOf<'object'>, object: unknown): Judgement {
	if (object === undefined || exists === false) {
		return {ok: (object === undefined) === (exists === false), seen: object === undefined ? 'there is none' : 'it is there'};
	}

	if (path === undefined) {
		return {ok: true, seen: 'it is there'};
	}

	const value = fieldOf(object, path);
	const same = (other: unknown): boolean => value !== undefined && String(value) === String(other);
	return {
		ok: equals === undefined && differs === undefined ? value !== undefined : (equals === undefined || same(equals)) && (differs === undefined || !same(differs)),
		seen: value === undefined ? `it has no ${path}` : typeof value === 'object' ? JSON.stringify(value) : String(value),
	};
}

function isReady({metadata, status}: PodObject): boolean {
	return metadata.deletionTimestamp === undefined && (status?.conditions ?? []).some(({type, status}) => type === 'Ready' && status === 'True');
}

function phaseOf(pod: PodObject): string {
	return `${pod.status?.phase ?? 'no phase'}${isReady(pod) ? ' and Ready' : ''}${pod.metadata.deletionTimestamp === undefined ? '' : ', being deleted'}`;
}

function reasonsOf({status}: PodObject): string[] {
	const containers = (status?.containerStatuses ?? []).map(({state}) => state?.waiting?.reason ?? state?.terminated?.reason);
	return [...(status?.conditions ?? []).filter(({status}) => status === 'False').map(({reason}) => reason), ...containers].filter(reason => reason !== undefined);
}
