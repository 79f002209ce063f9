/** Which of the pods that were seen is the one to follow. Pure. */
import type {Observation} from './observation.ts';
import type {Target} from './target.ts';

/** @returns its uid; undefined while it is not there */
export function chosenPod(target: Target, observations: readonly Observation[]): string | undefined {
	for (const {seen} of observations) {
		if (seen.source === 'apiserver' && seen.change !== 'deleted') {
			const {pod, change} = seen;
			if (target.kind === 'pod' ? pod.name === target.name && (!target.next || change === 'added') : target.kind === 'next' && change === 'added') {
				return pod.uid;
			}
		}

		if (seen.source === 'owners' && target.kind === 'workload' && seen.owners.includes(target.owner) && wasAdded(seen.uid, observations)) {
			return seen.uid;
		}
	}

	return undefined;
}

function wasAdded(uid: string, observations: readonly Observation[]): boolean {
	return observations.some(({seen}) => seen.source === 'apiserver' && seen.pod.uid === uid && seen.change === 'added');
}
