/** What can be done to objects of Kubernetes. Pure. */
import type {Pod, Service} from '../../diagnosis/objects.ts';
import type {ApiObject} from '../../api/api.ts';
import {kindFacts, kubectlName, kubectlNamespace, type ObjectRef} from '../kinds.ts';
import type {DashboardState} from '../state.ts';
import {commandLine, type DeedText} from './deed-text.ts';

export type ObjectDeed =
	| {readonly kind: 'scale'; readonly of: ObjectRef; readonly replicas: number}
	| {readonly kind: 'delete'; readonly of: ObjectRef}
	| {readonly kind: 'rollout-restart'; readonly of: ObjectRef};

export function objectDeedText(deed: ObjectDeed, state: DashboardState): DeedText {
	const {of} = deed;
	const name = kubectlName(of);
	const kubectl = (words: string): string => commandLine('', state.facts.cluster, `kubectl ${kubectlNamespace(of.namespace)}${words}`);
	const object = state.objects[of.kind]?.find(({metadata}) => metadata.name === of.name && metadata.namespace === of.namespace);
	switch (deed.kind) {
		case 'scale': {
			const {replicas} = deed;
			return {
				subject: subjectOf(of), title: `scale ${name} to ${replicas}?`, button: 'scale', command: kubectl(`scale ${name} --replicas ${replicas}`),
				consequence: replicas === 0 ? 'All of its pods end, and none is made until it is scaled again.' : '',
				doing: 'scaling', done: `${name} was scaled to ${replicas}`, failed: `${name} could not be scaled`,
			};
		}

		case 'rollout-restart': {
			return {
				subject: subjectOf(of), title: `restart ${name}?`, button: 'restart', command: kubectl(`rollout restart ${name}`), consequence: restartConsequence(of, object),
				doing: 'restarting', done: `${name} makes its pods anew`, failed: `${name} could not be restarted`,
			};
		}

		case 'delete': {
			return {
				subject: subjectOf(of), title: `delete ${name}?`, button: 'delete', command: kubectl(`delete ${name}`), consequence: deleteConsequence(of, object),
				doing: 'deleting', done: `${name} was deleted`, failed: `${name} could not be deleted`,
			};
		}
	}
}

/** What a deed is told to be done to: `pods default/web`. */
export function subjectOf({kind, namespace, name}: ObjectRef): string {
	return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function restartConsequence({kind}: ObjectRef, object: ApiObject | undefined): string {
	const {strategy, updateStrategy} = (object?.spec ?? {}) as {readonly strategy?: {readonly type?: string}; readonly updateStrategy?: {readonly type?: string}};
	const type = (strategy ?? updateStrategy)?.type;
	return type === 'Recreate' ? 'All of its pods end first, and new ones are made then: until those are ready, nobody answers.'
		: type === 'OnDelete' ? 'Its pods stay as they are until somebody deletes them: its update strategy is OnDelete.'
		: kind === 'deployments' ? 'New pods are made, and old ones end when the new ones are ready: it goes on answering.'
		: 'Its pods are made anew, one after the other.';
}

function deleteConsequence({kind}: ObjectRef, object: ApiObject | undefined): string {
	switch (kind) {
		case 'pods': {
			return podConsequence(object as Pod | undefined);
		}

		case 'deployments':
		case 'statefulsets':
		case 'daemonsets':
		case 'jobs': {
			return `Its pods end with it, and nobody makes them anew.${kind === 'statefulsets' ? ' The claims of its volumes stay.' : ''}`;
		}

		case 'replicasets': {
			const owner = ownerOf(object);
			return owner === undefined ? 'Its pods end with it, and nobody makes them anew.' : `Its pods end with it, and ${owner} makes it anew.`;
		}

		case 'services': {
			const {type} = (object as Service | undefined)?.spec ?? {};
			return `Its name and its address lead nowhere any more${type === 'NodePort' || type === 'LoadBalancer' ? ', from outside too' : ''}. The pods behind it go on.`;
		}

		case 'nodes': {
			return 'Its pods are lost to the cluster. The kubelet, if it runs, does not enter the node again until it is started anew.';
		}

		case 'ingresses': {
			return 'Nobody outside reaches its services by its hosts and paths any more. The services go on.';
		}

		case 'configmaps': {
			return 'Pods that have it mounted keep what they read; new ones that need it do not start.';
		}

		case 'persistentvolumeclaims': {
			return 'It goes when no pod uses it any more, and what is in the volume with it, unless its reclaim policy is Retain.';
		}
	}
}

function podConsequence(pod: Pod | undefined): string {
	const owner = ownerOf(pod);
	const grace = (pod?.spec as {readonly terminationGracePeriodSeconds?: number} | undefined)?.terminationGracePeriodSeconds;
	const end = `It is asked to end${grace === undefined ? '' : `, and killed after ${grace} s`}.`;
	return owner === undefined ? `${end} No controller owns it: nobody makes it anew.` : `${end} ${owner} makes a new one in its place.`;
}

/** `ReplicaSet web-7c5b` */
function ownerOf(object: ApiObject | undefined): string | undefined {
	const owners = object?.metadata['ownerReferences'] as Array<{readonly kind: string; readonly name: string; readonly controller?: boolean}> | undefined;
	const owner = owners?.find(({controller}) => controller) ?? owners?.[0];
	return owner && `${owner.kind} ${owner.name}`;
}

/** Why a kind has no such thing, as a sentence. */
export function notFor(kind: ObjectRef['kind'], what: string): string {
	return `A ${kindFacts[kind].title} ${what}`;
}
