/** Steps in words, and the commands by which a person does the same. Pure. */
import {addCommand, stateInWords} from '../faults/words.ts';
import {commandFor, inWords} from './assertions/words.ts';
import type {Step} from './scenario.ts';

/** `scheduler is killed`, `expect: pod web is Ready` */
export function titleOf(step: Step): string {
	if (step.title !== undefined) {
		return step.title;
	}

	switch (step.kind) {
		case 'apply': {
			return `apply ${[...step.manifests.matchAll(/^kind:\s*(\S+)/gm)].map(([, kind]) => kind).join(', ') || 'manifests'}`;
		}

		case 'delete': {
			return `delete ${step.object}`;
		}

		case 'fault': {
			return `fault: ${step.component} ${stateInWords(step.spec)}`;
		}

		case 'clear': {
			return step.component === 'all' ? 'put back all faults' : `put back ${step.component}`;
		}

		case 'kubectl': {
			return `kubectl ${step.words.join(' ')}`;
		}

		case 'expect': {
			return inWords(step.assertion);
		}

		case 'keeps': {
			return `all the time: ${inWords(step.assertion)}`;
		}
	}
}

/** @returns commands to paste, in order; manifests are named, not repeated */
export function commandsOf(step: Step, file: string, cluster: string, namespace: string): string[] {
	const kubectl = `single-kube --name ${cluster} kubectl`;
	switch (step.kind) {
		case 'apply': {
			return [`${kubectl} apply -n ${namespace} -f -    # what stands at line ${step.line} of ${file}`];
		}

		case 'delete': {
			return [`${kubectl} delete -n ${step.namespace ?? namespace} ${step.object}`];
		}

		case 'fault': {
			return [`${addCommand(step.component, step.spec)} --name ${cluster}`];
		}

		case 'clear': {
			return [`single-kube fault clear${step.component === 'all' ? '' : ` ${step.component}`} --name ${cluster}`];
		}

		case 'kubectl': {
			return [`${kubectl} -n ${namespace} ${step.words.map(word => /\s/.test(word) ? `'${word}'` : word).join(' ')}`];
		}

		case 'expect': {
			return [commandFor(step.assertion, cluster, namespace)];
		}

		case 'keeps': {
			return [...step.steps.flatMap(inner => commandsOf(inner, file, cluster, namespace)), commandFor(step.assertion, cluster, namespace)];
		}
	}
}
