/** The flags of the chosen component, read once for each of its containers while they are on the screen. */
import {readAgentTopology} from '../../cluster/agent-topology.ts';
import {ownFlag} from '../../cluster/flags/needed.ts';
import {configurableComponents} from '../../compose/configurable.ts';
import {readComposeDirectory} from '../../compose/read.ts';
import {observe} from '../../engine/observe.ts';
import {messageOf} from '../../errors.ts';
import {servicesOf} from '../../explain/about.ts';
import {componentFlags} from '../../explain/component-flags.ts';
import type {FlagsView} from '../flags.ts';
import type {Subject} from './subject.ts';

/** @param all with the defaults of what nobody set */
export async function readFlags(subject: Subject, component: string, all: boolean, signal: AbortSignal): Promise<void> {
	try {
		const view = await lookAtFlags(subject, component, all, signal);
		if (!signal.aborted) {
			subject.push({type: 'flags-told', told: {kind: 'read', component, view}});
		}
	} catch (error) {
		if (!signal.aborted) {
			subject.push({type: 'flags-told', told: {kind: 'failed', component, failure: messageOf(error)}});
		}
	}
}

async function lookAtFlags({engine, cluster}: Subject, component: string, all: boolean, signal: AbortSignal): Promise<FlagsView> {
	const [files, topology, {containers}] = await Promise.all([readComposeDirectory(), readAgentTopology(engine, cluster), observe(engine, cluster)]);
	const services = servicesOf(files);
	const found = await componentFlags(component, {topology, engine, containers}, services, {all}, signal);
	const name = component.replace(/@.*$/, '');
	const settable = configurableComponents(files).find(candidate => candidate.name === name);
	const words = [...found.flags.map(({flag}) => flag.slice(2)), ...found.keys.map(({key}) => key)];
	const needed = words.flatMap(word => {
		const own = ownFlag(name, word, services.get(name));
		return own?.neededFor === undefined ? [] : [[own.flag, own.neededFor] as const];
	});
	return {...found, settable: settable?.name, hasFile: settable?.hasFile ?? false, needed: Object.fromEntries(needed)};
}
