/** Breaking something on purpose, and putting it back. Pure. */
import {expectFault} from '../../faults/expect.ts';
import type {Fault, FaultSpec} from '../../faults/fault.ts';
import {addCommand, clearCommand, stateInWords} from '../../faults/words.ts';
import {withoutIt} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import {commandLine, type DeedText} from './deed-text.ts';

export type FaultDeed =
	| {readonly kind: 'add-fault'; readonly component: string; readonly spec: FaultSpec; /** Milliseconds until it ends by itself; undefined: when it is undone. */ readonly forMs: number | undefined}
	/** One or more of those that there are. */
	| {readonly kind: 'clear-faults'; readonly faults: readonly Fault[]};

export function faultDeedText(deed: FaultDeed, state: DashboardState): DeedText {
	const {facts, faults: all} = state;
	switch (deed.kind) {
		case 'add-fault': {
			const {component, spec, forMs} = deed;
			return {
				subject: component, title: `Break ${component}?`, button: spec.kind,
				consequence: expectFault(component, spec, withoutIt(state, component)),
				command: ofCluster(addCommand(component, spec, forMs), facts.cluster),
				doing: 'breaking', done: `${component} is ${stateInWords(spec)}`, failed: `${component} could not be ${stateInWords(spec)}`,
			};
		}

		case 'clear-faults': {
			const {faults} = deed;
			const [first] = faults;
			const what = faults.length === 1 && first ? `${first.component} ${stateInWords(first)}` : `${faults.length} faults`;
			return {
				subject: faults.length === 1 && first ? first.component : 'faults', title: `Undo: ${what}?`, button: 'undo', consequence: '',
				command: ofCluster(faults.length === 1 && first && all.length > 1 ? clearCommand(first) : 'single-kube fault clear', facts.cluster),
				doing: 'undoing', done: `Undone: ${what}`, failed: `Could not be undone: ${what}`,
			};
		}
	}
}

function ofCluster(command: string, cluster: string): string {
	return commandLine(command.replace(/^single-kube /, ''), cluster);
}
