/** Keys that follow a pod through the cluster. Pure. */
import {chosenObject, objectKey} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import type {Binding} from './binding.ts';
import {withKind} from './move.ts';
import {objectTab} from './tabs.ts';

const ofWorkloads = ({list}: DashboardState): boolean => list === 'workloads';

export const followBindings: readonly Binding[] = [
	{
		keys: ['f'], shown: 'f', group: 'workloads', does: 'follow a pod: its way through every part of the cluster, with times', applies: ofWorkloads, label: () => 'follow',
		refusal: state => state.kind === 'pods' ? (chosenObject(state) ? undefined : 'No pod is chosen; N follows the next one that is made') : 'Only pods have a way through the cluster; N follows the next one that is made',
		press: state => (objectTab({...state, nextPod: undefined}, 'way')),
	},
	{
		keys: ['N'], shown: 'N', group: 'workloads', does: 'follow the next pod that is made in this namespace', applies: ofWorkloads,
		press(state) {
			const pods = state.kind === 'pods' ? state : withKind(state, 'pods');
			const object = chosenObject(pods);
			const row = object && objectKey(object);
			return objectTab({...pods, way: undefined, nextPod: {from: state.now, row}, chosen: {...pods.chosen, workloads: row}}, 'way');
		},
	},
];
