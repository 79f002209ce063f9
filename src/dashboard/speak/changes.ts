/** What there is to say of a new state to somebody who listens: what changed since the last, a line each. Pure. */
import type {KubernetesEvent} from '../../diagnosis/objects.ts';
import {expectFault} from '../../faults/expect.ts';
import type {Fault} from '../../faults/fault.ts';
import {stateInWords} from '../../faults/words.ts';
import {plainText} from '../format/cells.ts';
import {faultOn, isWell, withoutIt} from '../rows.ts';
import {healthOf} from '../screen/header.ts';
import {stateOf} from '../screen/components.ts';
import type {DashboardState} from '../state.ts';
import {spokenDialog} from './dialog.ts';
import {spokenMoves} from './moves.ts';
import {spokenObjects} from './objects.ts';

/** @returns nothing when nothing changed that is worth hearing: amounts and ages do not count */
export function spokenChanges(before: DashboardState, after: DashboardState): string[] {
	if (before.engine.state === 'waiting') {
		return after.engine.state === 'waiting' ? [] : greeting(after);
	}

	return [
		...sights(before, after), ...components(before, after), ...faults(before, after), ...spokenObjects(before, after), ...warnings(before, after),
		...spokenDialog(before, after), ...spokenMoves(before, after), ...notices(before, after),
	].map(line => plainText(line, after.facts.ascii));
}

function greeting(state: DashboardState): string[] {
	const {cluster, kubernetesVersion, readOnly} = state.facts;
	return [
		`The cluster ${cluster}${kubernetesVersion === undefined ? '' : `, Kubernetes ${kubernetesVersion}`}: ${healthOf(state).text}`,
		`${readOnly ? 'This dashboard only looks. ' : ''}A full stop reads the present pane, the question mark the keys, q quits and the cluster keeps running.`,
	];
}

function sights(before: DashboardState, after: DashboardState): string[] {
	return [
		...before.engine.state === after.engine.state ? [] : [after.engine.state === 'lost' ? `The engine does not answer: what was said of components is old. ${after.engine.message}` : `The engine answers: ${healthOf(after).text}`],
		...before.api.state === after.api.state || (before.api.state === 'waiting' && after.api.state === 'fresh') ? []
		: [after.api.state === 'lost' ? `The apiserver does not answer: what was said of workloads is old. ${after.api.message}` : 'The apiserver answers'],
	];
}

/** Each that is in another state than before, and how the whole is then. */
function components(before: DashboardState, after: DashboardState): string[] {
	const was = new Map(before.components.map(component => [component.id, stateOf(component, before.acting[component.id], faultOn(before, component)).word]));
	const is = after.components.map(component => [component.id, stateOf(component, after.acting[component.id], faultOn(after, component)).word] as const);
	const changed = is.filter(([id, word]) => was.get(id) !== word).map(([id, word]) => `${id} is ${word === 'running' ? 'running' : `now ${word}`}`);
	const gone = [...was.keys()].filter(id => after.components.every(component => component.id !== id)).map(id => `${id} is gone`);
	const wellBefore = before.components.filter(component => isWell(component, faultOn(before, component))).length;
	const wellNow = after.components.filter(component => isWell(component, faultOn(after, component))).length;
	return [...changed, ...gone, ...wellBefore === wellNow || after.engine.state !== 'fresh' ? [] : [healthOf(after).text]];
}

/** What somebody broke, here or elsewhere, with what to expect; and what is put back. */
function faults(before: DashboardState, after: DashboardState): string[] {
	if (before.faults === after.faults) {
		return [];
	}

	const key = ({component, kind, since}: Fault): string => `${component} ${kind} ${since}`;
	const missing = (some: readonly Fault[], others: readonly Fault[]): Fault[] => some.filter(fault => others.every(other => key(other) !== key(fault)));
	return [
		...missing(after.faults, before.faults).map(fault => `Fault: ${fault.component} is ${stateInWords(fault)}. ${expectFault(fault.component, fault, withoutIt(after, fault.component))}`),
		...missing(before.faults, after.faults).map(fault => `Undone: ${fault.component} is not ${stateInWords(fault)} any more`),
	];
}

/** New ones; those of the time before the first look are in the pane. */
function warnings(before: DashboardState, after: DashboardState): string[] {
	if (before.kubernetesEvents === after.kubernetesEvents || before.kubernetesEvents.length === 0) {
		return [];
	}

	const known = new Set(before.kubernetesEvents.map(event => keyOf(event)));
	return after.kubernetesEvents.filter(event => event['type'] === 'Warning' && !known.has(keyOf(event))).slice(-most).map((event: KubernetesEvent) => {
		const {involvedObject: {kind = '', name = ''} = {}, reason = '', message = ''} = event;
		return `Warning of ${kind.toLowerCase()} ${name}: ${reason}: ${message.replaceAll(/\s+/g, ' ')}`;
	});
}

/** Of one kind at a time. */
const most = 5;

/** The same event that happened again is worth hearing again. */
function keyOf({metadata}: DashboardState['kubernetesEvents'][number]): string {
	return `${metadata.uid ?? metadata.name} ${metadata.resourceVersion ?? ''}`;
}

function notices({notice: before}: DashboardState, {notice: after}: DashboardState): string[] {
	return after === undefined || after === before ? [] : [after.text, ...after.command === undefined ? [] : [`The same by command: ${after.command}`]];
}
