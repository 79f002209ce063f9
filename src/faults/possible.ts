/** Whether a component as it is now can be given a fault. Pure. */
import type {Refusal} from '../plan/component-actions.ts';
import type {ContainerState} from '../plan/observed.ts';
import {type Fault, type FaultKind, keepsDown} from './fault.ts';
import {clearCommand, stateInWords} from './words.ts';

/** @param faults those that the component has @returns undefined where it can; a reason continues "etcd cannot be given this fault: " */
export function impossible(component: string, kind: FaultKind, state: ContainerState | 'missing', faults: readonly Fault[]): Refusal | undefined {
	if (faults.some(fault => fault.kind === kind)) {
		return undefined;
	}

	const down = faults.find(fault => keepsDown(fault));
	if (down) {
		return {reason: `it is ${stateInWords(down)} by another one`, hint: `Undo that first: ${clearCommand(down)}`};
	}

	const touchesProgram = kind === 'pause' || keepsDown({kind});
	if (state === 'running' || (state === 'paused' && !touchesProgram)) {
		return undefined;
	}

	const frozen = faults.find(fault => fault.kind === 'pause');
	const word = component.split('@')[0]!;
	return state === 'paused'
		? {reason: 'it is paused', hint: `Undo that first: ${frozen ? clearCommand(frozen) : `single-kube unpause ${word}`}`}
		: {reason: state === 'missing' ? 'it has no container' : `it does not run: its container is ${state}`, hint: `single-kube start ${word}`};
}
