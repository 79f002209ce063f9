/** The question how many replicas something is to have. Pure. */
import type {ApiObject} from '../../api/api.ts';
import {type ObjectDeed, objectDeedText} from '../deeds/object.ts';
import {openPrompt} from '../dialogs.ts';
import {kubectlName, refOf} from '../kinds.ts';
import type {DashboardState} from '../state.ts';
import type {Step} from './binding.ts';

const most = 1000;

export function askReplicas(state: DashboardState, object: ApiObject): Step {
	const of = refOf(state.kind, object);
	const {replicas = 1} = (object['spec'] ?? {}) as {readonly replicas?: number};
	const {readyReplicas = 0} = (object['status'] ?? {}) as {readonly readyReplicas?: number};
	const deed = (text: string): ObjectDeed => ({kind: 'scale', of, replicas: Number(text)});
	const refusal = (text: string): string | undefined => /^\d{1,4}$/.test(text) && Number(text) <= most ? undefined : `How many? A number from 0 to ${most}`;
	return openPrompt(state, {
		title: `scale ${kubectlName(of)}`, initial: String(replicas), refusal,
		lines: [`It has ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}, ${readyReplicas} ready. With 0 all of its pods end.`],
		command: text => refusal(text) === undefined ? objectDeedText(deed(text), state).command : undefined,
		answer: (text, after) => ({state: after, command: {kind: 'do', deed: deed(text)}}),
	});
}
