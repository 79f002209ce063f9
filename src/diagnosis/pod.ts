/** Why a pod is not Ready, from its own status and its newest event. Pure. */
import {ageOf, type ContainerStatus, type KubernetesEvent, newestEvent, type Pod} from './objects.ts';
import type {Finding} from './problem.ts';

/** How long a pod may take to become Ready before that is worth a word, in seconds: most take one or two. */
const patience = 20;

/** @returns undefined when it is Ready, has done its work, is going, or has only just come */
export function podFinding(pod: Pod, events: readonly KubernetesEvent[], now: number): Finding | undefined {
	const {metadata, status} = pod;
	const ready = status?.conditions?.find(({type}) => type === 'Ready')?.status === 'True';
	if (ready || status?.phase === 'Succeeded' || metadata.deletionTimestamp !== undefined) {
		return undefined;
	}

	return failed(pod) ?? unscheduled(pod, now) ?? ofContainers(pod, events) ?? slow(pod, events, now);
}

function failed({metadata, status}: Pod): Finding | undefined {
	if (status?.phase !== 'Failed') {
		return undefined;
	}

	const ended = status.containerStatuses?.find(({state}) => state?.terminated && state.terminated.exitCode !== 0);
	const code = ended?.state?.terminated?.exitCode;
	return {
		reason: status.reason ?? ended?.state?.terminated?.reason ?? 'Failed',
		message: status.message ?? (ended ? `its container ${ended.name} ended with exit code ${code}` : 'it ended and is not started again'),
		hint: `Read what it said: ${kubectl(metadata.namespace)} logs ${metadata.name}`,
	};
}

function unscheduled({metadata, spec, status}: Pod, now: number): Finding | undefined {
	const scheduled = status?.conditions?.find(({type}) => type === 'PodScheduled');
	if (scheduled?.status === 'False') {
		const message = scheduled.message ?? 'no node takes it';
		return {reason: scheduled.reason ?? 'Unschedulable', message, hint: schedulingHint(message, metadata.namespace, metadata.name)};
	}

	return scheduled === undefined && spec?.nodeName === undefined && ageOf(metadata, now) > 5
		? {reason: 'NotScheduled', message: 'no scheduler has looked at it yet', hint: 'See whether kube-scheduler runs: single-kube status'}
		: undefined;
}

function schedulingHint(message: string, namespace: string | undefined, name: string): string {
	if (/persistentvolumeclaim/i.test(message)) {
		return `See the claim that it waits for: ${kubectl(namespace)} get persistentvolumeclaims`;
	}

	if (/Insufficient/.test(message)) {
		return `Ask for less in its resources.requests; what the node has: single-kube kubectl describe node node-1`;
	}

	return `Compare its nodeSelector, affinity and tolerations with the node: ${kubectl(namespace)} describe pod ${name}`;
}

function ofContainers(pod: Pod, events: readonly KubernetesEvent[]): Finding | undefined {
	const all = [...pod.status?.initContainerStatuses ?? [], ...pod.status?.containerStatuses ?? []];
	for (const container of all.filter(({ready, state}) => !ready && state?.terminated?.exitCode !== 0)) {
		const found = ofContainer(container, pod, events);
		if (found) {
			return found;
		}
	}

	return undefined;
}

function ofContainer({name, image, state, lastState, restartCount = 0}: ContainerStatus, {metadata}: Pod, events: readonly KubernetesEvent[]): Finding | undefined {
	const reason = state?.waiting?.reason ?? state?.terminated?.reason ?? '';
	const said = state?.waiting?.message ?? '';
	const command = kubectl(metadata.namespace);
	const ended = state?.terminated ?? lastState?.terminated;
	if (['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'ImageInspectError', 'RegistryUnavailable'].includes(reason)) {
		const event = newestEvent(events, {kind: 'Pod', metadata}, ['Failed', 'ErrImageNeverPull', 'InspectFailed']);
		return {
			reason, message: `the image ${image} of its container ${name} is not to be had${event?.message === undefined || /^Error: /.test(event.message) ? '' : `: ${oneLine(event.message)}`}`,
			hint: reason === 'InvalidImageName' ? `Mend the name: ${command} edit pod ${metadata.name}` : `See whether the name is right. What this engine has, pods can use: docker build -t ${image} .`,
		};
	}

	if (reason === 'CrashLoopBackOff' || (ended && ended.exitCode !== 0)) {
		const why = ended?.reason === 'OOMKilled' ? ', killed because it used more memory than its limit' : '';
		return {
			reason: reason === '' ? 'Restarting' : reason, message: `its container ${name} ended with exit code ${ended?.exitCode ?? 'unknown'}${why}; ${times(restartCount)} started again`,
			hint: `Read what it said last: ${command} logs ${metadata.name} -c ${name} --previous`,
		};
	}

	if (['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'PostStartHookError'].includes(reason)) {
		return {reason, message: `its container ${name} cannot be made: ${oneLine(said)}`, hint: configHint(said, command, metadata.name)};
	}

	return undefined;
}

/** The kubelet's words: `secret "x" not found`, `couldn't find key y in ConfigMap ns/x`. */
function configHint(said: string, command: string, pod: string): string {
	const [, kind, name] = /\b(secret|configmap) "([^"]+)" not found/i.exec(said) ?? [];
	return kind === undefined ? `See all that it says: ${command} describe pod ${pod}` : `Make it: ${command} create ${kind.toLowerCase()} ${kind.toLowerCase() === 'secret' ? 'generic ' : ''}${name} --from-literal=KEY=VALUE`;
}

function slow({metadata, spec, status}: Pod, events: readonly KubernetesEvent[], now: number): Finding | undefined {
	const event = newestEvent(events, {kind: 'Pod', metadata});
	const describe = `See all that it says: ${kubectl(metadata.namespace)} describe pod ${metadata.name}`;
	if (event) {
		return {reason: event.reason ?? 'NotReady', message: oneLine(event.message ?? 'it is not Ready'), hint: describe};
	}

	const since = status?.conditions?.find(({type}) => type === 'Ready')?.lastTransitionTime ?? metadata.creationTimestamp;
	const seconds = Math.round(ageOf({...metadata, creationTimestamp: since}, now));
	if (seconds < patience) {
		return undefined;
	}

	return {
		reason: status?.phase === 'Running' ? 'NotReady' : 'NotStarted', message: `it is ${status?.phase ?? 'unknown'} and not Ready for ${seconds} s`,
		hint: spec?.nodeName === undefined || status?.phase === 'Running' ? describe : 'See whether the kubelet of its node runs: single-kube status',
	};
}

export function kubectl(namespace: string | undefined): string {
	return `single-kube kubectl -n ${namespace ?? 'default'}`;
}

export function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}

function times(count: number): string {
	return count === 1 ? 'once' : `${count} times`;
}
