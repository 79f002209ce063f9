import {type ClusterReport, clusterReport, type ComponentStatus} from '../../cluster/status.ts';
import type {Problem} from '../../diagnosis/problem.ts';
import {ignoreEvents} from '../../events.ts';
import {exitCodes} from '../exit-codes.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {formatAge, formatTable, printResult} from '../output.ts';

export const run: Run = async ({flags}, signal) => {
	const status = await clusterReport(clusterOptions(flags), ignoreEvents, signal);
	printResult(flags, status, () => formatStatus(status));
	return status.state === 'running' ? exitCodes.ok : exitCodes.degraded;
};

/** A line about the cluster, a table of its components, what is not well in it, and what to do about that. */
export function formatStatus({name, state, spec, engine, components, pods, apiAnswers, problems}: ClusterReport): string {
	const version = spec ? `, Kubernetes ${spec.kubernetesVersion} at https://127.0.0.1:${spec.apiPort}` : '';
	return [
		`The cluster ${name} is ${state}${version}, on ${engine.host} (${engine.origin})`,
		'',
		formatTable(['COMPONENT', 'STATE', 'AGE', 'CONTAINER', 'NOTE'], components.map(component =>
			[component.component, component.state, formatAge(component.ageSeconds), component.container, noteOf(component)])),
		'',
		`Containers of pods: ${pods.running} running, ${pods.other} not`,
		...formatProblems(problems),
		...apiAnswers || state === 'stopped' ? [] : ['', 'The apiserver does not answer: of pods, claims and services nothing is known'],
		...state === 'running' ? [] : [`To do: single-kube start --name ${name}`],
	].join('\n');
}

/** Two lines each: what is not well, and what to do. */
export function formatProblems(problems: readonly Problem[]): string[] {
	return problems.length === 0 ? [] : ['', 'Not well:', ...problems.flatMap(({kind, namespace, name, reason, message, hint}) =>
		[`  ${kind} ${namespace}/${name}: ${reason}: ${message}`, `    to do: ${hint}`])];
}

function noteOf({state, held, exitCode, component}: ComponentStatus): string {
	if (held) {
		return 'stopped on purpose';
	}

	if (state !== 'exited') {
		return '';
	}

	return exitCode === 0 && component.startsWith('node-prepare@') ? 'done' : `exit code ${exitCode}`;
}
