/** The one thing to do next: what is wrong first of all, and the command that helps most. Pure. */
import {forCluster} from '../diagnosis/for-cluster.ts';
import type {Problem} from '../diagnosis/problem.ts';
import {clearCommand} from '../faults/words.ts';
import type {NodeReport} from './nodes.ts';
import type {Trouble} from './troubles.ts';

export type Situation = {
	readonly name: string;
	readonly state: 'running' | 'degraded' | 'paused' | 'stopped';
	readonly troubles: readonly Trouble[];
	/** The last line of the log of what is wrong first of all. */
	readonly lastLine: string | undefined;
	readonly nodes: readonly NodeReport[];
	readonly apiAnswers: boolean;
	readonly problems: readonly Problem[];
	/** Components that run and did not say in time how they are. */
	readonly unanswered?: readonly string[];
};

/** The one thing to do next. */
export type NextStep = {
	/** One sentence, without a full stop. */
	readonly why: string;
	/** To paste. */
	readonly command: string;
};

export function nextStep(situation: Situation): NextStep {
	const {why, command} = stepFor(situation);
	return {why, command: forCluster(command, situation.name)};
}

/** @returns the root cause that counts first: what is not there at all, what somebody broke, then in the order in which components need each other */
export function mainTrouble(troubles: readonly Trouble[]): Trouble | undefined {
	const roots = troubles.filter(({because}) => because === undefined);
	return roots.find(({kind}) => kind === 'missing') ?? roots.find(({kind}) => kind === 'fault') ?? roots[0];
}

function stepFor(situation: Situation): NextStep {
	const {name, state, troubles, nodes, apiAnswers, problems, unanswered = []} = situation;
	if (state === 'stopped') {
		return {why: `The cluster ${name} is stopped; its data is kept`, command: 'single-kube start'};
	}

	if (state === 'paused') {
		return {why: `The cluster ${name} is paused as a whole`, command: 'single-kube unpause'};
	}

	const main = mainTrouble(troubles);
	if (main) {
		return ofTrouble(main, situation);
	}

	const node = nodes.find(({ready}) => !ready) ?? nodes.find(({bad}) => bad.length > 0);
	const condition = node?.bad.find(({type}) => type === 'Ready') ?? node?.bad[0];
	if (node && condition) {
		return {why: `The node ${node.name} ${condition.type === 'Ready' ? 'is not Ready' : `has ${condition.type}`}: ${condition.message || condition.reason}`, command: `single-kube kubectl describe node ${node.name}`};
	}

	const [problem] = problems;
	if (problem) {
		return ofProblem(problem, problems.length - 1);
	}

	if (!apiAnswers) {
		return {why: 'Nothing is wrong within the cluster, but its apiserver cannot be reached from this machine; kubectl in its container can', command: 'single-kube kubectl get pods -A'};
	}

	if (unanswered.length > 0) {
		return {why: `Nothing is seen to be wrong, but ${unanswered.join(', ')} did not say in time how ${unanswered.length === 1 ? 'it is' : 'they are'}`, command: 'single-kube status'};
	}

	const cordoned = nodes.find(({unschedulable}) => unschedulable);
	return cordoned
		? {why: `All is well, but the node ${cordoned.name} takes no new pods`, command: `single-kube kubectl uncordon ${cordoned.name}`}
		: {why: 'All is well', command: 'single-kube kubectl get pods -A'};
}

/** The agent and its guard are nothing that a person works with: `start` brings the whole back. */
const inner: ReadonlySet<string> = new Set(['agent', 'agent-guard', 'node', 'node-prepare']);

function ofTrouble({component, kind, message}: Trouble, {name, troubles, lastLine}: Situation): NextStep {
	const word = component.split('@')[0]!;
	const others = troubles.filter(other => other.because === component).map(other => other.component);
	const why = `${component} ${message}${others.length > 0 ? `, and ${listed(others)} ${others.length === 1 ? 'suffers' : 'suffer'} from it` : ''}`;
	switch (kind) {
		case 'missing': {
			const missing = troubles.filter(trouble => trouble.kind === 'missing').map(trouble => trouble.component);
			return {why: `The cluster ${name} is half-made: ${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`, command: 'single-kube start'};
		}

		case 'fault': {
			// Not twice: the command stands behind the reason.
			return {why: why.replace(/; undo: single-kube fault clear[^,]*/, ''), command: clearCommand({component})};
		}

		case 'stopped': {
			return {why, command: `single-kube start${inner.has(word) ? '' : ` ${word}`}`};
		}

		case 'paused': {
			return {why, command: inner.has(word) ? 'single-kube start' : `single-kube unpause ${word}`};
		}

		case 'dead':
		case 'restarting': {
			const said = lastLine === undefined ? '' : `; it said last: ${lastLine.trim().slice(0, 200)}`;
			return {why: `${why}${said}`, command: inner.has(word) ? 'single-kube start' : `single-kube logs ${word} --tail 30`};
		}

		case 'unhealthy': {
			return message.endsWith('no answer within 1 s')
				? {why, command: inner.has(word) ? `docker restart sk-${name}-${word}` : `single-kube restart ${word}`}
				: {why, command: `single-kube logs ${word} --tail 30`};
		}
	}
}

/** A hint is a sentence with the command behind its last colon: "Read what it said last: single-kube kubectl logs …". */
function ofProblem({kind, namespace, name, reason, message, hint}: Problem, more: number): NextStep {
	const [, words, command] = /^(.*?):? ((?:single-kube|docker) .*)$/.exec(hint) ?? [];
	const others = more > 0 ? ` (and ${more} more of the kind above)` : '';
	const what = `${kind} ${namespace}/${name} is not well: ${reason}: ${message}${others}`;
	return command === undefined || /[()]/.test(command)
		? {why: `${what}. ${hint}`, command: `single-kube kubectl -n ${namespace} describe ${kind.toLowerCase()} ${name}`}
		: {why: `${what}. ${words}`, command};
}

function listed(ids: readonly string[]): string {
	return ids.length < 3 ? ids.join(' and ') : `${ids.slice(0, 2).join(', ')} and ${ids.length - 2} more`;
}
