/** What is asked only while it is on the screen: how a component is configured, and whether it is well. */
import {setTimeout as sleep} from 'node:timers/promises';
import {readAgentTopology} from '../../cluster/agent-topology.ts';
import {readComponentConfig} from '../../component-config/read.ts';
import {observe} from '../../engine/observe.ts';
import {messageOf} from '../../errors.ts';
import {askHealth} from '../../status/ask-health.ts';
import type {ComponentRecord, HealthAnswer} from '../state.ts';
import type {Subject} from './subject.ts';

/** Milliseconds between two questions. */
const period = 5000;

export async function readConfig({engine, cluster, push}: Subject, key: string, {id, container}: ComponentRecord): Promise<void> {
	try {
		push({type: 'config-read', key, config: await readComponentConfig(engine, cluster, {component: id, name: container})});
	} catch (error) {
		push({type: 'config-failed', key, failure: messageOf(error)});
	}
}

/** Follow until the signal says so. */
export async function followHealth(subject: Subject, key: string, component: ComponentRecord, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		const answer = await ask(subject, component, signal);
		if (signal.aborted) {
			return;
		}

		subject.push({type: 'health-asked', key, answer, at: Date.now()});
		await sleep(period, undefined, {signal}).catch(() => undefined);
	}
}

/** As `status` asks: in the container that the component's question names, without the apiserver. */
async function ask({engine, cluster}: Subject, {id}: ComponentRecord, signal: AbortSignal): Promise<HealthAnswer> {
	try {
		const [topology, {containers}] = await Promise.all([readAgentTopology(engine, cluster), observe(engine, cluster)]);
		const answers = await askHealth(engine, {...topology, components: topology.components.filter(component => component.id === id)}, containers, signal);
		return answers.get(id)?.health ?? {kind: 'none'};
	} catch (error) {
		return {kind: 'unknown', message: messageOf(error)};
	}
}
