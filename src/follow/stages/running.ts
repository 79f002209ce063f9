/** Images, containers, and probes that say that the pod serves. Pure. */
import {condition, type Facts, sinceCondition, type Time, whenActed} from '../facts.ts';
import type {ContainerView, PodView} from '../pod-view.ts';
import type {Stage} from '../stage.ts';
import {callDetails} from './calls.ts';
import {begun, sandboxName} from './prepared.ts';

/** What the kubelet says of a container that waits for an image that will not come (pkg/kubelet/images/types.go). */
const imageReasons = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'ImageInspectError', 'RegistryUnavailable', 'SignatureValidationFailed']);
const makeReasons = new Set(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'PreCreateHookError', 'PostStartHookError']);

/** Only of pods that have such containers. */
export function initialized(facts: Facts): Stage | undefined {
	const inits = facts.pod?.containers.filter(({init}) => init) ?? [];
	if (inits.length === 0) {
		return undefined;
	}

	const is = condition(facts.pod, 'Initialized')?.is ?? false;
	return {
		id: 'initialized', who: kubeletOf(facts.pod), title: 'initialised', done: is, time: is ? sinceCondition(facts, 'Initialized') : undefined,
		says: is ? `The init containers ended well, one after the other: ${inits.map(({name}) => name).join(', ')}.` : `First the init containers run to their end, one after the other: ${inits.map(({name}) => name).join(', ')}.`,
		details: callDetails(facts.calls.filter(({container, path}) => inits.some(({name}) => name === container) && /create$|start$/.test(path))), failure: is ? undefined : troubleOf(inits),
	};
}

export function image(facts: Facts): Stage {
	const main = mainOf(facts);
	const made = main.map(({name}) => whenActed(facts, name, 'create'));
	const done = main.length > 0 && main.every((container, index) => made[index] !== undefined || wasMade(container));
	const calls = facts.calls.filter(call => call.image !== undefined);
	const last = latestOf(made);
	const ended = done && last ? calls.filter(({end}) => end <= last.at).at(-1) : undefined;
	const pulled = facts.events.findLast(({reason, live}) => reason === 'Pulled' && live);
	const failing = done ? undefined : main.find(({reason}) => imageReasons.has(reason ?? ''));
	const pulls = calls.filter(({method}) => method === 'POST');
	const images = [...new Set(main.map(container => container.image))].join(', ');
	return {
		id: 'image', who: kubeletOf(facts.pod), title: 'image there', done, time: done ? (ended ? {at: ended.end, exact: true} : pulled?.time) : undefined,
		says: done ? `The kubelet found ${images} on the engine${pulls.some(({status}) => status < 300) ? ', after asking for a pull' : calls.length > 0 ? ', and no pull was needed' : ''}.` : `The kubelet looks whether the engine has ${images}, and has it pulled if not.`,
		details: [
			...callDetails([...pulls, ...pulls.length === 0 ? calls.slice(0, 1) : []]),
			...facts.events.filter(({reason, message}) => !done && reason === 'Failed' && message.startsWith('Failed to pull')).slice(-1).map(({time, message}) => ({time, text: message})),
		],
		failure: failing && `The image ${failing.image} does not come: ${failing.reason}${failing.message === undefined ? '' : `: ${failing.message}`}`,
	};
}

export function started(facts: Facts): Stage {
	const main = mainOf(facts);
	const times = main.map(({name, startedAt}) => whenActed(facts, name, 'start') ?? (startedAt === undefined ? undefined : {at: startedAt, exact: false}));
	const done = main.length > 0 && main.every((container, index) => times[index] !== undefined || wasMade(container));
	const names = main.map(({name}) => name).join(', ');
	return {
		id: 'started', who: 'engine', title: 'started', done, time: done ? latestOf(times) : undefined,
		says: done ? `The engine made and started ${names}, in the sandbox's namespaces.` : `The kubelet has the engine make and start ${names}, through the gateway.`,
		details: callDetails(facts.calls.filter(({container, path, method}) => method === 'POST' && main.some(({name}) => name === container) && /create$|\/start$/.test(path))),
		failure: done ? undefined : troubleOf(main.filter(({reason}) => makeReasons.has(reason ?? ''))),
	};
}

export function ready(facts: Facts): Stage {
	const {pod, events} = facts;
	const ended = pod?.phase === 'Succeeded';
	const done = ended || (condition(pod, 'Ready')?.is ?? false);
	const probed = mainOf(facts).filter(container => container.probed).map(({name}) => name);
	const failing = events.findLast(({reason}) => reason === 'Unhealthy');
	return {
		id: 'ready', who: kubeletOf(pod), title: ended ? 'ended well' : 'ready', done, time: done ? sinceCondition(facts, 'Ready') : undefined,
		says: ended ? 'All of its containers ended with exit code 0.'
			: done ? `${probed.length > 0 ? `The probes of ${probed.join(', ')} succeeded, and the` : 'No probe was asked for, so the'} kubelet wrote Ready into its status: from now on Services send to it.` : `The kubelet ${probed.length > 0 ? `asks the readiness probe of ${probed.join(', ')}` : 'sees that it runs'}, and writes Ready into its status.`,
		details: [
			...failing ? [{time: failing.time, text: `Unhealthy: ${failing.message}${failing.count > 1 ? ` (x${failing.count})` : ''}`}] : [],
			...done || pod?.deletedAt !== undefined ? [] : facts.actions.filter(({action, container}) => action === 'die' && container !== sandboxName).slice(-3).map(({time, container, exitCode}) => ({time, text: `${container} ended${exitCode === undefined ? '' : ` with exit code ${exitCode}`}`})),
		],
		failure: done || !begun(facts) ? undefined : pod?.phase === 'Failed' ? `It ended: ${endOf(pod)}` : troubleOf(mainOf(facts).filter(({state, exitCode, reason}) => reason === 'CrashLoopBackOff' || (state === 'terminated' && exitCode !== 0))),
	};
}

function mainOf({pod}: Facts): ContainerView[] {
	return pod?.containers.filter(({init}) => !init) ?? [];
}

function wasMade({state, restarts}: ContainerView): boolean {
	return state === 'running' || state === 'terminated' || restarts > 0;
}

function kubeletOf(pod: PodView | undefined): string {
	return pod?.node === undefined ? 'kubelet' : `kubelet@${pod.node}`;
}

/** @returns undefined of none, or where that of one is not known */
function latestOf(times: ReadonlyArray<Time | undefined>): Time | undefined {
	return times.includes(undefined) ? undefined : times.toSorted((a, b) => b!.at - a!.at)[0];
}

function endOf({message, reason, containers}: PodView): string {
	return message ?? reason ?? containers.filter(({exitCode = 0}) => exitCode !== 0).map(({name, exitCode}) => `${name} exited ${exitCode}`).join(', ');
}

function troubleOf(containers: readonly ContainerView[]): string | undefined {
	const trouble = containers.find(({reason, exitCode = 0, state}) => imageReasons.has(reason ?? '') || makeReasons.has(reason ?? '') || reason === 'CrashLoopBackOff' || (state === 'terminated' && exitCode !== 0));
	if (!trouble) {
		return undefined;
	}

	const {name, reason, message, exitCode, restarts} = trouble;
	return `${name}: ${reason ?? 'it ended'}${exitCode === undefined ? '' : `, it exited ${exitCode}`}${restarts > 0 ? ` after ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}` : ''}${message === undefined || exitCode !== undefined ? '' : `: ${message}`}`;
}
