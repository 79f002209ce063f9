/** Keys that do something to the chosen object, or go into it. What takes something away is asked about first. Pure. */
import type {ApiObject} from '../../api/api.ts';
import {readOnlyRefusal} from '../deeds/deed-text.ts';
import {notFor, type ObjectDeed, subjectOf} from '../deeds/object.ts';
import {askedFirst} from '../dialogs.ts';
import {kindFacts, type ObjectKind, refOf} from '../kinds.ts';
import {chosenObject} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';
import {askForward, whyNoForward} from './forwards.ts';
import {askReplicas} from './scale.ts';
import {openShell, whyNoShell} from './shell.ts';

export const workloadBindings: readonly Binding[] = [
	onObject({
		keys: ['s'], shown: 's', does: 'of a pod: a shell in it; of what has replicas: scale it', label: ({kind}) => kindFacts[kind].scales ? 'scale' : 'shell',
		refusal: (state, object) => state.kind === 'pods' ? whyNoShell(state, object) : refusalFor(state, object, kindFacts[state.kind].scales, 'has no replicas to scale, and no shell'),
		press: (state, object) => state.kind === 'pods' ? openShell(state, object) : askReplicas(state, object),
	}),
	onObject({
		keys: ['r'], shown: 'r', does: 'make its pods anew, one after the other', label: () => 'restart',
		refusal: (state, object) => refusalFor(state, object, kindFacts[state.kind].rolls, state.kind === 'pods' ? 'is not restarted: delete it (Ctrl-D), and its controller makes a new one' : 'has no pods of its own to make anew'),
		press: (state, object) => askedFirst(state, deedFor('rollout-restart', state.kind, object)),
	}),
	onObject({
		keys: ['ctrl+d'], shown: 'Ctrl-D', does: 'delete it', label: () => 'delete',
		refusal: (state, object) => refusalFor(state, object, true, ''),
		press: (state, object) => askedFirst(state, deedFor('delete', state.kind, object)),
	}),
	onObject({keys: ['F'], shown: 'F', does: 'forward a port of this machine to it', label: () => 'forward', refusal: whyNoForward, press: askForward}),
];

type OnObject = Omit<Binding, 'group' | 'applies' | 'refusal' | 'press'> & {
	readonly refusal: (state: DashboardState, object: ApiObject) => string | undefined;
	readonly press: (state: DashboardState, object: ApiObject) => Step;
};

/** One deed at a time for an object. */
function onObject({refusal, press, ...rest}: OnObject): Binding {
	return {
		...rest, group: 'workloads',
		applies: ({list, focus}) => list === 'workloads' && focus !== 'events',
		refusal(state) {
			const object = chosenObject(state);
			if (!object) {
				return `No ${kindFacts[state.kind].singular} is chosen`;
			}

			const doing = state.acting[subjectOf(refOf(state.kind, object))];
			return doing === undefined ? refusal(state, object) : `Wait: ${object.metadata.name} is ${doing}`;
		},
		press: state => press(state, chosenObject(state)!),
	};
}

/** Of what changes the cluster by its apiserver. @param can whether this kind of object can have it done @param why continues "A Pod" */
function refusalFor({facts, kind, api}: DashboardState, object: ApiObject, can: boolean, why: string): string | undefined {
	return facts.readOnly ? readOnlyRefusal
		: !can ? notFor(kind, why)
		: api.state === 'lost' ? 'The apiserver does not answer: nothing that it keeps can be changed'
		: object.metadata['deletionTimestamp'] === undefined ? undefined : `${object.metadata.name} is being deleted already`;
}

function deedFor(deed: Extract<ObjectDeed['kind'], 'delete' | 'rollout-restart'>, kind: ObjectKind, object: ApiObject): ObjectDeed {
	return {kind: deed, of: refOf(kind, object)};
}
