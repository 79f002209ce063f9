/** What can be done to a component: whether it can now, what it leads to, and the command that does the same. Pure. */
import type {ComponentRecord} from './state.ts';

export const verbs = ['start', 'stop', 'restart', 'kill', 'pause', 'unpause'] as const;
export type Verb = (typeof verbs)[number];

export type Action = {readonly verb: Verb; readonly component: string; readonly container: string};

/** Why this cannot be done to it, as a sentence; undefined when it can. */
export function whyNot(verb: Verb, component: ComponentRecord | undefined, readOnly: boolean): string | undefined {
	if (!component) {
		return 'No component is chosen';
	}

	if (readOnly) {
		return 'This dashboard only looks: it was opened with --read-only';
	}

	const {id, state, job} = component;
	if (state === 'missing') {
		return `${id} has no container: single-kube start makes it`;
	}

	if (job) {
		return `${id} is a job: it has done its work`;
	}

	return refusedByRole(verb, id) ?? refusedByState(verb, id, state);
}

function refusedByRole(verb: Verb, id: string): string | undefined {
	const role = id.split('@')[0]!;
	if (role === 'node' && verb !== 'start') {
		return `${id} holds the node's network, which its kubelet and pods share: stop the kubelet instead`;
	}

	return (role === 'agent' || role === 'agent-guard') && (verb === 'stop' || verb === 'pause')
		? `${id} keeps the other components up: single-kube stop stops the whole cluster` : undefined;
}

function refusedByState(verb: Verb, id: string, state: ComponentRecord['state']): string | undefined {
	switch (verb) {
		case 'start': {
			return state === 'running' || state === 'paused' ? `${id} is ${state}` : undefined;
		}

		case 'unpause': {
			return state === 'paused' ? undefined : `${id} is not paused`;
		}

		case 'restart': {
			return undefined;
		}

		case 'stop': {
			return state === 'running' || state === 'paused' ? undefined : `${id} does not run`;
		}

		case 'kill':
		case 'pause': {
			return state === 'running' ? undefined : `${id} does not run`;
		}
	}
}

/** Whether it takes something away, so that it is asked about first. */
export function needsConfirmation(verb: Verb): boolean {
	return verb === 'stop' || verb === 'restart' || verb === 'kill' || verb === 'pause';
}

/** What happens then: sentences for who is asked. */
export function consequenceOf(verb: Verb, {id, about}: ComponentRecord): string {
	const without = about === undefined ? '' : ` ${about.without}`;
	switch (verb) {
		case 'stop': {
			return `It is left alone until somebody starts it again.${without}`;
		}

		case 'pause': {
			return `It stands still and answers nobody until it goes on.${without}`;
		}

		case 'kill': {
			return `It ends at once, as in a crash; the supervisor starts ${id} again.`;
		}

		case 'restart': {
			return `It ends and starts again. Until then:${without === '' ? ' it is away.' : without}`;
		}

		case 'start':
		case 'unpause': {
			return 'It goes on with its work.';
		}
	}
}

/** The command that does the same. */
export function commandFor({verb, container}: Action): string {
	return `docker ${verb} ${container}`;
}

/** `stopped`, `killed`: what was done. */
export function doneOf(verb: Verb): string {
	return {start: 'started', stop: 'stopped', restart: 'restarted', kill: 'killed', pause: 'paused', unpause: 'unpaused'}[verb];
}

/** `stopping`, `killing`: what is being done. */
export function doingOf(verb: Verb): string {
	return {start: 'starting', stop: 'stopping', restart: 'restarting', kill: 'killing', pause: 'pausing', unpause: 'unpausing'}[verb];
}
