/** What can be done to a component: whether it can now, what it leads to, and the command that does the same. Pure. */
import {type ComponentAction, pastOf, refusalOf} from '../../plan/component-actions.ts';
import type {ComponentRecord, DashboardState} from '../state.ts';
import {commandLine, type DeedText, readOnlyRefusal} from './deed-text.ts';

/** As on the command line. */
export type Verb = ComponentAction;

export type ComponentDeed = {readonly kind: 'component'; readonly verb: Verb; readonly component: string; readonly container: string};

/** Why this cannot be done to it, as a sentence; undefined when it can. */
export function whyNot(verb: Verb, component: ComponentRecord | undefined, readOnly: boolean): string | undefined {
	if (!component) {
		return 'No component is chosen';
	}

	if (readOnly) {
		return readOnlyRefusal;
	}

	const {id, state, job} = component;
	if (state === 'missing') {
		return `${id} has no container: single-kube start makes it`;
	}

	const [name = id, node] = id.split('@');
	const refusal = refusalOf({id, name, node, job}, verb);
	return refusal ? `${id}: ${refusal.reason}. ${refusal.hint}` : refusedByState(verb, id, state);
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
			return `It ends at once, as in a crash; ${id === 'agent' ? 'the agent-guard' : 'the agent'} starts it again.`;
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

export function componentDeedText({verb, component}: ComponentDeed, {components, facts}: DashboardState): DeedText {
	const record = components.find(({id}) => id === component);
	return {
		subject: component, title: `${verb} ${component}?`, button: verb,
		consequence: record ? consequenceOf(verb, record) : '',
		command: commandLine(`${verb} ${component}`, facts.cluster),
		doing: doingOf(verb), done: `${component} was ${pastOf[verb]}`, failed: `${component} could not be ${pastOf[verb]}`,
	};
}

function doingOf(verb: Verb): string {
	return {start: 'starting', stop: 'stopping', restart: 'restarting', kill: 'killing', pause: 'pausing', unpause: 'unpausing'}[verb];
}
