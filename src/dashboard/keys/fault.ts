/** Keys of the fault lab: break the chosen component on purpose, and put back what is broken. Pure. */
import {expectFault} from '../../faults/expect.ts';
import {type Fault, type FaultKind, faultKinds} from '../../faults/fault.ts';
import {impossible} from '../../faults/possible.ts';
import {faultRefusal} from '../../faults/refusal.ts';
import {kindsInWords, stateInWords} from '../../faults/words.ts';
import {deedText} from '../deeds/deed.ts';
import {readOnlyRefusal} from '../deeds/deed-text.ts';
import {type MenuItem, openMenu, openPrompt} from '../dialogs.ts';
import {chosenComponent} from '../rows.ts';
import type {ComponentRecord, DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';
import {readFault} from './read-fault.ts';

export const faultBindings: readonly Binding[] = [
	{
		keys: ['F'], shown: 'F', group: 'components', does: 'the fault lab: break it in one of seven ways', applies: ({list, focus}) => list === 'components' && focus !== 'events',
		label: () => 'fault', refusal: whyNotBreak, press: state => chooseKind(state, chosenComponent(state)!),
	},
	{
		keys: ['u'], shown: 'u', group: 'components', does: 'undo what was broken in the fault lab', label: ({faults}) => faults.length === 0 ? 'undo' : `undo ${faults.length}`,
		applies: ({faults}) => faults.length > 0, refusal: ({facts}) => facts.readOnly ? readOnlyRefusal : undefined, press: undo,
	},
];

function whyNotBreak(state: DashboardState): string | undefined {
	const component = chosenComponent(state);
	return component === undefined ? 'No component is chosen'
		: state.facts.readOnly ? readOnlyRefusal
		: component.state === 'missing' ? `${component.id} has no container: single-kube start makes it`
		: component.design === undefined ? `${component.id} is not a component of the cluster as it is now`
		: component.design.job ? `${component.id} is a job, which runs to its end: there is nothing to break` : undefined;
}

function chooseKind(state: DashboardState, component: ComponentRecord): Step {
	return openMenu(state, {
		title: `Break ${component.id}`, lines: component.about ? [`Without it: ${component.about.without}`] : [],
		items: faultKinds.map((kind): MenuItem => {
			const own = state.faults.filter(fault => fault.component === component.id);
			const why = faultRefusal(component.design!, kind) ?? impossible(component.id, kind, component.state, own);
			const before = own.find(fault => fault.kind === kind);
			return {
				label: kind, detail: before ? `it is ${stateInWords(before)} already: in its place` : kindsInWords[kind].does, ...why ? {refusal: `${why.reason}. ${why.hint}`} : {},
				choose: next => askHow(next, component, kind),
			};
		}),
	});
}

/** How much, and for how long: both in one line, as on the command line. */
function askHow(state: DashboardState, {id, about, design}: ComponentRecord, kind: FaultKind): Step {
	const {amount, does} = kindsInWords[kind];
	const example = readFault(kind, amount ?? '');
	return openPrompt(state, {
		title: `${kind}: ${id}`, initial: amount ?? '',
		lines: [
			`To ${does}. ${'spec' in example ? expectFault(id, example.spec, about?.without) : ''}`,
			amount === undefined ? 'Enter: until you undo it. Or write how long: 30s, 5m' : `How much, such as ${amount}; and for how long, if it is to end by itself: ${amount} for 30s`,
		],
		refusal(text) {
			const read = readFault(kind, text);
			const why = 'spec' in read && read.forMs !== undefined ? faultRefusal(design!, kind, true) : undefined;
			return 'why' in read ? read.why : why && `${why.reason}. ${why.hint}`;
		},
		command(text) {
			const read = readFault(kind, text);
			return 'spec' in read ? deedText({kind: 'add-fault', component: id, ...read}, state).command : undefined;
		},
		answer(text, next) {
			const read = readFault(kind, text);
			return 'spec' in read ? {state: next, command: {kind: 'do', deed: {kind: 'add-fault', component: id, ...read}}} : {state: next};
		},
	});
}

/** One at once; of several one is asked which. */
function undo(state: DashboardState): Step {
	const {faults} = state;
	const clear = (which: readonly Fault[]): MenuItem['choose'] => next => ({state: next, command: {kind: 'do', deed: {kind: 'clear-faults', faults: which}}});
	return faults.length === 1 ? clear(faults)(state) : openMenu(state, {
		title: 'Undo', items: [{label: 'all of them', detail: `${faults.length} faults`, choose: clear(faults)}, ...[...faults].reverse().map((fault): MenuItem => ({label: fault.component, detail: stateInWords(fault), choose: clear([fault])}))],
	});
}
