/** Everything that was seen of one pod, sorted, with the questions that the stages ask of it. Pure. */
import type {CallView, Observation, Seen} from './observation.ts';
import type {ConditionView, PodView} from './pod-view.ts';

/** `exact`: to the millisecond. Else it is the beginning of the second in which it was. */
export type Time = {readonly at: number; readonly exact: boolean};

export type PodSeen = {readonly time: Time; readonly change: 'listed' | 'added' | 'modified' | 'deleted'; readonly pod: PodView};
export type Told = Extract<Seen, {source: 'events'}> & {readonly time: Time};
export type Call = CallView & {/** When it was asked. */ readonly time: Time; /** When it was answered. */ readonly end: number};
export type Acted = Extract<Seen, {source: 'engine'}> & {readonly time: Time};
export type Stored = Extract<Seen, {source: 'etcd'}>;

export type Facts = {
	/** As it was seen last; undefined while nobody has seen it. */
	readonly pod: PodView | undefined;
	/** Whom it was made for, the nearest first. */
	readonly owners: readonly string[];
	/** Its versions, the oldest first. */
	readonly pods: readonly PodSeen[];
	readonly events: readonly Told[];
	/** About its containers, and about images while they were made. */
	readonly calls: readonly Call[];
	readonly actions: readonly Acted[];
	/** By revision. */
	readonly stored: readonly Stored[];
};

/** A clock that is not further away cannot be told from the time that asking takes, in milliseconds. */
const sameClock = 1000;

/**
 * @param uid the pod's; what is about others is left out
 * @param offset what this machine's clock has more than the cluster's, in milliseconds
 */
export function gather(observations: readonly Observation[], uid: string, offset = 0): Facts {
	const shift = Math.abs(offset) > sameClock ? offset : 0;
	const sorted = observations.map(({at, precision, clock, seen}) => ({seen, time: {at: clock === 'cluster' ? at + shift : at, exact: precision === 'millisecond'}}))
		.sort((a, b) => latest(a.time) - latest(b.time));
	const pods: PodSeen[] = [];
	const events: Told[] = [];
	const calls: Call[] = [];
	const actions: Acted[] = [];
	const stored = new Map<number, Stored>();
	let owners: readonly string[] = [];
	for (const {seen, time} of sorted) {
		switch (seen.source) {
			case 'apiserver': {
				if (seen.pod.uid === uid) {
					pods.push({time, change: seen.change, pod: seen.pod});
				}

				break;
			}

			case 'events': {
				if (seen.uid === uid) {
					events.push({...seen, time});
				}

				break;
			}

			case 'gateway': {
				if (seen.call.uid === undefined || seen.call.uid === uid) {
					calls.push({...seen.call, time, end: time.at + seen.call.milliseconds});
				}

				break;
			}

			case 'engine': {
				if (seen.uid === uid) {
					actions.push({...seen, time});
				}

				break;
			}

			case 'etcd': {
				if (seen.uid === uid) {
					stored.set(seen.revision, seen);
				}

				break;
			}

			case 'owners': {
				owners = seen.uid === uid ? seen.owners : owners;
			}
		}
	}

	const pod = pods.at(-1)?.pod;
	return {pod, owners, pods, events, calls: withoutOtherImages(calls, pod), actions, stored: [...stored.values()].sort((a, b) => a.revision - b.revision)};
}

/** A call about an image says nothing of a pod: those that this pod's containers need, between its sandbox and its last container. */
function withoutOtherImages(calls: readonly Call[], pod: PodView | undefined): Call[] {
	const own = calls.filter(({uid, method}) => uid !== undefined && method === 'POST');
	const [from, to] = [own[0]?.time.at ?? Number.POSITIVE_INFINITY, own.findLast(({path}) => path === '/containers/create')];
	const images = new Set(pod?.containers.map(({image}) => nameOf(image)));
	// A pull that fails is not followed by a container.
	const until = to && to.container !== 'POD' ? to.time.at : Number.POSITIVE_INFINITY;
	return calls.filter(({uid, image, time}) => uid !== undefined || (image !== undefined && images.has(nameOf(image)) && time.at >= from && time.at <= until));
}

/** `docker.io/library/nginx:latest` is `nginx`. */
function nameOf(image: string): string {
	return image.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '').replace(/:latest$/, '');
}

function latest({at, exact}: Time): number {
	return exact ? at : at + 999;
}

/**
 * When something began to be so: the arrival of the first version that has it. Where that was there before anybody looked,
 * only what the object itself says of the time.
 *
 * @returns undefined when it is not so, or nobody knows since when
 */
export function since({pods}: Facts, is: (pod: PodView) => boolean, said: (pod: PodView) => number | undefined): Time | undefined {
	const first = pods.find(({pod}) => is(pod));
	if (!first) {
		return undefined;
	}

	if (first.change !== 'listed') {
		return first.time;
	}

	const at = said(first.pod);
	return at === undefined ? undefined : {at, exact: false};
}

export function condition(pod: PodView | undefined, type: string): ConditionView | undefined {
	return pod?.conditions.find(other => other.type === type);
}

export function sinceCondition(facts: Facts, type: string): Time | undefined {
	return since(facts, pod => condition(pod, type)?.is ?? false, pod => condition(pod, type)?.at);
}

/** The earlier of both; an exact one is better than a vague one that may be the same. */
export function earliest(...times: ReadonlyArray<Time | undefined>): Time | undefined {
	return times.filter(time => time !== undefined).sort((a, b) => latest(a) - latest(b))[0];
}

/** When the engine did something to a container for the first time: by its event, or by the answer that the kubelet got. */
export function whenActed(facts: Facts, container: string, action: 'create' | 'start'): Time | undefined {
	const event = facts.actions.find(acted => acted.container === container && acted.action === action);
	const call = facts.calls.find(other => other.container === container && other.status < 300 && other.method === 'POST' && (action === 'create' ? other.path === '/containers/create' : other.path.endsWith('/start')));
	return earliest(event?.time, call && {at: call.end, exact: true});
}
