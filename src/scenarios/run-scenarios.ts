/** Run scenarios on a cluster, one after another; each begins on a cluster that is well, and leaves one. */
import {randomBytes} from 'node:crypto';
import {connectApi} from '../cluster/admin.ts';
import {readAgentTopology} from '../cluster/agent-topology.ts';
import {findComponent} from '../cluster/find-component.ts';
import {explainNotRun, kubectlContainer} from '../cluster/kubectl-container.ts';
import {openCluster, type OpenedCluster} from '../cluster/open-running.ts';
import type {ClusterOptions} from '../cluster/options.ts';
import {readSpec} from '../cluster/spec.ts';
import {execInContainer} from '../engine/exec.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {addFault} from '../faults/add.ts';
import {clearFaults} from '../faults/clear.ts';
import {reportFaults} from '../faults/report.ts';
import {openAsker} from './asker.ts';
import type {Hands} from './hands.ts';
import type {ScenarioReport, ScenariosReport} from './report.ts';
import {runScenario} from './run-scenario.ts';
import type {Scenario} from './scenario.ts';
import {lookAtCluster} from './well.ts';

/** A fault ends by itself after so long, in milliseconds, should nobody be left to put it back. */
const longestFault = 15 * 60_000;

/**
 * Run scenarios. What they break and make is put back and deleted, also when one fails or is interrupted.
 *
 * @param scenarios as findScenario reads them
 * @returns what came of each step; a scenario that fails is no exception, and those after it run, too
 * @throws SingleKubeError COMPONENT_UNKNOWN before anything is done; COMPONENT_ACTION_REFUSED when the cluster has faults already; CLUSTER_UNKNOWN,
 *   CLUSTER_NOT_RUNNING; those of the engine; the signal's reason
 */
export async function runScenarios(
	scenarios: readonly Scenario[], options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal,
): Promise<ScenariosReport> {
	const startedAt = performance.now();
	const opened = await openCluster(options, {running: true}, emit, signal);
	await refuseFaults(opened);
	const hands = await handsFor(opened, options, signal);
	try {
		for (const scenario of scenarios) {
			requireComponents(scenario, hands);
		}

		const reports: ScenarioReport[] = [];
		for (const scenario of scenarios) {
			const namespace = scenario.namespace ?? `scenario-${scenario.name}-${randomBytes(2).toString('hex')}`.toLowerCase().replaceAll(/[^a-z\d-]/g, '-');
			const title = `Scenario ${scenario.name}: ${scenario.title}`;
			emit({type: 'phase-started', phase: 'scenario', title});
			const report = await runScenario({...hands, namespace}, scenario, emit, signal);
			reports.push(report);
			// A phase that failed never finishes.
			if (report.ok) {
				emit({type: 'phase-finished', phase: 'scenario', title, seconds: report.seconds});
			}
		}

		return {cluster: opened.name, ok: reports.every(({ok}) => ok), seconds: Math.round(performance.now() - startedAt) / 1000, scenarios: reports};
	} finally {
		hands.api.close();
		await hands.asker.close();
	}
}

async function handsFor({engine, name}: OpenedCluster, options: ClusterOptions, signal: AbortSignal): Promise<Hands> {
	const [topology, spec] = await Promise.all([readAgentTopology(engine, name), readSpec(engine, name)]);
	signal.throwIfAborted();
	if (!spec) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} is half-made: it has no network`, {hint: `Have the rest made: single-kube start --name ${name}`});
	}

	const api = await connectApi(engine, name, spec);
	const here = {...options, name};
	return {
		engine, cluster: name, topology, api, namespace: 'default',
		asker: openAsker(engine, topology, api, randomBytes(3).toString('hex')),
		well: async limit => lookAtCluster({engine, cluster: name, topology, api}, limit),
		async kubectl(words, limit, input) {
			const command = input === undefined ? ['kubectl', ...words] : ['sh', '-c', 'input=$1; shift; printf %s "$input" | kubectl "$@"', 'sh', input, ...words];
			try {
				return await execInContainer(engine, kubectlContainer(name), command, limit);
			} catch (error) {
				limit.throwIfAborted();
				throw await explainNotRun(engine, name, error);
			}
		},
		async addFault(component, fault, limit) {
			return addFault(component, fault, {forMs: longestFault}, here, ignoreEvents, limit);
		},
		async clearFaults(component, limit) {
			return (await clearFaults(component === undefined ? {} : {component}, here, ignoreEvents, limit)).length;
		},
	};
}

/** What is broken already would be taken for the scenario's doing, and be put back with it. */
async function refuseFaults({engine, name}: OpenedCluster): Promise<void> {
	const faults = await reportFaults(engine, name);
	if (faults.length > 0) {
		throw new SingleKubeError('COMPONENT_ACTION_REFUSED', `the cluster ${name} has faults already, and a scenario begins on one that is well`, {
			seen: faults.map(({component, fault}) => `${component}: ${fault}`), hint: `Put them back: single-kube fault clear --name ${name}`,
		});
	}
}

/** A name that is wrong is said before anything is broken. @throws SingleKubeError COMPONENT_UNKNOWN */
function requireComponents({steps}: Pick<Scenario, 'steps'>, hands: Hands): void {
	const known = hands.topology.components.map(({id}) => id);
	for (const step of steps) {
		if (step.kind === 'fault' || (step.kind === 'clear' && step.component !== 'all')) {
			findComponent(step.component, known);
		} else if ((step.kind === 'expect' || step.kind === 'keeps') && step.assertion.kind === 'component') {
			findComponent(step.assertion.component, known);
		}

		if (step.kind === 'keeps') {
			requireComponents(step, hands);
		}
	}
}
