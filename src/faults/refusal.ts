/** Which faults make no sense for which component, and what does in their place. Pure. */
import {refusalOf as refusalOfAction, type Refusal} from '../plan/component-actions.ts';
import type {Component} from '../plan/topology.ts';
import type {FaultKind} from './fault.ts';
import {shortName} from './words.ts';

/** @param timed it is to end by itself @returns undefined for what makes sense; a reason continues "kubelet@node-1 cannot be given this fault: " */
export function faultRefusal(component: Component, kind: FaultKind, timed = false): Refusal | undefined {
	if (component.job) {
		return refusalOfAction(component, 'stop');
	}

	switch (kind) {
		case 'pause': {
			return component.name === 'agent' && timed
				? {reason: 'the agent is who ends a fault in time, and it would be the one that is frozen', hint: 'Without --for: single-kube fault add agent pause, and then: single-kube fault clear agent'}
				: refusalOfAction(component, 'pause');
		}

		case 'stop':
		case 'kill': {
			return component.name === 'agent'
				? {reason: 'its guard would start it again at once', hint: 'Freeze it: single-kube fault add agent pause. Or see it crash: single-kube kill agent'}
				: refusalOfAction(component, 'stop');
		}

		case 'cut':
		case 'latency': {
			return refusalOfNetwork(component, kind);
		}

		case 'limit-cpu':
		case 'limit-memory': {
			return component.name === 'node'
				? {reason: 'it owns the network namespace of its node and does nothing else: no limit would be felt', hint: `Limit what works there: single-kube fault add kubelet ${kind === 'limit-cpu' ? 'limit-cpu 0.2' : 'limit-memory 300M'}`}
				: undefined;
		}
	}
}

function refusalOfNetwork({id, container: {network}}: Component, kind: 'cut' | 'latency'): Refusal | undefined {
	switch (network.kind) {
		case 'cluster': {
			return undefined;
		}

		case 'joins': {
			return {
				reason: `it shares the network of ${network.component}, and has none of its own`,
				hint: `${network.component.startsWith('node@') ? 'It is the node, with its pods, that has one' : 'Take that one'}: single-kube fault add ${shortName(network.component)} ${kind}${kind === 'latency' ? ' 200ms' : ''}`,
			};
		}

		case 'host': {
			return {reason: 'it uses the network of the engine\'s host, which is not ours to break', hint: `Freeze it, and nobody reaches it either: single-kube fault add ${shortName(id)} pause`};
		}

		case 'none': {
			return {reason: 'it uses no network, only the engine\'s socket', hint: `Freeze it: single-kube fault add ${shortName(id)} pause`};
		}
	}
}
