/** The way back: only of a pod whose deletion was asked for. Pure. */
import {type Facts, since} from '../facts.ts';
import type {Stage} from '../stage.ts';
import {callDetails} from './calls.ts';
import {sandboxName} from './prepared.ts';

/** @returns nothing while nobody wants it gone */
export function removal(facts: Facts): Stage[] {
	const {pod, pods, calls, actions} = facts;
	const gone = pods.find(({change}) => change === 'deleted');
	if (!pod || (pod.deletedAt === undefined && !gone)) {
		return [];
	}

	// Who deletes it at last, the kubelet, allows it none.
	const grace = pods.find(seen => seen.pod.deletedAt !== undefined)?.pod.graceSeconds;
	const asked = since(facts, ({deletedAt}) => deletedAt !== undefined, ({deletedAt}) => deletedAt);
	const after = <T extends {readonly time: {readonly at: number}}>(all: readonly T[]): T[] => all.filter(({time}) => asked === undefined || time.at >= asked.at - 1000);
	const died = after(actions).filter(({action}) => action === 'die');
	const made = new Set(actions.filter(({action}) => action === 'create' || action === 'start').map(({container}) => container));
	const stoppedAll = gone !== undefined || (died.some(({container}) => container === sandboxName) && [...made].every(container => died.some(other => other.container === container)));
	const removed = after(actions).filter(({action}) => action === 'destroy');
	const removedAll = removed.some(({container}) => container === sandboxName);
	const kubelet = pod.node === undefined ? undefined : `kubelet@${pod.node}`;
	const removedStep: Stage = {
		id: 'removed', who: 'engine', title: 'removed', done: removedAll, time: removedAll ? removed.findLast(({container}) => container === sandboxName)!.time : undefined,
		says: removedAll ? 'The kubelet had the engine remove what was left of its containers.' : 'The kubelet has the engine remove what is left of its containers.',
		details: callDetails(after(calls).filter(({method}) => method === 'DELETE')),
	};
	const deletedStep: Stage = {
		id: 'deleted', who: 'etcd', title: 'deleted', done: gone !== undefined, time: gone?.time,
		says: gone ? `The apiserver deleted its key in etcd: revision ${gone.pod.revision}. Nothing is left of it but its events.` : 'When nothing runs any more, the kubelet has the apiserver delete it from etcd.', details: [],
	};
	return [
		{
			id: 'terminating', who: 'kube-apiserver', title: 'deletion asked for', done: true, time: asked ?? gone?.time,
			says: `The apiserver wrote into the pod that it is to go${grace === undefined ? '' : `, within ${grace} s`}; Services stop sending to it.`, details: [],
		},
		...kubelet === undefined ? [] : [
			{
				id: 'stopped' as const, who: kubelet, title: 'stopped', done: stoppedAll, time: stoppedAll ? died.at(-1)?.time : undefined,
				says: stoppedAll ? 'The kubelet had its containers stopped: first SIGTERM, and SIGKILL when the grace is over; the sandbox last.' : 'The kubelet has its containers stopped: first SIGTERM, and SIGKILL when the grace is over.',
				details: [
					...callDetails(after(calls).filter(({path, status}) => path.endsWith('/stop') && status !== 304)),
					...died.filter(({container}) => container !== sandboxName).map(({time, container, exitCode}) => ({time, text: `${container} ended${exitCode === undefined ? '' : ` with exit code ${exitCode}`}`})),
				],
			},
		],
		...lastOf(removedStep, deletedStep, pod.node !== undefined),
	];
}

/** The engine's part may come after the apiserver's: the kubelet tidies up when it has time. */
function lastOf(removed: Stage, deleted: Stage, bound: boolean): Stage[] {
	if (!deleted.done || removed.done) {
		const after = removed.done && deleted.done && removed.time !== undefined && deleted.time !== undefined && removed.time.at > deleted.time.at;
		return bound ? (after ? [deleted, removed] : [removed, deleted]) : [deleted];
	}

	return [deleted];
}
