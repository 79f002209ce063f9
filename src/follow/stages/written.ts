/** The apiserver takes the pod, and etcd keeps it. Pure. */
import {type Facts, type PodSeen, since, type Stored} from '../facts.ts';
import type {PodView} from '../pod-view.ts';
import type {Detail, Stage} from '../stage.ts';

export function admitted(facts: Facts): Stage {
	const {pod} = facts;
	return {
		id: 'admitted', who: 'kube-apiserver', title: 'admitted', done: pod !== undefined,
		time: since(facts, () => true, ({createdAt}) => createdAt),
		says: pod ? `The apiserver checked the pod and took it. ${writerOf(pod, facts.owners)}` : 'Somebody writes the pod: a person, or a controller for a workload.', details: [],
	};
}

export function stored(facts: Facts): Stage {
	const {pod, pods} = facts;
	const first = pods[0];
	const value = facts.stored.find(({version}) => version === 1) ?? facts.stored[0];
	return {
		id: 'stored', who: 'etcd', title: 'stored', done: pod !== undefined,
		time: since(facts, () => true, ({createdAt}) => createdAt), pending: pod !== undefined && value === undefined,
		says: first === undefined ? 'The apiserver writes it into etcd, where everything of the cluster is kept.'
			: value ? `etcd keeps it at ${value.key}, since revision ${value.created}${value.version === 1 ? `: ${value.bytes} bytes` : ''}.` : `etcd keeps it: its resourceVersion ${first.pod.revision} is a revision of etcd.`,
		details: versions(pods, facts.stored),
	};
}

function writerOf({owner, writer}: PodView, owners: readonly string[]): string {
	const by = writer === undefined ? '' : ` by ${writer}`;
	const chain = owners.length > 0 ? owners : owner ? [`${owner.kind} ${owner.name}`] : [];
	return chain.length > 0 ? `It was written${by} for the ${chain.join(', which is of the ')}.` : writer === undefined ? 'Nobody is named who wrote it.' : `It was written${by}.`;
}

/** Each version of the pod: who changed what. */
function versions(pods: readonly PodSeen[], stored: readonly Stored[]): Detail[] {
	return pods.filter(({change}) => change !== 'deleted').map(({pod, time, change}, index) => {
		const value = stored.find(({revision}) => revision === pod.revision);
		return {
			time: change === 'listed' ? undefined : time,
			text: `revision ${pod.revision}${value ? `, version ${value.version}, ${value.bytes} bytes` : ''}: ${change === 'listed' ? 'as it was when it was looked at' : whatChanged(pods[index - 1]?.pod, pod)}`,
		};
	});
}

function whatChanged(before: PodView | undefined, after: PodView): string {
	if (!before) {
		return 'the pod, made';
	}

	const changes = [
		...before.node === after.node ? [] : [`the node ${after.node}`],
		...before.deletedAt === after.deletedAt ? [] : ['that it is to go'],
		...before.address === after.address || after.address === undefined ? [] : [`the address ${after.address}`],
		...JSON.stringify(conditions(before)) === JSON.stringify(conditions(after)) ? [] : [conditions(after).join(', ') || 'no conditions'],
		...after.containers.flatMap((container, index) => container.state === before.containers[index]?.state && container.reason === before.containers[index].reason ? [] : [`${container.name} ${container.reason ?? container.state}`]),
	];
	return changes.length === 0 ? 'something else' : changes.join('; ');
}

/** Those that hold. */
function conditions(pod: PodView): string[] {
	return pod.conditions.filter(({is}) => is).map(({type}) => type);
}
