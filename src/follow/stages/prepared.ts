/** The kubelet asks the engine, through the gateway, for a sandbox, and has a network put into it. Pure. */
import {earliest, type Facts, since, sinceCondition, whenActed} from '../facts.ts';
import type {Stage} from '../stage.ts';
import {callDetails, changedBy} from './calls.ts';

/** The kubelet's name for the container that only holds a pod's namespaces. */
export const sandboxName = 'POD';

export function sandbox(facts: Facts): Stage {
	const {pod, calls, events} = facts;
	const time = whenActed(facts, sandboxName, 'start');
	const done = time !== undefined || pod?.address !== undefined || begun(facts);
	const own = calls.filter(({container}) => container === sandboxName);
	const refused = done ? undefined : events.findLast(({reason}) => reason === 'FailedCreatePodSandBox');
	return {
		id: 'sandbox', who: 'agent', title: 'sandbox made', done, time,
		says: done ? `Through the gateway the kubelet had the engine make a sandbox: a container of the image pause that holds the pod's namespaces.${changedBy(own)}` : 'The kubelet asks the engine, through the gateway, for a sandbox that holds the pod\'s namespaces.',
		details: callDetails(own.filter(({path, method}) => method !== 'GET' ? /create$|start$/.test(path) : time === undefined || path === '')),
		failure: refused && `No sandbox could be made: ${refused.message}`,
	};
}

export function network(facts: Facts): Stage {
	const {pod, calls} = facts;
	const from = whenActed(facts, sandboxName, 'start');
	// The kubelet goes on when the CNI plugins are done; they tell nobody.
	const next = from && calls.find(({container, time, method, image}) => time.at >= from.at && (image !== undefined || (method === 'POST' && container !== undefined && container !== sandboxName)));
	const done = pod?.address !== undefined || next !== undefined || begun(facts);
	const address = pod?.address === undefined ? '' : `: ${pod.address}`;
	return {
		id: 'network', who: pod?.node === undefined ? 'kubelet' : `kubelet@${pod.node}`, title: pod?.hostNetwork ? 'on the node\'s network' : 'network attached', done,
		// Since 1.29 the kubelet says so itself.
		time: earliest(next?.time, sinceCondition(facts, 'PodReadyToStartContainers')) ?? since(facts, ({address: known}) => known !== undefined, () => undefined),
		says: pod?.hostNetwork ? `The pod shares its node's network${address}.` : done ? `The CNI plugins attached the sandbox to the node's network and gave it an address${address}.` : 'The CNI plugins attach the sandbox to the node\'s network and give it an address.', details: [],
	};
}

/** Whether any container of it was made. */
export function begun({pod, actions}: Facts): boolean {
	return actions.some(({container}) => container !== sandboxName) || (pod?.containers.some(({state, restarts}) => state === 'running' || state === 'terminated' || restarts > 0) ?? false);
}
