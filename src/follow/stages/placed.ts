/** The scheduler chooses a node, and the node's kubelet takes the pod. Pure. */
import {condition, earliest, type Facts, since, sinceCondition} from '../facts.ts';
import type {Stage} from '../stage.ts';

export function scheduled(facts: Facts): Stage {
	const {pod, events} = facts;
	const told = events.find(({reason}) => reason === 'Scheduled');
	const done = pod?.node !== undefined;
	const arrival = since(facts, ({node}) => node !== undefined, () => undefined);
	const refused = condition(pod, 'PodScheduled');
	const failure = !done && refused?.is === false && refused.reason === 'Unschedulable' ? `No node fits: ${refused.message ?? 'the scheduler does not say why'}` : undefined;
	const revision = facts.pods.find(({pod: {node}, change}) => node !== undefined && change !== 'listed')?.pod.revision;
	return {
		id: 'scheduled', who: pod && pod.scheduler !== 'default-scheduler' ? pod.scheduler : 'kube-scheduler', title: 'scheduled', done, failure,
		time: earliest(arrival, told?.time) ?? sinceCondition(facts, 'PodScheduled'),
		says: done ? `The scheduler chose ${pod.node} and had the apiserver write that into the pod (a Binding)${revision === undefined ? '' : `: revision ${revision}`}.`
			: refused?.reason === 'SchedulingGated' ? 'The pod has scheduling gates: nobody looks for a node until they are taken away.' : 'The scheduler looks for a node with room for it, and binds it to that.',
		details: events.filter(({by, reason, warning}) => warning && (by === 'kube-scheduler' || reason === 'FailedScheduling')).map(({time, message, count}) => ({time, text: `FailedScheduling: ${message}${count > 1 ? ` (x${count})` : ''}`})),
	};
}

export function taken(facts: Facts): Stage {
	const {pod, calls, actions, events} = facts;
	const seen = since(facts, ({takenAt}) => takenAt !== undefined, ({takenAt}) => takenAt);
	const asked = calls.find(({uid}) => uid !== undefined);
	const done = pod?.takenAt !== undefined || asked !== undefined || actions.length > 0;
	const where = pod?.node === undefined ? 'its node' : pod.node;
	return {
		id: 'taken', who: pod?.node === undefined ? 'kubelet' : `kubelet@${pod.node}`, title: 'taken', done,
		time: earliest(asked?.time, actions[0]?.time, seen),
		says: done ? `The kubelet of ${where} saw in its watch a pod for its node${pod && pod.volumes > 0 ? `, and mounted its ${pod.volumes === 1 ? 'volume' : `${pod.volumes} volumes`} first` : ''}.` : 'The kubelet of the chosen node watches for pods with its name, and takes it up.',
		details: events.filter(({warning, reason}) => warning && /Mount|Attach|FailedSync|Evict|OutOf|Admission/.test(reason)).map(({time, reason, message}) => ({time, text: `${reason}: ${message}`})),
		failure: pod?.phase === 'Failed' && actions.length === 0 && asked === undefined ? `The kubelet refused it: ${pod.message ?? pod.reason ?? 'it does not say why'}` : undefined,
	};
}
