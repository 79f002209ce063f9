/** What may follow `single-kube fault ACTION`. Pure but for what is handed in. */
import {type Fault, type FaultKind, faultKinds} from '../../faults/fault.ts';
import {kindsInWords, shortName, stateInWords} from '../../faults/words.ts';
import type {Candidate} from './wanted.ts';

export type FaultSources = {
	readonly components: () => Promise<Candidate[]>;
	readonly faults: () => Promise<readonly Fault[]>;
};

/** @param words all after `fault` but the one that is typed */
export async function faultWords([action, component, kind, ...rest]: readonly string[], {components, faults}: FaultSources): Promise<Candidate[]> {
	if (action === 'add') {
		if (component === undefined) {
			return components();
		}

		const amount = kindsInWords[kind as FaultKind]?.amount;
		return kind === undefined ? faultKinds.map(value => ({value, says: kindsInWords[value].does})) : amount !== undefined && rest.length === 0 ? [{value: amount, says: 'for example'}] : [];
	}

	if (action !== 'clear' || kind !== undefined) {
		return [];
	}

	return (await faults()).filter(fault => component === undefined || fault.component === component || shortName(fault.component) === component)
		.map(fault => ({value: component === undefined ? shortName(fault.component) : fault.kind, says: stateInWords(fault)}));
}
