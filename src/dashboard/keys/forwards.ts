/** Ports of this machine that lead to a pod: asked for, and listed. Pure. */
import type {ApiObject} from '../../api/api.ts';
import type {Pod, Service} from '../../diagnosis/objects.ts';
import {portsOf} from '../../port-forward/target.ts';
import {describeForward, forwardCommand, type ForwardDeed} from '../deeds/forward.ts';
import {notFor} from '../deeds/object.ts';
import {openMenu, openPrompt} from '../dialogs.ts';
import {formatAge} from '../format/amounts.ts';
import {kindFacts, kubectlName, refOf} from '../kinds.ts';
import type {DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';

export const forwardsBinding: Binding = {
	keys: ['P'], shown: 'P', group: 'workloads', does: 'the ports of this machine that lead to pods, and close one', applies: ({forwards}) => forwards.length > 0,
	label: ({forwards}) => `${forwards.length} forwarded`,
	press: state => openMenu(state, {
		title: 'forwarded ports', lines: ['Enter closes one. All are closed with the dashboard.'],
		items: state.forwards.map(forward => ({
			label: `127.0.0.1:${forward.local}`, detail: `${describeForward(forward)}, for ${formatAge(state.now - forward.since)}`,
			choose: after => ({state: after, command: {kind: 'do', deed: {kind: 'end-forward', id: forward.id}}}),
		})),
	}),
};

/** Nothing of the cluster is changed by it: it can be had in a dashboard that only looks, too. */
export function whyNoForward({kind, api}: DashboardState, object: ApiObject): string | undefined {
	if (!kindFacts[kind].leadsToPods) {
		return notFor(kind, 'has no port that could be forwarded');
	}

	return api.state === 'lost' ? 'The apiserver does not answer: a forwarded port goes through it'
		: kind === 'pods' && (object as Pod).status?.phase !== 'Running' ? `${object.metadata.name} does not run: ${(object as Pod).status?.phase ?? 'its state is unknown'}`
		: kind === 'services' && (object as Service).spec?.selector === undefined ? `${object.metadata.name} has no selector: no pods are behind it` : undefined;
}

export function askForward(state: DashboardState, object: ApiObject): Step {
	const of = refOf(state.kind, object);
	const ports = portsOf(object);
	const [port = 80] = ports;
	const deed = (text: string): Extract<ForwardDeed, {kind: 'forward'}> => {
		const [local = '', remote = local] = text.split(':');
		return {kind: 'forward', of, local: Number(local), port: Number(remote)};
	};

	const refusal = (text: string): string | undefined => {
		const taken = state.forwards.find(forward => forward.local !== 0 && forward.local === deed(text).local);
		return !isPair(text) ? 'LOCAL:REMOTE, as 8080:80; or :80 for any port that is free here'
			: taken ? `127.0.0.1:${taken.local} leads to ${kubectlName(taken.of)} already` : undefined;
	};

	return openPrompt(state, {
		title: `forward a port to ${kubectlName(of)}`, initial: `${freeLocal(state, port)}:${port}`, refusal,
		lines: [`The port of this machine, and the one of the ${kindFacts[state.kind].singular}.${ports.length > 0 ? ` It has ${ports.join(', ')}.` : ' It names none.'}`, 'It is open until you close it (P) or quit.'],
		command: text => isPair(text) ? forwardCommand(deed(text), state.facts.cluster) : undefined,
		answer: (text, after) => ({state: after, command: {kind: 'do', deed: deed(text)}}),
	});
}

function isPair(text: string): boolean {
	const parts = /^(\d{0,5})(?::(\d{1,5}))?$/.exec(text);
	return parts !== null && text !== '' && parts.slice(1).every((part, index) => part === undefined || (part === '' && index === 0) || (Number(part) > 0 && Number(part) <= 65_535));
}

/** Ports below 1024 need root on most machines: 80 becomes 8080. */
function freeLocal({forwards}: DashboardState, port: number): number {
	let local = port < 1024 ? port + 8000 : port;
	while (forwards.some(forward => forward.local === local)) {
		local++;
	}

	return local;
}
