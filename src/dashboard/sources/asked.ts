/** What is asked only while it is on the screen: how a component is configured, and whether it is well. */
import {setTimeout as sleep} from 'node:timers/promises';
import {readAgentTopology} from '../../cluster/agent-topology.ts';
import {checkComponent} from '../../cluster/component-health.ts';
import {readComponentConfig} from '../../component-config/read.ts';
import {messageOf, SingleKubeError} from '../../errors.ts';
import type {ComponentRecord, HealthAnswer} from '../state.ts';
import type {Subject} from './subject.ts';

/** Milliseconds between two questions. */
const period = 5000;
/** Seconds for an answer. */
const patience = 3;

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
		const answer = await askHealth(subject, component, signal);
		if (signal.aborted) {
			return;
		}

		subject.push({type: 'health-asked', key, answer, at: Date.now()});
		await sleep(period, undefined, {signal}).catch(() => undefined);
	}
}

async function askHealth({engine, cluster}: Subject, {id}: ComponentRecord, signal: AbortSignal): Promise<HealthAnswer> {
	try {
		await checkComponent(engine, await readAgentTopology(engine, cluster), id.split('@')[0]!, undefined, patience, signal);
		return {well: true, said: []};
	} catch (error) {
		return {well: false, said: [messageOf(error), ...error instanceof SingleKubeError ? error.seen : []]};
	}
}
