/** What a pod waits for, and why that does not come. Pure. */
import type {Facts, Time} from './facts.ts';
import type {ComponentView} from './observation.ts';
import type {Stage, StageId} from './stage.ts';
import type {Target} from './target.ts';

export type Waiting = {
	/** The component whose turn it is, by its id. */
	readonly who: string;
	/** A sentence without its end: `waits for the scheduler: kube-scheduler is paused`. */
	readonly text: string;
	/** Milliseconds since the epoch. */
	readonly since: number | undefined;
};

const words: Readonly<Record<StageId, string>> = {
	admitted: 'somebody to make it', stored: 'etcd', scheduled: 'the scheduler', taken: 'the kubelet', sandbox: 'the engine, through the gateway', network: 'the CNI plugins',
	initialized: 'its init containers', image: 'its image', started: 'the engine, through the gateway', ready: 'the kubelet to say that it is ready',
	terminating: 'the apiserver', stopped: 'the kubelet to stop it', removed: 'the engine to remove it', deleted: 'the apiserver to delete it',
};

/** Without whom nothing goes on at a stage; the nearest first. */
const needs: Readonly<Record<StageId, readonly string[]>> = {
	admitted: ['kube-apiserver', 'etcd', 'kube-controller-manager'], stored: ['etcd', 'kube-apiserver'], scheduled: ['kube-scheduler', 'kube-apiserver', 'etcd'], taken: ['kubelet', 'kube-apiserver', 'etcd'],
	sandbox: ['agent', 'cri-dockerd', 'kubelet'], network: ['kubelet', 'cri-dockerd', 'agent'], initialized: ['agent', 'cri-dockerd', 'kubelet'], image: ['agent', 'cri-dockerd', 'kubelet'], started: ['agent', 'cri-dockerd', 'kubelet'],
	ready: ['kubelet', 'cri-dockerd', 'agent', 'kube-apiserver', 'etcd'], terminating: ['kube-apiserver', 'etcd'], stopped: ['kubelet', 'cri-dockerd', 'agent', 'kube-apiserver', 'etcd'], removed: ['kubelet', 'agent'], deleted: ['kubelet', 'kube-apiserver', 'etcd'],
};

export function waitsFor({id, who, failure}: Stage, {components, since, facts}: {readonly components: readonly ComponentView[]; readonly since: Time | undefined; readonly facts?: Facts}): Waiting {
	const away = needs[id].map(name => troubleWith(name, components, facts?.pod?.node)).find(trouble => trouble !== undefined);
	const foreign = id === 'scheduled' && who !== 'kube-scheduler' ? `its scheduler is ${who}, which is none of the cluster's own` : undefined;
	const why = away?.text ?? failure ?? foreign;
	return {who: away?.id ?? who, since: since?.at, text: `waits for ${words[id]}${why === undefined ? '' : `: ${why}`}`};
}

/** @returns undefined of one that runs, and of one that the cluster does not have */
function troubleWith(name: string, components: readonly ComponentView[], node: string | undefined): {readonly id: string; readonly text: string} | undefined {
	const found = components.filter(({id}) => id === name || (node === undefined ? id.split('@')[0] === name : id === `${name}@${node}`));
	const trouble = found.find(({state, fault}) => state !== 'running' || fault !== undefined);
	if (!trouble) {
		return undefined;
	}

	const {id, state, held, fault} = trouble;
	return {id, text: `${id} ${fault === undefined ? `is ${state === 'paused' ? 'paused' : held ? 'stopped on purpose' : state === 'missing' ? 'missing' : 'not running'}` : `is ${fault}`}`};
}

/** Of a pod that nobody has made yet. */
export function waitsForPod(target: Target, components: readonly ComponentView[]): Waiting {
	const controllers = target.kind === 'workload' ? needs.admitted : needs.admitted.slice(0, 2);
	const away = controllers.map(name => troubleWith(name, components, undefined)).find(trouble => trouble !== undefined);
	const who = target.kind === 'workload' ? `the ${target.owner} to get another pod` : target.kind === 'pod' ? `somebody to make the pod ${target.name}` : 'somebody to make a pod';
	return {who: away?.id ?? 'kube-apiserver', since: undefined, text: `waits for ${who}${away ? `: ${away.text}` : ''}`};
}
