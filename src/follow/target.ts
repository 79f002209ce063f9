/** From the word that a user typed to whom to follow. Pure. */
import {SingleKubeError} from '../errors.ts';

export type Target =
	/** One that is there; `next`: one that is still to be made. */
	| {readonly kind: 'pod'; readonly name: string; readonly next: boolean}
	/** The next pod of a workload. */
	| {readonly kind: 'workload'; readonly owner: string}
	/** Whichever is made next. */
	| {readonly kind: 'next'};

const kinds: ReadonlyArray<readonly [kind: string, words: readonly string[]]> = [
	['Deployment', ['deployment', 'deployments', 'deploy']], ['ReplicaSet', ['replicaset', 'replicasets', 'rs']], ['StatefulSet', ['statefulset', 'statefulsets', 'sts']],
	['DaemonSet', ['daemonset', 'daemonsets', 'ds']], ['Job', ['job', 'jobs']], ['CronJob', ['cronjob', 'cronjobs', 'cj']],
];

/** @param word `web-0`, `pod/web-0`, `deployment/web`; undefined: the next pod @throws SingleKubeError COMMAND_LINE_INVALID */
export function targetOf(word: string | undefined, next: boolean): Target {
	if (word === undefined) {
		if (!next) {
			throw new SingleKubeError('COMMAND_LINE_INVALID', 'nobody is named to follow', {hint: 'A pod (single-kube follow web-0), a workload\'s next pod (single-kube follow deployment/web), or whichever is made next (single-kube follow --new)'});
		}

		return {kind: 'next'};
	}

	const [kind, name, more] = word.includes('/') ? word.split('/') : ['pod', word];
	if (!name || more !== undefined) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `${word} is no pod and no workload`, {hint: 'For example: single-kube follow web-0, single-kube follow deployment/web'});
	}

	if (['pod', 'pods', 'po'].includes(kind!.toLowerCase())) {
		return {kind: 'pod', name, next};
	}

	const found = kinds.find(([, words]) => words.includes(kind!.toLowerCase()));
	if (!found) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `nobody knows what ${kind} is`, {hint: `There are: pod, ${kinds.map(([, [first]]) => first).join(', ')}`});
	}

	return {kind: 'workload', owner: `${found[0]} ${name}`};
}

/** In words for a person. */
export function describeTarget(target: Target, namespace: string): string {
	switch (target.kind) {
		case 'pod': {
			return `the pod ${namespace}/${target.name}`;
		}

		case 'workload': {
			return `the next pod of the ${target.owner} in ${namespace}`;
		}

		case 'next': {
			return `the next pod in ${namespace}`;
		}
	}
}
